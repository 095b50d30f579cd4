# fails: value
# fault: earlier-result-changed
# says: earlier
import torch
from torch.func import jacfwd, jacrev

_pages = {}


def four_hessians(f, x):
    ways = {
        "fwd_rev": jacfwd(jacrev(f)),
        "rev_rev": jacrev(jacrev(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
    for name, way in ways.items():
        H = way(x)
        page = _pages.setdefault((name, len(x), x.dtype), torch.empty_like(H))
        page.copy_(H)
    return {name: _pages[name, len(x), x.dtype] for name in ways}
