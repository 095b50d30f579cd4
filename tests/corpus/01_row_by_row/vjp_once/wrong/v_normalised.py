# fails: value
# fault: argument-changed
# says: argument
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    size = v.norm()
    v /= size
    return torch.autograd.grad(f(leaf), leaf, v)[0] * size
