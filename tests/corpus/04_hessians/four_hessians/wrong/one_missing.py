# fails: value
# fault: other-names
# says: names
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
    }
