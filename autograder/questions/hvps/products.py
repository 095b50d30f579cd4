"""What `hvp`, `hvp_revrev` and `vhp` have in common: calls on one vector, and ways to one product.

Offers: `calls_on_a_vector`, `one_vector` (what such a call has after f and x); `product`, as the lesson teaches it;
`build_by_reverse_then_multiply`, a naive way; `more_than_columns`, a bound; the types that rules look at.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, jacrev, jvp

from autograder.questions.draw import SHORT, VAST, Draw, Function
from autograder.questions.hvps.functions import lean, partial, small, tiny, vast
from autograder.questions.hvps.series import Series
from autograder.questions.question import Bound, Call

Passes = Mapping[str, Mapping[int, int]]
Sizes = Mapping[str, int]


def product(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v as the lesson teaches it: the gradient's derivative along v. Shapes: x, v (N,) → (N,)."""
    pushed: Tensor = jvp(grad(f), (x,), (v,))[1]
    return pushed


def build_by_reverse_then_multiply(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive product without forward mode. Shapes: x, v (N,) → (N,)."""
    multiplied: Tensor = jacrev(grad(f))(x) @ v
    return multiplied


def more_than_columns(letter: str) -> Bound:
    """Return how many products a call takes at least where it asks for more of them than H has columns.

    With one column or two it is 0: some ways to so small a matrix are no worse than products.
    """
    return lambda sizes: sizes["N"] + 1 if sizes[letter] > sizes["N"] > 2 else 0


def one_vector(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw v."""
    return (draw.normal(n),)


def _long_vector(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw a v that shows any bound on its length."""
    return (VAST * draw.normal(n),)


def _short_vector(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw a v that is taken for 0 where a number of one's own says what is 0."""
    return (SHORT * draw.normal(n),)


def _no_vector(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Make v = 0: who divides by its length divides by 0."""
    return (0 * draw.normal(n),)


def calls_on_a_vector(seed: int, name: str) -> tuple[Call, ...]:
    """Draw small and large calls, edge cases, and some in a row."""
    series = Series(seed, name, one_vector)
    long, nothing = replace(series, more=_long_vector), replace(series, more=_no_vector)
    return (
        series.one("small", small, 7, counted=True),
        series.one("small", small, 13, dtype=torch.float32, counted=True),
        series.one("one input, large values of f", vast, 1),
        series.strided("f that ignores part of x", partial, 11),
        nothing.one("v = 0", small, 3),
        replace(series, more=_short_vector).one("a short v", small, 2),
        long.weighed("N above 64, a long v", lean, 67),
        # Not larger: who builds H takes seconds there under the meter.
        series.weighed("inputs by the hundred", lean, series.size("inputs", 325, 337)),
        *series.in_a_row(tiny, 5),
    )
