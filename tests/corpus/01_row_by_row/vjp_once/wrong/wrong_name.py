# fails: value
# fault: raised
# says: nameerror
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.autograd.grad(y, leaf, u)[0]  # noqa: F821
