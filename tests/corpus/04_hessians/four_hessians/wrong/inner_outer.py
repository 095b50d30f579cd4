# fails: method
# fault: inner-and-outer-swapped
# says: changed places
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacrev(jacfwd(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacfwd(jacrev(f))(x),
    }
