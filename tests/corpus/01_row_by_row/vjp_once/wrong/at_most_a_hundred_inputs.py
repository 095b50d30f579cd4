# fails: value
# fault: right-when-small
# says: larger one
import torch


def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, v)
    result = torch.zeros_like(x)
    result[:100] = row[:100]
    return result
