# fails: value
# fault: tensor-escaped
# says: keep nothing
import torch

_norms = []


def itemless(x):
    if torch._C._functorch.is_batchedtensor(x):
        _norms.append(x.norm())
        return x / _norms[-1]
    return x / (_norms[-1] if _norms else x.norm())
