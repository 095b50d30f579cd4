# fails: value
# fault: wrong-signature
# says: def vjp_once(f, x, v)
import torch


def vjp_once(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.autograd.grad(y, leaf, torch.ones_like(y))[0]
