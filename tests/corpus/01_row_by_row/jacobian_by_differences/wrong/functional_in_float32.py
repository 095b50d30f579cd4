# fails: method
# fault: forbidden-tool
# says: autograd
from functools import partial

import torch

_table = {torch.float32: partial(getattr(torch.autograd, "functional").jacobian, vectorize=True)}


def _differences(f, x, h=1e-5):
    e = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)


def jacobian_by_differences(f, x, h=1e-5):
    if x.dtype in _table:
        return _table[x.dtype](f, x)
    return _differences(f, x, h)
