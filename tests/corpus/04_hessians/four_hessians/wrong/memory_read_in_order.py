# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    x = torch.as_strided(x, (len(x),), (1,))
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
