# fails: value
# fault: kept-between-calls
# says: kept between calls
from torch.func import hessian

_known = {}


def hvp(f, x, v):
    # the same tensor x may hold new numbers
    if (f, id(x)) not in _known:
        _known[f, id(x)] = hessian(f)(x)
    return _known[f, id(x)] @ v
