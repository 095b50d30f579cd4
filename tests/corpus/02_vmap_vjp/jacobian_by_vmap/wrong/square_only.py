# fails: value
# fault: cotangent-sized-by-input
# says: eye(len(y))
import torch


def jacobian_by_vmap(f, x):
    n = x.numel()
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.vmap(lambda v: torch.autograd.grad(y, leaf, v)[0])(torch.eye(n, dtype=x.dtype))
