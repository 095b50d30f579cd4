# fails: value
# fault: kept-between-calls
# says: old result
from torch.func import jacfwd, jacrev

_known = {}


def cheapest_jacobian(f, x):
    key = (f, id(x))
    if key not in _known:
        _known[key] = (jacfwd if len(x) < len(f(x)) else jacrev)(f)(x)
    return _known[key]
