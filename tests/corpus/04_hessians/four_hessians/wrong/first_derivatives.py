# fails: value
# fault: first-derivative-only
# says: first derivative
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacrev(f)(x),
        "rev_rev": jacrev(f)(x),
        "fwd_fwd": jacfwd(f)(x),
        "rev_fwd": jacfwd(f)(x),
    }
