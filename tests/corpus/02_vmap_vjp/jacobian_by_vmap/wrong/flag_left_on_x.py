# fails: value
# fault: argument-changed
# says: requires_grad
import torch


def jacobian_by_vmap(f, x):
    x.requires_grad_()
    y = f(x)
    return torch.vmap(lambda v: torch.autograd.grad(y, x, v)[0])(torch.eye(len(y), dtype=y.dtype))
