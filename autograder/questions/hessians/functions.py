"""Functions f of one x, and the calls on them, that more than one exercise of lesson 04 makes.

Offers: `only_output`, `straight` (functions), `of_x`, `in_a_row`, `strided`, `large`, `on_meta` (calls),
`many` (a size).
"""

from typing import Any

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import VAST, Changing, Draw, Function, linear, refill, smooth, times
from autograder.questions.question import Call
from autograder.questions.row_by_row.shapes import F32, HIDDEN


def only_output(f: Function) -> Function:
    """Turn f with one output into a scalar f."""

    def scalar(x: Tensor) -> Tensor:
        return f(x)[0]

    return scalar


def straight(draw: Draw, n: int, m: int) -> Function:
    """Draw f(x) = A x with A (m, n), whose zero second derivative has forward mode's batch axis all the same.

    Under torch 2.13 `vmap(out_dims≠0)` goes wrong on results that are not batched. So a factor of 1 carries x's tangent
    along; reverse mode does not see it, and a gradient by plain autograd stays the constant that it is.
    """
    whole = linear(draw, n, m)

    def f(x: Tensor) -> Tensor:
        with torch.no_grad():
            one = 1 + 0 * x[:1]
        return whole(x) * one

    return f


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def of_x(what: str, f: Function, x: Tensor, m: int | None, size: int = HIDDEN, **options: Any) -> Call:
    """A call on (f, x); m is None for a scalar f. `options` are fields of Call."""
    n = x.shape[0]
    outputs = "scalar f" if m is None else f"M = {m}"
    sizes = {"N": n} if m is None else {"N": n, "M": m}
    return Call(f"{what}: {outputs}, N = {n}, {_name(x.dtype)}", (f, x), sizes, size, **options)


def in_a_row(name: str, seed: int, n: int) -> tuple[Call, ...]:
    """Another f at the same x, then new numbers in x, then other weights in f: what is kept between calls shows."""
    draw = Draw.seeded(seed, name, "again")
    x, fresh = draw.normal(n), draw.normal(n)
    f, inside, other = (only_output(smooth(draw, n, 1)) for _ in range(3))
    g = Changing(inside)
    return (
        of_x("first of some in a row", f, x, None),
        of_x("another f at the same x", g, x, None),
        of_x("the same f, new numbers in x", g, x, None, before=lambda: refill(x, fresh)),
        of_x("the same f and x, other weights in f", g, x, None, before=lambda: g.become(other)),
    )


def on_meta(seed: int) -> Call:
    """A call on a scalar f, drawn for another device."""
    draw = Draw.seeded(seed, ON_META)
    return of_x(ON_META, only_output(smooth(draw, 5, 1)), draw.normal(5), None)


def many(draw: Draw) -> int:
    """Draw a size beyond those that an answer may have written in."""
    return int(draw.uniform(1, low=131, high=180))


def strided(name: str, seed: int, n: int) -> Call:
    """A call on a scalar f in float32, at an x with strides."""
    draw = Draw.seeded(seed, name, "strided").to(F32)
    return of_x("x with strides", only_output(smooth(draw, n, 1)), draw.normal(2 * n)[::2], None)


def large(name: str, seed: int) -> Call:
    """A call on a scalar f at a size of the seed's own."""
    draw = Draw.seeded(seed, name, "large")
    n = many(draw)
    return of_x("many inputs", times(VAST, only_output(smooth(draw, n, 1))), draw.normal(n), None)
