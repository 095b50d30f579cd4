# style: names and transforms from itertools.product
from itertools import product
from torch.func import jacfwd, jacrev

WAYS = {"fwd": jacfwd, "rev": jacrev}


def four_hessians(f, x):
    return {f"{o}_{i}": WAYS[o](WAYS[i](f))(x) for o, i in product(WAYS, repeat=2)}
