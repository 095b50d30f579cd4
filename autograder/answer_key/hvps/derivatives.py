"""First and second derivatives of a call's f at its x, for what mistakes give.

Offers: `gradient`, `matrix` (H), `product` (H v).
"""

import torch
from torch import Tensor
from torch.func import grad, vmap

from autograder.answer_key.key import Expected
from autograder.questions.draw import Function


def gradient(e: Expected) -> Tensor:
    """g(x), for the f and x of a call."""
    f, x = e.args[:2]
    slopes: Tensor = grad(f)(x)
    return slopes


def product(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v in reverse mode alone: there are f that know no other. Shapes: x, v (N,) → (N,)."""
    pulled: Tensor = grad(lambda p: grad(f)(p) @ v)(x)
    return pulled


def matrix(e: Expected) -> Tensor:
    """H, all columns at once."""
    f, x = e.args[:2]
    columns: Tensor = vmap(lambda unit: product(f, x, unit))(torch.eye(len(x), dtype=x.dtype))
    return columns
