# fails: value
# fault: colors-of-a-band
# says: did not come into
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    own = torch.arange(len(x)) % 2
    seeds = torch.stack([own == 0, own == 1]).to(x)
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    return products[own[j], i]
