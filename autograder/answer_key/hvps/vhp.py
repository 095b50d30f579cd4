"""Key to `vhp`."""

from torch import Tensor
from torch.func import grad, vjp

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.key import Entry
from autograder.questions.draw import Function


def pulled_through_gradient(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """vᵀ H by a vjp of the gradient. Shapes: x, v (N,) → (N,)."""
    (row,) = vjp(grad(f), x)[1](v)
    pulled: Tensor = row
    return pulled


ENTRY = Entry(pulled_through_gradient, product_mistakes("`vjp(grad(f), x)[1](v)[0]`"), tensor)
