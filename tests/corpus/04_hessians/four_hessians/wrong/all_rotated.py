# fails: method
# fault: another-composition
# says: other modes
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacrev(jacrev(f))(x),
        "rev_rev": jacfwd(jacfwd(f))(x),
        "fwd_fwd": jacrev(jacfwd(f))(x),
        "rev_fwd": jacfwd(jacrev(f))(x),
    }
