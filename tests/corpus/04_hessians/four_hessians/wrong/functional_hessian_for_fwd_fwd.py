# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional.hessian
from torch.autograd.functional import hessian as second
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": second(f, x, outer_jacobian_strategy="forward-mode", vectorize=True),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
