"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

import torch
from torch import Tensor

from autograder.questions.draw import Function
from autograder.questions.row_by_row.rows import rows_with_one_forward


def vjp_by_grad(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """Return vᵀJ by one reverse pass. Shapes: x (N,), v (M,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, v)
    return row


def central_differences(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    """Return J by central differences of step h, of error h² f‴/6 each. Shapes: x (N,) → (M, N)."""
    steps = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], dim=1)


TAUGHT = {
    "vjp_once": (vjp_by_grad,),
    "jacobian_by_rows": (rows_with_one_forward,),
    "jacobian_by_differences": (central_differences,),
}
