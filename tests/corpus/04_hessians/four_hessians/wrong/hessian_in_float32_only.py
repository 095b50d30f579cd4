# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    first = torch.func.hessian(f) if x.dtype is torch.float32 else jacfwd(jacrev(f))
    return {
        "fwd_rev": first(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
