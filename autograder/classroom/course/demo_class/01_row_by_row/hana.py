"""Fast, right, and not by the lesson's tool."""

import torch

IN_WORDS = "Columns: three forwards instead of a million reverse passes."


def vjp_once(f, x, v):
    _, pull_back = torch.func.vjp(f, x)
    return pull_back(v)[0]


def jacobian_by_rows(f, x):
    return torch.func.jacrev(f)(x)


def jacobian_by_differences(f, x, h=1e-5):
    return torch.stack(
        [(f(x + h * unit) - f(x - h * unit)) / (2 * h) for unit in torch.eye(len(x), dtype=x.dtype, device=x.device)],
        dim=1,
    )
