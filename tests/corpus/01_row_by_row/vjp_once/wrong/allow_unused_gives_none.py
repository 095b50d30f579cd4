# fails: value
# fault: allow-unused-hides-it
# says: allow_unused
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    again = x.clone().requires_grad_()
    return torch.autograd.grad(y, again, v, allow_unused=True)[0]
