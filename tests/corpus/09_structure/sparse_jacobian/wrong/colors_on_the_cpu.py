# fails: value
# fault: device-hard-coded
# says: every tensor on meta
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = (torch.arange(int(colors.max()) + 1)[:, None] == colors).to(x.dtype)
    products = vmap(lambda seed: jvp(f, (x,), (seed,))[1], out_dims=1)(seeds)
    i, j = torch.nonzero(S, as_tuple=True)
    return products[i].gather(1, colors[j][:, None])[:, 0]
