"""All rows at once: the lesson's way to J, and the tools that would give it away.

Offers: `rows_by_vmap`, `GIVEN_AWAY`.
"""

from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Function

GIVEN_AWAY = (
    "torch.func.jacrev",
    "torch.func.jacfwd",
    "torch.func.hessian",
    "torch.autograd.grad[is_grads_batched]",
    "torch.autograd.functional.",
)


def rows_by_vmap(f: Function, x: Tensor) -> Tensor:
    """J as the lesson teaches it: one forward, and all rows in one pass. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    jacobian: Tensor = torch.func.vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    return jacobian
