# style: each name split at its underscore
from torch.func import jacfwd, jacrev



def four_hessians(f, x):
    transform = {"fwd": jacfwd, "rev": jacrev}
    H = {}
    for name in "rev_fwd fwd_fwd rev_rev fwd_rev".split():
        outer, inner = name.split("_")
        H[name] = transform[outer](transform[inner](f))(x)
    return H
