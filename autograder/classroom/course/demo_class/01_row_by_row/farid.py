"""The forward again for every row."""

import torch

IN_WORDS = "Differences, since N = 3 is small."


def vjp_once(f, x, v):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    rows = []
    for unit in torch.eye(len(f(x)), dtype=x.dtype, device=x.device):
        rows.append(torch.autograd.grad(f(x), x, unit)[0])
    return torch.stack(rows)


def jacobian_by_differences(f, x, h=1e-5):
    return torch.stack(
        [(f(x + h * unit) - f(x - h * unit)) / (2 * h) for unit in torch.eye(len(x), dtype=x.dtype, device=x.device)],
        dim=1,
    )
