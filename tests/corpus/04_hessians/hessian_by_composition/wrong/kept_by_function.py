# fails: value
# fault: kept-between-calls
# says: call
from torch.func import jacfwd, jacrev

_kept = {}


def hessian_by_composition(f, x):
    if f not in _kept:
        _kept[f] = jacfwd(jacrev(f))(x)
    return _kept[f].clone()
