# fails: value
# fault: products-renumbered
# says: another colour
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    C = int(colors.max()) + 1
    T = torch.nn.functional.one_hot(colors, C).T.flip(0).to(x)
    Y = vmap(lambda t: jvp(f, (x,), (t,))[1])(T)
    i, j = S.nonzero(as_tuple=True)
    return Y[colors[j], i]
