# fails: value
# fault: no-chunk-size
# says: chunk_size
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f), chunk_size=8)(x)
