# style: torch.autograd.grad twice
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:  # f is linear
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, grad_outputs=v)[0]
