# fails: value
# fault: in-place-on-saved
# says: in place
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    y.mul_(v)
    (row,) = torch.autograd.grad(y.sum(), leaf)
    return row
