# fails: value
# fault: wrong-shape
# says: shape
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf) @ v, leaf)[0].sum()
