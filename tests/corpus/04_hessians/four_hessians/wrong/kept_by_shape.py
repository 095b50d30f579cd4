# fails: value
# fault: kept-between-calls
# says: call
from torch.func import jacfwd, jacrev

_kept = {}


def four_hessians(f, x):
    key = (tuple(x.shape), x.dtype)
    if key not in _kept:
        _kept[key] = {
            "fwd_rev": jacfwd(jacrev(f))(x),
            "rev_rev": jacrev(jacrev(f))(x),
            "fwd_fwd": jacfwd(jacfwd(f))(x),
            "rev_fwd": jacrev(jacfwd(f))(x),
        }
    return dict(_kept[key])
