# fails: method
# fault: one-for-several
# says: one
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    A = {"fwd": jacfwd, "rev": jacrev}
    if len(x) > 100:
        H = jacfwd(jacrev(f))(x)
        return {f"{o}_{i}": H.clone() for o in A for i in A}
    return {f"{o}_{i}": A[o](A[i](f))(x) for o in A for i in A}
