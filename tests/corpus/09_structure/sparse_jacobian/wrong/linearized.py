# fails: method
# fault: forbidden-tool
# says: linearize
import torch
from torch.func import linearize, vmap


def sparse_jacobian(f, x, S, colors):
    _, push = linearize(f, x)
    seeds = torch.nn.functional.one_hot(colors, int(colors.max()) + 1).T.to(x)
    products = torch.stack([push(seed) for seed in seeds])
    i, j = S.nonzero(as_tuple=True)
    return products[colors[j], i]
