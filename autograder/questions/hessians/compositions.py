"""Two of the four compositions of two modes, each a Hessian: they run beside an answer.

Offers: `forward_over_reverse`, `reverse_over_forward`.
"""

from torch import Tensor
from torch.func import jacfwd, jacrev

from autograder.questions.draw import Function


def forward_over_reverse(f: Function, x: Tensor) -> Tensor:
    """H as `hessian` itself makes it. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacfwd(jacrev(f))(x)
    return made


def reverse_over_forward(f: Function, x: Tensor) -> Tensor:
    """H the naive way, N tangents recorded and then swept back. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacrev(jacfwd(f))(x)
    return made
