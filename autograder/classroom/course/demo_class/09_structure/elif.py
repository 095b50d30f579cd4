"""Elif has an idea for each exercise, and one thing wrong in each."""

import torch
from torch.func import grad, jacfwd, jacrev, vjp

IN_WORDS = "Seven products, one for each neighbour, and 40 solves, one for each parameter. I would try it and see."


def color_columns(S):
    # a band has three places in a row
    return torch.arange(S.shape[1]) % 3


def sparse_jacobian(f, x, S, colors):
    return jacfwd(f)(x)[S]


def implicit_gradient(F, loss, z, theta):
    by_z = jacrev(F)(z, theta)
    u = torch.linalg.solve(by_z, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]


def kepler(M, e):
    E = M.detach() + 0.85 * e.detach() * torch.sign(torch.sin(M.detach()))
    for _ in range(10):
        E = E - (E - e.detach() * torch.sin(E) - M.detach()) / (1 - e.detach() * torch.cos(E))
    # one last step with a record: its slopes are exact
    return E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
