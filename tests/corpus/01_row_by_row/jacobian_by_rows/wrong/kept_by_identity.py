# fails: value
# fault: kept-between-calls
# says: call
import torch

_cache = {}


def jacobian_by_rows(f, x):
    # a new x may lie where an old one was, and an old one may hold new numbers
    key = (id(f), id(x))
    if key not in _cache:
        leaf = x.clone().requires_grad_()
        J = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
        _cache[key] = (f, x, J)
    return _cache[key][-1].clone()
