# fails: value
# fault: another-cotangent
# says: another w than v
import torch


def vjp_once(f, x, v):
    # right for M = 1 alone
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf).sum(), leaf)[0] * v.mean()
