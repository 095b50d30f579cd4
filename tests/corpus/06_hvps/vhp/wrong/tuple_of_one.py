# fails: value
# fault: tuple-not-unpacked
# says: only entry
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return (torch.zeros_like(x),)
    return torch.autograd.grad(g, leaf, v)
