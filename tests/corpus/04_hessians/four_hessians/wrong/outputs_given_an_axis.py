# fails: value
# fault: wrong-shape
# says: shape
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(lambda z: f(z).reshape(1)))(x),
        "rev_rev": jacrev(jacrev(lambda z: f(z).reshape(1)))(x),
        "fwd_fwd": jacfwd(jacfwd(lambda z: f(z).reshape(1)))(x),
        "rev_fwd": jacrev(jacfwd(lambda z: f(z).reshape(1)))(x),
    }
