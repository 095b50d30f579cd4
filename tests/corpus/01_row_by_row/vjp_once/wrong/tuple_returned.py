# fails: value
# fault: tuple-not-unpacked
# says: tuple
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)
