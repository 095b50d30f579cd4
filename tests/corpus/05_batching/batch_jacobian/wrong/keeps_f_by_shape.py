# fails: value
# fault: kept-between-calls
# says: something is kept
import torch
from torch.func import vmap, jacrev

memo = {}


def batch_jacobian(f, X):
    key = tuple(X.shape), X.dtype
    if key not in memo:
        memo[key] = vmap(jacrev(f))
    return memo[key](X)
