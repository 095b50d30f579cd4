# fails: value
# fault: last-block-lost
# says: multiple
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x, block=8):
    n, out = len(x), torch.zeros_like(x)
    for start in range(0, n - n % block, block):
        units = torch.zeros(block, n, dtype=x.dtype)
        units[:, start : start + block].fill_diagonal_(1)
        out[start : start + block] = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(units)[:, start : start + block].diag()
    return out
