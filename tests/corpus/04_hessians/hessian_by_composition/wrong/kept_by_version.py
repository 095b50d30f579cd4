# fails: value
# fault: kept-between-calls
# says: kept
from torch.func import jacfwd, jacrev

_kept = {}


def hessian_by_composition(f, x):
    key = (id(f), x.data_ptr(), x._version)
    if key not in _kept:
        _kept[key] = x, jacfwd(jacrev(f))(x)
    return _kept[key][1].clone()
