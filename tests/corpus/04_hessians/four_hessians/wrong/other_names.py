# fails: value
# fault: other-names
# says: names
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "forward_over_reverse": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "forward_over_forward": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
