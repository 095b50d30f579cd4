# fails: value
# fault: not-finite
# says: nan
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    return row / (row != row)
