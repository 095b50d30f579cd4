# fails: value
# fault: value-for-product
# says: own value
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    return vmap(lambda s: jvp(f, (x,), (s,))[0])(seeds)[colors[j], i]
