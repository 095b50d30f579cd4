# fails: value
# fault: kept-between-calls
# says: call
import torch

_cache = {}


def jacobian_by_rows(f, x):
    if f not in _cache:
        leaf = x.clone().requires_grad_()
        _cache[f] = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
    return _cache[f].clone()
