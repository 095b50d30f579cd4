# fails: value
# fault: taken-at-the-origin
# says: at 0
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    out = vmap(lambda s: jvp(f, (torch.zeros_like(x),), (s,))[1])(seeds)
    return out[colors[j], i]
