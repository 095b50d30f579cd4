"""`four_hessians(f, x)`: one H, made in four ways.

All four agree, so one call's f has derivative rules that are slightly untrue: it tells by which modes H was made.
"""

from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import TINY, Draw, Function, partial, smooth, times
from autograder.questions.hessians.functions import in_a_row, large, many, of_x, on_meta, only_output, straight, strided
from autograder.questions.marker import mark
from autograder.questions.question import Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32, F64

# How far the modes' rules of `telling_modes_apart` depart from the truth, ε: far above rounding and the tolerance
# of a comparison, below what an answer's own comparison of the four would notice, even a strict one.
APART = {F64: 5e-12, F32: 1.5e-6}
# By how many ε, relative to the true Hessian, each composition (outer_inner) is off then, up to ε².
OFF = {"fwd_rev": 1.0, "rev_rev": 3.0, "fwd_fwd": -2.0, "rev_fwd": 0.0}
_HESSIANS = ("torch.func.hessian", "torch.autograd.functional.hessian")


def telling_modes_apart(draw: Draw, n: int) -> Function:
    """Draw a scalar f whose Hessian tells by which modes it was made.

    In the middle stands the identity, with two rules that are slightly untrue, each in its own way: the reverse one
    takes a cotangent c at s to c (1 + εs), the forward one a tangent t to t (1 − ε). With s = 1 at the point that
    `there` draws, the four Hessians are 1 + ε, 1 + 3ε, 1 − 2ε and 1 times the true one, as `OFF` has them. All are
    symmetric.
    """
    weight, apart = draw.signs(n), APART[draw.dtype]  # a product with ±1 is exact: in float32 rounding would be near ε

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
            pulled: Tensor = cotangent + cotangent * (apart * s)
            return pulled

        @staticmethod
        def jvp(ctx: Any, tangent: Tensor) -> Tensor:
            return tangent - tangent * apart

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


def four_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `four_hessians`; those before the last, of several sizes, tell which modes made each entry."""
    name = "four_hessians"
    calls = [*in_a_row(name, seed, 7), strided(name, seed, 13)]
    draw = Draw.seeded(seed, name, "one input")
    calls.append(of_x("one input", only_output(smooth(draw, 1, 1)), draw.normal(1), None))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(of_x("linear f", only_output(straight(draw, 5, 1)), draw.normal(5), None, 1))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(
        of_x("f that ignores part of x", times(TINY, only_output(partial(draw, 7, 1, 4))), draw.normal(7), None)
    )
    # At several sizes: an answer may go one way where x is short, and another where it is long.
    most = many(Draw.seeded(seed, name, "many"))
    for n, stride, dtype in ((5, 2, F64), (1, 1, F64), (37, 1, F64), (most, 1, F64), (11, 1, F32)):
        told = telling_modes_apart(Draw.seeded(seed, name, "modes", n).to(dtype), n)
        at = told.there.repeat_interleave(stride)[::stride]  # type: ignore[attr-defined]
        calls.append(of_x("f that tells modes apart", told, at, None, 1, decides="method"))
    return (*calls, large(name, seed))


QUESTION = Question(
    name="four_hessians",
    title="one H, made in four ways",
    calls=four_calls,
    points={"value": 3, "method": 2},
    rules=Rules((), _HESSIANS, says="each entry by the composition that its name says, outer_inner, and not hessian"),
    naive=None,
    elsewhere=on_meta,
    hints=(
        "In jacfwd(jacrev(f))(x), which of the two is applied to f first? That one is the inner.",
        "The names say outer_inner: which transform stands on the outside in `rev_fwd`?",
        "What are your keys, and what shape has each entry? Four entries, each transform of a transform called at x:"
        " `jacrev(jacfwd(f))(x)` is one of them.",
    ),
)
