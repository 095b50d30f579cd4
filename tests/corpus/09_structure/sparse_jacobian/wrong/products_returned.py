# fails: value
# fault: products-returned
# says: for each colour
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    return vmap(lambda t: jvp(f, (x,), (t,))[1])(seeds)
