# fails: value
# fault: wrong-shape
# says: shape
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.stack(torch.autograd.grad(f(leaf), leaf, v))
