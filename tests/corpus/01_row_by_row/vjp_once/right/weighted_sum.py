# style: no cotangent at all: the gradient of the scalar (y * v).sum()
import torch as th


def vjp_once(f, x, v):
    with th.enable_grad():
        p = th.empty_like(x).copy_(x)
        p.requires_grad_()
        scalar = (f(p) * v).sum()
    (row,) = th.autograd.grad(scalar, [p])
    return row
