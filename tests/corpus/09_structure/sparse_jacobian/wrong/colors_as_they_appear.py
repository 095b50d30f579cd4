# fails: value
# fault: products-renumbered
# says: another colour
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    order = list(dict.fromkeys(colors.tolist()))
    T = torch.stack([(colors == c).to(x) for c in order])
    Y = vmap(lambda t: jvp(f, (x,), (t,))[1])(T)
    i, j = S.nonzero(as_tuple=True)
    return Y[colors[j], i]
