# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    ways = {
        "fwd_rev": jacfwd(jacrev(f)),
        "rev_rev": jacrev(jacrev(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
    return {name: way(x).squeeze() for name, way in ways.items()}
