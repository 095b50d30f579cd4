# fails: value
# fault: matrix-returned
# says: m × n
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    return torch.where(S, products[colors].T, torch.zeros((), dtype=x.dtype))
