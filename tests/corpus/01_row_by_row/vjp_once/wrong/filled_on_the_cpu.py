# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch


def vjp_once(f, x, v):
    row = torch.empty(len(x), dtype=x.dtype)
    leaf = x.detach().requires_grad_()
    row[:] = torch.autograd.grad(f(leaf), leaf, v)[0]
    return row
