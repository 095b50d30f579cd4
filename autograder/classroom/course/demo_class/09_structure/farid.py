"""Farid gets there, and pays for it."""

import torch
from torch.func import grad, jacrev


def color_columns(S):
    return torch.arange(S.shape[1])


def sparse_jacobian(f, x, S, colors):
    return jacrev(f)(x)[S]


def implicit_gradient(F, loss, z, theta):
    by_z, by_theta = jacrev(F)(z, theta), jacrev(F, argnums=1)(z, theta)
    moved = -torch.linalg.solve(by_z, by_theta)
    return moved.T @ grad(loss)(z)


def kepler(M, e):
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(10):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E
