"""ggn_vp: what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, hessian, jacrev, jvp, vjp

from autograder.questions.curvature_at_work.asked import asked, in_a_row, stream, strided
from autograder.questions.curvature_at_work.functions import flat, quartic, rolled, rough, softmax, squares
from autograder.questions.device import ON_META
from autograder.questions.draw import SHORT, Draw, Function, linear, smooth
from autograder.questions.question import Budget, Call, Question, Rules, Trend

HIDDEN = 11
NAME = "ggn_vp"
_MATRICES = ("torch.func.jacrev", "torch.func.jacfwd", "torch.func.hessian")

Loss = Callable[[Draw, int], Function]


def _args(draw: Draw, n: int, m: int, loss: Loss) -> tuple[Any, ...]:
    return smooth(draw, n, m), loss(draw, m), draw.normal(n), draw.normal(n)


def _calls(seed: int) -> tuple[Call, ...]:
    """Wide nets and tall ones, under losses that bend in every way."""

    def one(what: str, n: int, m: int, loss: Loss, dtype: torch.dtype = torch.float64, counted: bool = False) -> Call:
        return asked(what, _args(stream(seed, NAME, what, dtype), n, m, loss), {"N": n, "M": m}, HIDDEN, "f", counted)

    narrow = stream(seed, NAME, "linear net")
    straight = linear(narrow, 7, 3), softmax(narrow, 3), narrow.normal(7), narrow.normal(7)
    large = stream(seed, NAME, "large")
    wide = large.size(146, 154)
    elementwise = rolled(large, wide), rough(large, wide), large.normal(wide), large.normal(wide)
    # Above every size that is timed: nobody looks at the way there.
    many = stream(seed, NAME, "many")
    n = many.size(769, 799)
    row = stream(seed, NAME, "in a row")
    nothing, short = one("v = 0", 5, 3, softmax), one("a short v", 3, 5, softmax)
    return (
        one("softmax", 5, 7, softmax, counted=True),
        one("softmax", 11, 3, softmax, torch.float32, counted=True),
        one("least squares", 7, 5, squares),
        one("fourth powers", 5, 11, quartic),
        one("a loss that bends down too", 6, 6, rough),
        one("one output", 7, 1, quartic),
        one("one input", 1, 5, softmax),
        one("a linear loss", 7, 5, flat),
        asked("a linear net", straight, {"N": 7, "M": 3}, 3),
        # Who divides by the length of v divides by 0; who takes a short v for 0 loses a product.
        replace(nothing, args=(*nothing.args[:3], 0 * nothing.args[3])),
        replace(short, args=(*short.args[:3], SHORT * short.args[3])),
        strided(one("softmax", 5, 3, softmax)),
        asked("large", elementwise, {"N": wide, "M": wide}, wide, "f", counted=True, weighed=True),
        asked("many inputs and outputs", _args(many, n, n, softmax), {"N": n, "M": n}, HIDDEN),
        *in_a_row(lambda: _args(row, 5, 3, softmax), {"N": 5, "M": 3}, HIDDEN),
    )


def _on_meta(seed: int) -> Call:
    return asked(ON_META, _args(stream(seed, NAME, ON_META), 5, 3, softmax), {"N": 5, "M": 3}, HIDDEN)


def build_then_multiply(net: Function, loss: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive way: all of J and all of H_L. Shapes: x, v (N,) → (N,)."""
    rows, bends = jacrev(net)(x), hessian(loss)(net(x))
    multiplied: Tensor = rows.T @ (bends @ (rows @ v))
    return multiplied


def pushed_and_pulled(net: Function, loss: Function, x: Tensor, v: Tensor) -> Tensor:
    """Jᵀ H_L J v as the lesson teaches it: a jvp, a product with H_L, a vjp. Shapes: x, v (N,) → (N,)."""
    z, moved, *_ = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (z,), (moved,))[1]
    pulled: Tensor = vjp(net, x)[1](bent)[0]
    return pulled


def _unmarked(draw: Draw, n: int) -> tuple[Function, Function, Tensor, Tensor]:
    own, next_ = draw.normal(n), draw.normal(n)

    def net(x: Tensor) -> Tensor:
        return torch.tanh(own * x) + 0.3 * torch.sin(next_ * x.roll(1))

    return net, softmax(draw, n), draw.normal(n), draw.normal(n)


def _wide(passes: Mapping[str, Mapping[int, int]], used: tuple[str, ...], sizes: Mapping[str, int]) -> str | None:
    if not any(width > 1 for widths in passes.values() for width in widths):
        return None
    return next((name for name in _MATRICES if name in used), None)


QUESTION = Question(
    name=NAME,
    title="the Gauss–Newton matrix times v, Jᵀ H_L J v",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        # The tracing of `linearize`, some 300 ms at any size, would drown the trend.
        forbids=("torch.autograd.functional.", "torch.func.linearize"),
        bars=_wide,
        says="products through the net: a jvp and a vjp, or two vjps",
    ),
    budget=Budget(
        forwards=lambda s: 2,
        sweeps=lambda s: 3,
        sweep_vectors=lambda s: 3,
        tangents=lambda s: 1,
        peak=True,
        says="the net twice, one tangent and one backward pass of width 1 (by reverse mode alone three), no matrix",
    ),
    naive=build_then_multiply,
    elsewhere=_on_meta,
    trend=Trend(
        claim="The product beats building J and H_L, clearly where N = M is large.",
        size_name="N",
        sizes=(96, 192, 384, 768),
        make=_unmarked,
        naive=build_then_multiply,
        reference=pushed_and_pulled,
        threshold=0.5,
    ),
    hints=(
        "Read Jᵀ H_L J v from the right: which of the three products does v meet first, and in which mode is J times a"
        " vector one pass?",
        "H_L is the Hessian of `loss` at which point? Lesson 06 gives its product with a vector; which vector?",
        "Jᵀ times a vector is one pass back: what does `vjp(net, x)` return, and what does its function return?"
        " `z, Jv = jvp(net, (x,), (v,))` begins.",
    ),
)
