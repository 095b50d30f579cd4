# fails: value
# fault: in-place-on-leaf
# says: leaf
import torch


def vjp_once(f, x, v):
    leaf = torch.zeros_like(x, requires_grad=True)
    leaf += x
    return torch.autograd.grad(f(leaf), leaf, v)[0]
