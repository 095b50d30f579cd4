# fails: value
# fault: nearly-right
# says: near
import torch


def jacobian_by_vmap(f, x):
    h = 1e-4
    steps = h * torch.eye(len(x), dtype=x.dtype)
    return torch.vmap(lambda s: (f(x + s) - f(x - s)) / (2 * h), out_dims=1)(steps)
