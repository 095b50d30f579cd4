"""A loop over samples, axes left as they came, a matrix of all pairs, and all samples differentiated by all."""

import torch
from torch.func import hessian, jacrev

IN_WORDS = "The learning rate is too small."


def batch_jacobian(f, X):
    return torch.stack([jacrev(f)(x) for x in X])


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda batch: f(batch).sum(0))(X)


def is_independent(f, X):
    J = jacrev(f)(X)
    B = len(X)
    return all(bool((J[i, :, j] == 0).all()) for i in range(B) for j in range(B) if i != j)


def batch_hessian(f, X):
    return torch.stack([hessian(f)(x) for x in X])
