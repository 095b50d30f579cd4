# style: allow_unused, with None turned into zeros
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, v, allow_unused=True)
    return torch.zeros_like(x) if row is None else row
