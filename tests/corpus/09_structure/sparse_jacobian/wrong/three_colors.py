# fails: value
# fault: colors-of-a-band
# says: did not come into
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    own = torch.arange(len(x)) % 3
    seeds = torch.stack([own == c for c in range(3)]).to(x)
    products = vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
    i, j = S.nonzero(as_tuple=True)
    return products[own[j], i]
