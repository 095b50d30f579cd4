# fails: method
# fault: one-for-several
# says: by the same composition
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    m = dict(fwd=jacfwd, rev=jacrev)
    if len(x) == 1:
        H = jacfwd(jacrev(f))(x)
        return {f"{o}_{i}": H.clone() for o in m for i in m}
    return {f"{o}_{i}": m[o](m[i](f))(x) for o in m for i in m}
