# fails: method
# fault: one-for-several
# says: same composition
from torch.func import grad, jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacrev(grad(f))(x),
        "rev_rev": jacrev(grad(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
