# fails: value
# fault: color-of-the-row
# says: of the colour of i
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    seeds = torch.stack([(colors == c).to(x) for c in range(int(colors.max()) + 1)])
    products = vmap(lambda s: jvp(f, (x,), (s,))[1])(seeds)
    return products[colors[i], j]
