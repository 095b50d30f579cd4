# fails: value
# fault: right-for-linear-f
# says: linear
import torch


def vjp_once(f, x, v):
    # the pullback at the origin: right for linear f alone
    leaf = torch.zeros_like(x, requires_grad=True)
    return torch.autograd.grad(f(leaf), leaf, v)[0]
