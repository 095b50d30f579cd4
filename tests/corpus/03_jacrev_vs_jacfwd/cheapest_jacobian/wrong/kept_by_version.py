# fails: value
# fault: kept-between-calls
# says: kept
from torch.func import jacfwd, jacrev

_kept = {}


def cheapest_jacobian(f, x):
    key = (id(f), id(x), x._version)
    if key not in _kept:
        _kept[key] = f, x, (jacfwd if len(x) < len(f(x)) else jacrev)(f)(x)
    return _kept[key][2].clone()
