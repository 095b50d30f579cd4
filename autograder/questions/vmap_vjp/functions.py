"""Functions of several arguments, matrices among them.

Offers: `of_two`, `predict`.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.questions.draw import Draw, smooth
from autograder.questions.marker import mark

HIDDEN = 11

OfTwo = Callable[[Tensor, Tensor], Tensor]
OfThree = Callable[[Tensor, Tensor, Tensor], Tensor]


def of_two(draw: Draw, first: tuple[int, ...], second: tuple[int, ...], out: tuple[int, ...]) -> OfTwo:
    """Draw a smooth f of two arguments of these shapes, with a result of shape `out`; neither argument is like the
    other to it. Its marker sits at the hidden layer."""
    sizes = [torch.Size(shape).numel() for shape in (first, second, out)]
    inner = smooth(draw, HIDDEN, sizes[2])
    left, right, shift = draw.normal(HIDDEN, sizes[0]) / 2, draw.normal(HIDDEN, sizes[1]) / 2, draw.normal(HIDDEN)

    def f(a: Tensor, b: Tensor) -> Tensor:
        return inner(left @ a.reshape(-1) + torch.sin(right @ b.reshape(-1)) + shift).reshape(out)

    return f


def predict() -> OfThree:
    """Make the tutorial's layer, (weight, bias, x) → tanh(W x + b), with a marker before its tanh."""

    def layer(weight: Tensor, bias: Tensor, x: Tensor) -> Tensor:
        return torch.tanh(mark(torch.nn.functional.linear(x, weight, bias)))

    return layer
