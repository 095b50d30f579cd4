"""Ones in place of unit vectors: every row is the sum of all rows."""

import torch

IN_WORDS = "Row by row, because reverse mode is exact."


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    y = f(x)
    return torch.stack([torch.autograd.grad(y, x, torch.ones_like(y), retain_graph=True)[0] for _ in y])


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = torch.zeros_like(x)
        step[j] = h
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)
