# fails: cost
# fault: matrix-inside
# says: on the way
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    units = torch.eye(len(x), dtype=x.dtype)
    seeds = torch.stack([units[colors == c].sum(0) for c in range(int(colors.max()) + 1)])
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    return products[colors[j], i]
