# fails: value
# fault: not-finite
# says: v = 0
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    length = v.norm()
    return length * torch.autograd.grad(f(leaf), leaf, v / length)[0]
