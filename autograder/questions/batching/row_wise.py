"""Functions f of a batch whose rows are independent, with a marker at the hidden layer.

Offers: `row_wise`, `normalised`.
"""

import torch
from torch import Tensor

from autograder.questions.batching.batches import HIDDEN
from autograder.questions.draw import Draw, Function
from autograder.questions.marker import mark


def row_wise(draw: Draw, b: int, n: int, m: int, width: int = HIDDEN) -> Function:
    """Draw f: (b, n) → (b, m), the same two layers for every row; its marker sits at the hidden layer.

    A second marker, «s», sees what passes through f where it is given other than all b rows, once or several times.
    """
    inner, shift = draw.normal(n, width) / n**0.5, draw.normal(width)
    outer, tilt = draw.normal(width, m) / width**0.5, draw.normal(m)

    def f(batch: Tensor) -> Tensor:
        hidden = mark(batch @ inner + shift)
        if hidden.dim() != 2 or hidden.shape[0] % b:
            hidden = mark(hidden, "s")
        hidden = torch.tanh(hidden)
        reached: Tensor = (hidden + hidden * hidden) @ outer
        return reached + torch.sin(reached + tilt)

    return f


def normalised(draw: Draw, b: int, n: int, m: int) -> Function:
    """Layer norm, then `row_wise`: rows are normalised by themselves."""
    seen = row_wise(draw, b, n, m)

    def f(batch: Tensor) -> Tensor:
        centred = batch - batch.mean(-1, keepdim=True)
        return seen(centred / (centred.square().mean(-1, keepdim=True) + 0.1).sqrt())

    return f
