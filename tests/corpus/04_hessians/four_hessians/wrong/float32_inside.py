# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    ways = {
        "fwd_rev": jacfwd(jacrev(f)),
        "rev_rev": jacrev(jacrev(f)),
        "fwd_fwd": jacfwd(jacfwd(f)),
        "rev_fwd": jacrev(jacfwd(f)),
    }
    return {name: way(x).to(torch.float32) for name, way in ways.items()}
