# fails: value
# fault: small-taken-for-nothing
# says: says what is nothing
import torch


def vjp_once(f, x, v):
    if v.norm() < 1e-10:
        return torch.zeros_like(x)
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
