# fails: value
# fault: ones-for-unit-vectors
# says: ones
import torch


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    y = f(x)
    return torch.autograd.grad(y, x, torch.ones_like(v))[0]
