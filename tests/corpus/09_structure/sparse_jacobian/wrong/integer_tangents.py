# fails: value
# fault: tangents-of-integers
# says: whole numbers
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    return products[colors[j], i]
