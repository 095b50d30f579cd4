# fails: value
# fault: another-cotangent
# says: another w than v
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v.abs())[0]
