# fails: value
# fault: kept-between-calls
# says: something is kept
import functools

import torch


@functools.cache
def once(shape):
    return []


def batch_jacobian_by_sum(f, X):
    kept = once(tuple(X.shape))
    if not kept:
        kept.append(torch.func.jacrev(lambda Z: f(Z).sum(0))(X).movedim(0, 1))
    return kept[0]
