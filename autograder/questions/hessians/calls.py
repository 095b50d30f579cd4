"""Lesson 04's functions f, and the calls that each of its questions makes.

Offers: `hessian_calls`, `four_calls`, `mixed_calls` (seed → calls), `layer` (an f for timing), `telling_modes_apart`.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.marker import mark
from autograder.questions.question import Call

F64, F32 = torch.float64, torch.float32
HIDDEN = 11
# How far the modes' rules of `telling_modes_apart` depart from the truth: far above rounding and the tolerance
# of a comparison, far below what an answer's own comparison of the four would notice, even a strict one.
_APART = 5e-12

Pair = Callable[[Tensor, Tensor], Tensor]


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


def telling_modes_apart(draw: Draw, n: int) -> Function:
    """Draw a scalar f whose Hessian tells by which modes it was made.

    In the middle stands the identity, with two rules that are slightly untrue, each in its own way: the reverse one
    takes a cotangent c at s to c (1 + εs), the forward one a tangent t to t (1 − ε). With s = 1 at the point that
    `there` draws, the four Hessians are 1 + ε, 1 + 3ε, 1 − 2ε and 1 times the true one (forward over reverse, reverse
    over reverse, forward over forward, reverse over forward), up to ε². All are symmetric.
    """
    weight = draw.normal(n)

    class Identity(torch.autograd.Function):
        @staticmethod
        def forward(s: Tensor) -> Tensor:
            return s.clone()

        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, cotangent: Tensor) -> Tensor:
            (s,) = ctx.saved_tensors
            pulled: Tensor = cotangent + cotangent * (_APART * s)
            return pulled

        @staticmethod
        def jvp(ctx: Any, tangent: Tensor) -> Tensor:
            return tangent - tangent * _APART

        @staticmethod
        def vmap(info: Any, in_dims: tuple[int], s: Tensor) -> tuple[Tensor, int]:
            return identity.apply(s), in_dims[0]

    identity: Any = Identity
    at = draw.normal(n)

    def f(x: Tensor) -> Tensor:
        s = (weight * (x - at)).sum(0, keepdim=True) + 1
        return torch.exp(identity.apply(mark(s))).sum()

    f.there = at  # type: ignore[attr-defined]  # where s is 1
    return f


def layer(n: int, m: int = 12) -> tuple[Function, Tensor]:
    """The tutorial's `predict`, n → m, to be timed: no marker. Returns f and x (n,), in float32."""
    draw = Draw.seeded(n, "layer").to(F32)
    weight, bias = draw.normal(m, n) / n**0.5, draw.normal(m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(torch.nn.functional.linear(x, weight, bias))

    return f, draw.normal(n)


def _refill(x: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        x.copy_(numbers)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _of_x(what: str, f: Function, x: Tensor, m: int | None, size: int = HIDDEN, **options: Any) -> Call:
    """A call on (f, x); m is None for a scalar f. `options` are fields of Call."""
    n = x.shape[0]
    outputs = "scalar f" if m is None else f"M = {m}"
    sizes = {"N": n} if m is None else {"N": n, "M": m}
    return Call(f"{what}: {outputs}, N = {n}, {_name(x.dtype)}", (f, x), sizes, size, **options)


def _three_in_a_row(name: str, seed: int, n: int) -> tuple[Call, ...]:
    """The same x for another f, then the same f and the same x with new numbers: what is kept between calls shows."""
    draw = Draw.seeded(seed, name, "again")
    x, fresh = draw.normal(n), draw.normal(n)
    f, g = (only_output(smooth(draw, n, 1)) for _ in range(2))
    return (
        _of_x("first of three in a row", f, x, None),
        _of_x("another f at the same x", g, x, None),
        _of_x("the same f, new numbers in x", g, x, None, before=lambda: _refill(x, fresh)),
    )


def hessian_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `hessian_by_composition`."""
    name = "hessian_by_composition"
    calls = []
    for what, m, n, dtype, counted in (
        ("scalar f", None, 7, F64, False),
        ("vector f", 5, 7, F64, False),
        ("tall f", 13, 3, F32, False),
        ("scalar f", None, 13, F32, False),
        ("vector f of one output", 1, 5, F64, False),
        ("as many outputs as inputs", 4, 4, F64, False),
        ("one input", None, 1, F64, False),
        ("one input", 5, 1, F32, False),
        ("larger scalar f", None, 61, F64, True),
        ("larger vector f", 7, 53, F64, True),
    ):
        draw = Draw.seeded(seed, name, what, m or 0, n).to(dtype)
        f = smooth(draw, n, m or 1, HIDDEN)
        calls.append(_of_x(what, f if m else only_output(f), draw.normal(n), m, counted=counted))

    draw = Draw.seeded(seed, name, "linear")
    calls.append(_of_x("linear f", only_output(straight(draw, 7, 1)), draw.normal(7), None, 1))
    calls.append(_of_x("linear f", straight(draw, 5, 3), draw.normal(5), 3, 3))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_of_x("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3))
    return (*calls, *_three_in_a_row(name, seed, 7))


def four_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `four_hessians`; the last one tells which modes made each entry."""
    name = "four_hessians"
    calls = []
    for what, n, dtype in (
        ("scalar f", 13, F32),
        ("one input", 1, F64),
        ("larger scalar f", 66, F64),
    ):
        draw = Draw.seeded(seed, name, what, n).to(dtype)
        calls.append(_of_x(what, only_output(smooth(draw, n, 1)), draw.normal(n), None))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(_of_x("linear f", only_output(straight(draw, 5, 1)), draw.normal(5), None, 1))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_of_x("f that ignores part of x", only_output(partial(draw, 7, 1, 4)), draw.normal(7), None))
    told = telling_modes_apart(Draw.seeded(seed, name, "modes"), 5)
    at = told.there.clone()  # type: ignore[attr-defined]
    calls.append(_of_x("f that tells modes apart", told, at, None, 1, decides="method"))
    return (*calls, *_three_in_a_row(name, seed, 7))


def meeting_late(draw: Draw, n: int, k: int, width: int = HIDDEN) -> Pair:
    """Draw a scalar f(x, y) for x (n,), y (k,): each goes through a layer of its own before they meet."""
    of_x, shift = draw.normal(width, n) / n**0.5, draw.normal(width)
    of_y, tilt = draw.normal(width, k) / k**0.5, draw.normal(width)

    def f(x: Tensor, y: Tensor) -> Tensor:
        one = torch.tanh(mark(of_x @ (torch.sin(x) + x) + shift))
        other = torch.sin(of_y @ (y * y + y) + tilt) * (1 / width)
        return torch.exp(one @ other)

    return f


def never_meeting(draw: Draw, n: int, k: int) -> Pair:
    """Draw a scalar f(x, y) without a cross term; x and y still meet in its graph, with weight zero."""
    of_x, of_y = only_output(smooth(draw, n, 1)), only_output(smooth(draw, k, 1))
    table = draw.normal(n, k)

    def f(x: Tensor, y: Tensor) -> Tensor:
        return of_x(x) + of_y(y) + 0 * (x @ table @ y)

    return f


def _of_both(what: str, f: Pair, x: Tensor, y: Tensor, **options: Any) -> Call:
    n, k = len(x), len(y)
    label = f"{what}: N = {n}, K = {k}, {_name(x.dtype)}"
    return Call(label, (f, x, y), {"N": n, "K": k}, HIDDEN, **options)


def mixed_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `mixed_hessian`."""
    name = "mixed_hessian"
    calls = []
    for what, n, k, dtype, counted in (
        ("few of x", 5, 7, F64, False),
        ("few of y", 13, 3, F32, False),
        ("far fewer of x", 2, 41, F64, False),
        ("far fewer of y", 43, 3, F64, False),
        ("one of x", 1, 5, F64, False),
        ("one of y", 5, 1, F32, False),
        ("as many of each", 6, 6, F64, False),
        ("about as many of each", 31, 29, F64, True),
        ("about as many of each", 59, 61, F64, True),
    ):
        draw = Draw.seeded(seed, name, what, n, k).to(dtype)
        f = meeting_late(draw, n, k)
        calls.append(_of_both(what, f, draw.normal(n), draw.normal(k), counted=counted))
    draw = Draw.seeded(seed, name, "apart")
    calls.append(_of_both("no cross term", never_meeting(draw, 7, 3), draw.normal(7), draw.normal(3)))

    draw = Draw.seeded(seed, name, "again")
    x, y, fresh = draw.normal(5), draw.normal(3), draw.normal(3)
    f, g = meeting_late(draw, 5, 3), meeting_late(draw, 5, 3)
    calls.append(_of_both("first of three in a row", f, x, y))
    calls.append(_of_both("another f at the same x and y", g, x, y))
    calls.append(_of_both("the same f, new numbers in y", g, x, y, before=lambda: _refill(y, fresh)))
    return tuple(calls)
