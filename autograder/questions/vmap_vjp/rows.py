"""All rows at once, to be timed beside an answer, and the tools that would give the way away.

Offers: `rows_at_once`, `GIVEN_AWAY`.
"""

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


def rows_at_once(f: Function, x: Tensor) -> Tensor:
    """J in one pass, by torch's own function. Shapes: x (N,) → (M, N)."""
    jacobian: Tensor = torch.func.jacrev(f)(x)
    return jacobian
