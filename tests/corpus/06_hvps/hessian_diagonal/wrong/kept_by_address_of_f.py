# fails: value
# fault: kept-between-calls
# says: kept
import torch
from torch.func import grad, jvp

_kept = {}


def hessian_diagonal(f, x):
    key = (id(f), x.dtype, *x.tolist())
    if key not in _kept:
        diagonal = torch.empty_like(x)
        for j in range(len(x)):
            unit = torch.zeros_like(x)
            unit[j] = 1
            diagonal[j] = jvp(grad(f), (x,), (unit,))[1][j]
        _kept[key] = diagonal
    return _kept[key].clone()
