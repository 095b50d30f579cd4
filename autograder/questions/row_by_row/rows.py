"""Two loops that build a Jacobian row by row; both run beside answers, to be timed and counted.

Offers: `rows_with_a_forward_each` (the naive one), `rows_with_one_forward` (as the lesson teaches it).
"""

import torch
from torch import Tensor

from autograder.questions.draw import Function


def rows_with_a_forward_each(f: Function, x: Tensor) -> Tensor:
    """The naive loop: f is evaluated again for every row. Shapes: x (N,) → (M, N)."""
    m = f(x).shape[0]
    rows = []
    for i in range(m):
        leaf = x.detach().requires_grad_()
        rows.append(torch.autograd.grad(f(leaf)[i], leaf)[0])
    return torch.stack(rows)


def rows_with_one_forward(f: Function, x: Tensor) -> Tensor:
    """The loop that the lesson teaches: one forward, a backward a row. Shapes: x (N,) → (M, N)."""
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    return torch.stack(
        [
            torch.autograd.grad(y, leaf, unit, retain_graph=True)[0]
            for unit in torch.eye(len(y), dtype=y.dtype, device=y.device)
        ]
    )
