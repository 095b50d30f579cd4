# fails: value
# fault: row-sums
# says: row
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(lambda z: jacrev(f)(z).sum())(x),
        "rev_rev": jacrev(lambda z: jacrev(f)(z).sum())(x),
        "fwd_fwd": jacfwd(lambda z: jacfwd(f)(z).sum())(x),
        "rev_fwd": jacrev(lambda z: jacfwd(f)(z).sum())(x),
    }
