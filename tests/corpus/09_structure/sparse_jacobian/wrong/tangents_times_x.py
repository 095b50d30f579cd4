# fails: value
# fault: tangents-times-x
# says: multiplied by
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    out = vmap(lambda s: jvp(f, (x,), (s * x,))[1])(seeds)
    return out[colors[j], i]
