# style: torch.autograd.backward on lists, inputs named
import torch


def vhp(f, x, v):
    leaf = x.new_tensor(x.tolist()).requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:  # f is linear
        return torch.zeros_like(x)
    torch.autograd.backward([g], grad_tensors=[v], inputs=[leaf])
    return leaf.grad
