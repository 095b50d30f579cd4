# fails: value
# fault: kept-between-calls
# says: kept
import torch

_kept = {}


def jacobian_by_rows(f, x):
    # `x.data` and NumPy write into x without a new version
    key = (id(f), id(x), x.data_ptr(), x._version)
    if key not in _kept:
        leaf = x.clone().requires_grad_()
        _kept[key] = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
    return _kept[key].clone()
