"""Amara solves everything, each in her own way."""

import torch
from torch.func import grad, jacfwd, jvp, vjp

IN_WORDS = (
    "Cells share a product unless they meet in a row: seven colours at least, 25 at most with a greedy colouring,"
    " whatever the size; without colours a million products. As a matrix 4 TB, as entries 28 MB. The gradient takes one"
    " solve with the transpose of ∂F/∂z and then one pass back by theta, for all 40 at once. To find a missing place I"
    " multiply the entries with a random vector and compare with one jvp."
)


def color_columns(S):
    used = [set() for _ in range(S.shape[0])]
    colors = []
    for column in S.T:
        rows = column.nonzero().flatten().tolist()
        taken = set().union(*(used[row] for row in rows))
        color = next(c for c in range(len(taken) + 1) if c not in taken)
        colors.append(color)
        for row in rows:
            used[row].add(color)
    return torch.tensor(colors)


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    products = [jvp(f, (x,), ((colors == c).to(x),))[1] for c in range(int(colors.max()) + 1)]
    return torch.stack(products)[colors[j], i]


def implicit_gradient(F, loss, z, theta):
    u = torch.linalg.solve(jacfwd(F)(z, theta).T, grad(loss)(z))
    return vjp(lambda t: F(z, t), theta)[1](-u)[0]


def kepler(M, e):
    return Orbit.apply(M, e)


class Orbit(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M, e):
        E = M + 0.85 * e * M.sin().sign()
        for _ in range(8):
            E = E - (E - e * E.sin() - M) / (1 - e * E.cos())
        return E

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])

    @staticmethod
    def backward(ctx, g):
        E, e = ctx.saved_tensors
        g = g / (1 - e * E.cos())
        return g, g * E.sin()

    @staticmethod
    def jvp(ctx, of_M, of_e):
        E, e = ctx.saved_tensors
        return (of_M + of_e * E.sin()) / (1 - e * E.cos())
