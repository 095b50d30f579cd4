# fails: value
# fault: not-finite
# says: nan
import torch


def vjp_once(f, x, v):
    # right unless f ignores part of x: there 0 / 0
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    return row.abs() * (row / row.abs())
