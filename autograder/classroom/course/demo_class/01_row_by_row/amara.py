"""Right throughout, in the plainest way."""

import torch

IN_WORDS = (
    "Six forwards of one second: differences take a column per dial, and there are three. Reverse mode "
    "would need a million passes, a row each. In float32 a step near the cube root of ε, scaled by the "
    "dial."
)


def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]


def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        unit = torch.zeros_like(y)
        unit[i] = 1
        rows.append(torch.autograd.grad(y, leaf, unit, retain_graph=True)[0])
    return torch.stack(rows)


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        step = torch.zeros_like(x)
        step[j] = h
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)
