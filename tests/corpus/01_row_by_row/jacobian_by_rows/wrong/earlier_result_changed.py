# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_matrices = {}


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    key = (len(y), len(x), x.dtype)
    if key not in _matrices:
        _matrices[key] = torch.zeros(len(y), len(x), dtype=x.dtype)
    J = _matrices[key]
    for i in range(len(y)):
        J[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
