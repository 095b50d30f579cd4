# style: f compiled, with the compiler that a sandbox does not have
import torch


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    y = torch.compile(f)(leaf)
    (row,) = torch.autograd.grad(y, leaf, v)
    return row
