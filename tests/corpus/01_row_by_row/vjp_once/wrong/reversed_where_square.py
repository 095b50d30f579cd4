# fails: value
# fault: wrong-where-sizes-agree
# says: two of them are the same
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    (g,) = torch.autograd.grad(y, leaf, v)
    return g if len(v) != len(x) or len(x) == 1 else g.flip(0)
