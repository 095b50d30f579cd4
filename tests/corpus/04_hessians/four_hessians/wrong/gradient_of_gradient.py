# fails: value
# fault: gradient-of-gradient
# says: gradient
from torch.func import grad, jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(grad(f))(x),
        "rev_rev": grad(grad(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
