"""Right throughout, in the plainest way."""

import torch
from torch.func import hessian, jacrev, vmap

IN_WORDS = (
    "Batch norm in training mode couples the images, so the derivative of the sum is no image's own, and the terms"
    " cancel. Change one image: the others' outputs move. In evaluation mode the trick is true; compare with vmap."
)


def batch_jacobian(f, X):
    return vmap(jacrev(f))(X)


def batch_jacobian_by_sum(f, X):
    return jacrev(lambda batch: f(batch).sum(0))(X).movedim(0, 1)


def is_independent(f, X):
    Y = f(X)
    for b in range(len(X)):
        moved = X.clone()
        moved[b] += torch.randn_like(X[b])
        change = (f(moved) - Y).abs().amax(1)
        change[b] = 0
        if change.max() > 1e-5 * Y.abs().max():
            return False
    return True


def batch_hessian(f, X):
    return vmap(hessian(f))(X)
