# fails: value
# fault: function-not-called
# says: function
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f)),
        "rev_rev": jacrev(jacrev(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
