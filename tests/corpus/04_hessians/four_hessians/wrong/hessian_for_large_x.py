# fails: method
# fault: forbidden-tool
# says: hessian
from torch.func import hessian, jacfwd, jacrev

WAYS = {"fwd": jacfwd, "rev": jacrev}


def four_hessians(f, x):
    if len(x) > 32:
        return {f"{outer}_{inner}": hessian(f)(x) for outer in WAYS for inner in WAYS}
    return {f"{outer}_{inner}": WAYS[outer](WAYS[inner](f))(x) for outer in WAYS for inner in WAYS}
