"""Reverse over forward, two names mixed up, and a quarter cut out of the whole."""

import torch
from torch.func import hessian, jacfwd, jacrev

IN_WORDS = "The Hessian has 20,000 squared entries. I would use hessian() and then cut out the block."


def hessian_by_composition(f, x):
    return jacrev(jacfwd(f))(x)


def four_hessians(f, x):
    return {
        "fwd_rev": jacrev(jacfwd(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacfwd(jacrev(f))(x),
    }


def mixed_hessian(f, x, y):
    n = len(x)
    H = hessian(lambda z: f(z[:n], z[n:]))(torch.cat([x, y]))
    return H[:n, n:]
