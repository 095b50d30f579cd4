# fails: value
# fault: input-not-tracked
# says: require
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    with torch.no_grad():
        y = f(leaf)
    return torch.autograd.grad(y, leaf, v)[0]
