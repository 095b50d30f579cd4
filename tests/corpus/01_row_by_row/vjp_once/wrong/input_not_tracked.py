# fails: value
# fault: input-not-tracked
# says: require
import torch


def vjp_once(f, x, v):
    y = f(x)
    return torch.autograd.grad(y, x, v)[0]
