# fails: value
# fault: kept-between-calls
# says: old result
import torch

_kept = {}


def branchless(x):
    key = (id(x), x.shape, x.dtype)
    if torch._C._functorch.is_functorch_wrapped_tensor(x):
        return torch.where(x.sum() > 0, x.sin(), x.cos())
    if key not in _kept:
        _kept[key] = (x, torch.where(x.sum() > 0, x.sin(), x.cos()))
    return _kept[key][1].clone()
