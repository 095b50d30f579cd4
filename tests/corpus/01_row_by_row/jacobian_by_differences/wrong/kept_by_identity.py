# fails: value
# fault: kept-between-calls
# says: call
from functools import cache

import torch


@cache
def _jacobian(f, x, h):
    # tensors hash by identity: new numbers in the same x go unseen
    e = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + e_j) - f(x - e_j)) / (2 * h) for e_j in e], dim=1)


def jacobian_by_differences(f, x, h=1e-5):
    return _jacobian(f, x, h).clone()
