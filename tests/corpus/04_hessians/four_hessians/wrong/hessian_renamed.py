# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
from torch.func import hessian as curvature
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": curvature(f)(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
