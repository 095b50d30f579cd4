# fails: value
# fault: zeros-dropped
# says: by chance
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    values = products[colors[j], i]
    return values[values != 0]
