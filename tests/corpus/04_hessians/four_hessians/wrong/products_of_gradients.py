# fails: value
# fault: product-of-first-derivatives
# says: product
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    F, R = jacfwd(f)(x), jacrev(f)(x)
    return {
        "fwd_rev": torch.outer(F, R),
        "rev_rev": torch.outer(R, R),
        "fwd_fwd": torch.outer(F, F),
        "rev_fwd": torch.outer(R, F),
    }
