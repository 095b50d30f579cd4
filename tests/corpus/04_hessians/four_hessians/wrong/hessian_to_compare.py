# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    want = torch.func.hessian(f)(x)
    assert want.shape == (len(x), len(x))
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
