"""The Hessians that run beside an answer.

Offers: `hessian_by_torch`, `reverse_over_forward`.
"""

from torch import Tensor
from torch.func import hessian, jacfwd, jacrev

from autograder.questions.draw import Function


def hessian_by_torch(f: Function, x: Tensor) -> Tensor:
    """H by torch's own function, which is forward over reverse. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = hessian(f)(x)
    return made


def reverse_over_forward(f: Function, x: Tensor) -> Tensor:
    """H the naive way, N tangents recorded and then swept back. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacrev(jacfwd(f))(x)
    return made
