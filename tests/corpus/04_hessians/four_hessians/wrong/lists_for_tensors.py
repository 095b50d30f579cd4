# fails: value
# fault: wrong-type
# says: other than
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x).tolist(),
        "rev_rev": jacrev(jacrev(f))(x).tolist(),
        "fwd_fwd": jacfwd(jacfwd(f))(x).tolist(),
        "rev_fwd": jacrev(jacfwd(f))(x).tolist(),
    }
