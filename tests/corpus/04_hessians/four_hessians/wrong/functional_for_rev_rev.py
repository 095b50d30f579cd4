# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional.hessian
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": torch.autograd.functional.hessian(f, x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
