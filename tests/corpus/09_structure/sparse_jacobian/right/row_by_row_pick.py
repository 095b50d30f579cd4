# style: picks row by row, after the products
import torch
from torch.func import jvp, vmap


def sparse_jacobian(f, x, S, colors):
    seeds = x.new_zeros(int(colors.max()) + 1, len(x))
    seeds[colors, torch.arange(len(x))] = 1
    _, products = vmap(lambda t: jvp(f, (x,), (t,)))(seeds)
    entries = [products[colors[S[i]], i] for i in range(S.shape[0])]
    return torch.cat(entries)
