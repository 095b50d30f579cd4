"""First and second derivatives of f by torch's own functions: expected results, and what mistakes give.

Offers: `gradient` (of a call's f at its x) and `matrix` (H there), `hessian`, `product` (H v).
"""

from torch import Tensor
from torch.autograd import functional
from torch.func import grad

from autograder.answer_key.key import Expected
from autograder.questions.draw import Function


def gradient(e: Expected) -> Tensor:
    """g(x), for the f and x of a call."""
    f, x = e.args[:2]
    slopes: Tensor = grad(f)(x)
    return slopes


def product(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v in reverse mode alone: there are f that know no other. Shapes: x, v (N,) → (N,)."""
    pulled: Tensor = functional.hvp(f, x, v)[1]
    return pulled


def hessian(f: Function, x: Tensor) -> Tensor:
    """H in reverse mode alone. Shapes: x (N,) → (N, N)."""
    rows: Tensor = functional.hessian(f, x, vectorize=True)
    return rows


def matrix(e: Expected) -> Tensor:
    """H, for the f and x of a call."""
    return hessian(*e.args[:2])
