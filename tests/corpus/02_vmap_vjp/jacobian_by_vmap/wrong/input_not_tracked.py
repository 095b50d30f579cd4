# fails: value
# fault: input-not-tracked
# says: leaf
import torch


def jacobian_by_vmap(f, x):
    y = f(x)
    return torch.vmap(lambda v: torch.autograd.grad(y, x, v)[0])(torch.eye(len(y), dtype=y.dtype))
