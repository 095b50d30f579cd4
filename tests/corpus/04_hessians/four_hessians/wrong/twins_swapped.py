# fails: method
# fault: another-composition
# says: other modes
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacfwd(jacfwd(f))(x),
        "fwd_fwd": jacrev(jacrev(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
