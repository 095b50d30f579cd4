"""Tangents that `sparse_jacobian` does not ask for: with other strengths than 1, or pushed from elsewhere than x.

Offers: `OTHER_TANGENTS`, mistakes.
"""

import torch
from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.altered import at_the_origin
from autograder.answer_key.key import Expected, Mistake


def _of(e: Expected, at: Tensor) -> Tensor:
    jacobian: Tensor = jacrev(e.args[0])(at)
    return jacobian[e.args[2]]


def _times_x(e: Expected) -> Tensor:
    x, S = e.args[1:3]
    scaled: Tensor = _of(e, x) * x[S.nonzero(as_tuple=True)[1]]
    return scaled


def _shared_out(e: Expected) -> Tensor:
    """Every entry divided by the number of columns that have its colour."""
    S, colors = e.args[2:4]
    shared: Tensor = _of(e, e.args[1]) / colors.bincount()[colors[S.nonzero(as_tuple=True)[1]]]
    return shared


def _colors_for_strengths(e: Expected) -> Tensor:
    f, x, S, colors = e.args
    pushed: Tensor = jacrev(f)(x) @ colors.to(x)
    return pushed[S.nonzero(as_tuple=True)[0]]


OTHER_TANGENTS = (
    Mistake(
        "tangents-times-x",
        "value",
        lambda case: case.gives(_times_x),
        "Each entry is multiplied by its column's entry of x.",
        "A tangent says how fast each input moves, not where it stands: 1 at the columns of a colour, 0 elsewhere.",
        "Make tangents of the colours alone, and push them from x: `jvp(f, (x,), (seed,))`.",
    ),
    Mistake(
        "divided-by-the-columns",
        "value",
        lambda case: case.gives(_shared_out),
        "Each entry is divided by the number of columns that have its colour.",
        "Columns of one colour share no row: in its row an entry stands alone in the product, and is not one of many.",
        "Take the product's numbers as they come.",
    ),
    Mistake(
        "colors-for-strengths",
        "value",
        lambda case: case.gives(_colors_for_strengths),
        "The colours themselves were pushed, as one tangent: each row's entries came home added up.",
        "Numbers tell colours apart, and are no strengths: 2 is not twice 1 here.",
        "Make a tangent for each colour: 1 where `colors == c`, and 0 elsewhere.",
    ),
    at_the_origin(lambda e: _of(e, torch.zeros_like(e.args[1]))),
)
