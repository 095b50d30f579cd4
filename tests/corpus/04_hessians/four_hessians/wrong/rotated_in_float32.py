# fails: method
# fault: another-composition
# says: float32
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    ways = {
        "fwd_rev": jacfwd(jacrev(f)),
        "rev_rev": jacrev(jacrev(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
    made = [way(x) for way in ways.values()]
    if x.dtype is torch.float32:
        made = made[1:] + made[:1]
    return dict(zip(ways, made))
