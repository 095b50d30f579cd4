"""Calls on functions of many shapes: where a Jacobian that is right for one shape alone shows.

Offers: `jacobian_call` (a call on f and x, with its label), `of_many_shapes`, `of_rare_sorts` (sizes that no one can
have written in, f that hands its input on, an output that stays 0, x = 0), `column_of` (an f whose result has strides),
`on_meta` (one on another device), `large_prime`, `in_a_row` (where what an answer keeps between calls shows).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import TINY, VAST, Changing, Draw, Function, linear, partial, refill, smooth, times
from autograder.questions.question import Call

HIDDEN = 11
F64, F32 = torch.float64, torch.float32
LARGE = (131, 137, 139, 149, 151, 157, 163, 167, 173, 179)


def jacobian_call(what: str, f: Function, x: Tensor, m: int, *more: Any, mark_size: int = HIDDEN) -> Call:
    """Make a call on (f, x, …), for f: (N,) → (m,)."""
    n, dtype = x.shape[0], str(x.dtype).removeprefix("torch.")
    return Call(f"{what}: M = {m}, N = {n}, {dtype}", (f, x, *more), {"M": m, "N": n}, mark_size)


def of_many_shapes(seed: int, name: str) -> Iterator[tuple[Draw, Call]]:
    """Yield calls on (f, x), each with the stream that it was drawn from, where an answer takes more than these."""
    plan: tuple[tuple[str, int, int, torch.dtype, bool], ...] = (
        ("wide f", 5, 7, F64, True),
        ("tall f", 13, 3, F32, True),
        ("tall f", 11, 5, F64, False),
        ("one output", 1, 7, F32, False),
        ("one input", 5, 1, F64, False),
        ("one of each", 1, 1, F64, False),
        # Primes that differ show a transpose, unless the answer looks at the shape and turns J back: a square can't be.
        # All but one of them are odd, so these are even.
        ("square f", 6, 6, F64, False),
    )
    for what, m, n, dtype, counted in plan:
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        yield draw, replace(jacobian_call(what, smooth(draw, n, m), draw.normal(n), m), counted=counted)
    draw = Draw.seeded(seed, name, "squashed")
    yield draw, jacobian_call("f that ends in tanh", _squashed(draw, 7, 5), draw.normal(7), 5)
    draw = Draw.seeded(seed, name, "linear")
    yield draw, jacobian_call("linear f", linear(draw, 7, 5), draw.normal(7), 5, mark_size=5)
    draw = Draw.seeded(seed, name, "partial")
    yield draw, jacobian_call("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3)
    yield from of_rare_sorts(seed, name)


def of_rare_sorts(
    seed: int, name: str, at_zero: torch.dtype = F32, vast: float = VAST, tiny: float = TINY
) -> Iterator[tuple[Draw, Call]]:
    """Yield calls on f that hands on its input, on f whose result has strides, at sizes that the seed draws, at 0."""
    draw = Draw.seeded(seed, name, "handed on")
    shift = draw.normal(5)
    # What is pulled back, or nudged, comes out as the tensor that went in: whoever writes it over meanwhile shows.
    yield draw, jacobian_call("f(x) = x", lambda x: x, draw.with_zeros(5), 5)
    yield draw, jacobian_call("f(x) = x + c", lambda x: x + shift, draw.normal(5), 5)
    yield draw, jacobian_call("f(x) = x[:5]", lambda x: x[:5], draw.normal(7), 5)
    draw = Draw.seeded(seed, name, "still")
    yield draw, jacobian_call("an output that stays 0", _with_a_still_output(draw, 7, 5), draw.normal(7), 5)
    draw = Draw.seeded(seed, name, "strided")
    f, x = column_of(smooth(draw, 7, 10)), draw.normal(14)[::2]
    yield draw, jacobian_call("a column for a result, x with strides", f, x, 5)
    draw = Draw.seeded(seed, name, "large")
    many = large_prime(draw)
    yield draw, jacobian_call("many outputs", times(vast, smooth(draw, 3, many)), draw.normal(3), many)
    many = large_prime(draw)
    yield draw, jacobian_call("many inputs", times(tiny, smooth(draw, many, 2)), draw.normal(many), 2)
    # All that sorts, scales or chooses by the entries of x meets ties and a norm of 0 here.
    draw = Draw.seeded(seed, name, "zero").to(at_zero)
    many = large_prime(draw)
    yield draw, jacobian_call("x = 0, many inputs", smooth(draw, many, 3), 0 * draw.normal(many), 3)


def column_of(f: Function) -> Function:
    """Return every other value of f as a column of a matrix: they don't lie side by side."""
    return lambda x: f(x).reshape(-1, 2)[:, 0]


def on_meta(seed: int) -> Call:
    """Make a small call on (f, x), drawn for another device."""
    draw = Draw.seeded(seed, ON_META)
    return jacobian_call(ON_META, smooth(draw, 3, 5), draw.normal(3), 5)


def large_prime(draw: Draw) -> int:
    """Draw a size that is larger than any that an answer would have written in, and that is not known beforehand."""
    return LARGE[int(draw.uniform(1, low=0, high=len(LARGE)).item())]


def _squashed(draw: Draw, n: int, m: int) -> Function:
    """Draw f: (n,) → (m,) whose derivative needs f's own result: whatever is written into that shows."""
    inside = smooth(draw, n, m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(inside(x))

    return f


def _with_a_still_output(draw: Draw, n: int, m: int) -> Function:
    """Draw f: (n,) → (m,) of which one output is 0 everywhere: it has a row, of zeros."""
    inside, weights = smooth(draw, n, m), draw.with_zeros(m)

    def f(x: Tensor) -> Tensor:
        return weights * inside(x)

    return f


def in_a_row(draw: Draw) -> tuple[Call, Call, Call, Call]:
    """Return calls of which each changes one thing: f, the numbers in x, the weights in f.

    Whatever an answer keeps between its calls shows here, under whatever key.
    """
    x, f, g, fresh = draw.normal(7), smooth(draw, 7, 5), Changing(smooth(draw, 7, 5)), draw.normal(7)
    other = smooth(draw, 7, 5)
    last = jacobian_call("the same f, new numbers in x", g, x, 5)
    return (
        jacobian_call("first of some in a row", f, x, 5),
        jacobian_call("another f at the same x", g, x, 5),
        replace(last, before=lambda: refill(x, fresh)),
        replace(jacobian_call("the same f and x, other weights in f", g, x, 5), before=lambda: g.become(other)),
    )
