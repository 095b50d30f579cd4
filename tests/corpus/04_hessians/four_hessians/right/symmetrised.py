# style: each entry the mean of itself and its transpose
from torch.func import grad, jacfwd, jacrev


def four_hessians(f, x):
    ways = {
        "fwd_rev": jacfwd(grad(f)),
        "rev_rev": jacrev(grad(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
    return {name: (way(x) + way(x).T) / 2 for name, way in ways.items()}
