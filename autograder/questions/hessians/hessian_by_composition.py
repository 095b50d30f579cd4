"""`hessian_by_composition(f, x)`: H, a Jacobian of a Jacobian."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.questions.draw import TINY, Draw, Function, partial, smooth, times
from autograder.questions.hessians.compositions import hessian_by_torch, reverse_over_forward
from autograder.questions.hessians.functions import in_a_row, large, of_x, on_meta, only_output, straight, strided
from autograder.questions.marker import SECOND_ORDER
from autograder.questions.question import PEAK_OF_REFERENCE, Budget, Call, Question, Rules, Trend
from autograder.questions.row_by_row.shapes import F32, F64, HIDDEN

# `linearize` takes some 300 ms to trace at any size, which would drown a trend: out where one is judged.
_UNTIMED = ("torch.func.linearize",)
# The most inputs of a call whose peak is weighed.
LARGEST_WEIGHED = 29
Sizes = Mapping[str, int]


def hessian_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `hessian_by_composition`: those in a row first, which are the plain ones on a scalar f too."""
    name = "hessian_by_composition"
    calls = [*in_a_row(name, seed, 7), strided(name, seed, 13)]
    for what, m, n, dtype, counted in (
        ("tall f", 13, 3, F32, False),
        ("vector f of one output", 1, 5, F64, False),
        ("as many outputs as inputs", 4, 4, F64, False),
        ("one input", None, 1, F64, False),
        ("one input", 5, 1, F32, False),
        ("larger scalar f", None, LARGEST_WEIGHED, F64, True),
        ("larger vector f", 5, 23, F64, True),
    ):
        draw = Draw.seeded(seed, name, what, m or 0, n).to(dtype)
        f = smooth(draw, n, m or 1, HIDDEN)
        calls.append(of_x(what, f if m else only_output(f), draw.normal(n), m, counted=counted))

    draw = Draw.seeded(seed, name, "linear")
    calls.append(of_x("linear f", only_output(straight(draw, 7, 1)), draw.normal(7), None, 1))
    calls.append(of_x("linear f", straight(draw, 5, 3), draw.normal(5), 3, 3))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(of_x("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3))
    draw = Draw.seeded(seed, name, "column")
    f, g = smooth(draw, 7, 5), smooth(draw, 7, 5)
    calls.append(of_x("a column for a result", lambda x: torch.stack((f(x), g(x)), dim=1)[:, 0], draw.normal(7), 5))
    draw = Draw.seeded(seed, name, "large vector f")
    n = draw.size(53, 71)
    calls.append(of_x("many inputs", times(TINY, smooth(draw, n, 5)), draw.normal(n), 5))
    return (*calls, large(name, seed))


def _as_wide_as_lean(sizes: Sizes) -> int:
    """Return how many vectors one pass may carry where no peak is weighed: memory goes by them.

    The leanest composition's widest pass has a vector for each row of H, and may have three times the memory. At small
    sizes any composition will do.
    """
    rows = sizes["N"] * sizes.get("M", 1)
    return int(PEAK_OF_REFERENCE) * rows if sizes["N"] > LARGEST_WEIGHED else rows * rows


def layer(draw: Draw, n: int) -> tuple[Function, Tensor]:
    """The tutorial's `predict`, n → m, to be timed: no marker. Returns f and x (n,), in float32."""
    draw, m = draw.to(F32), 12
    weight, bias = draw.normal(m, n) / n**0.5, draw.normal(m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(torch.nn.functional.linear(x, weight, bias))

    return f, draw.normal(n)


QUESTION = Question(
    name="hessian_by_composition",
    title="H, a Jacobian of a Jacobian",
    calls=hessian_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        ("torch.func.jacfwd", "torch.func.jacrev", "torch.func.grad"),
        ("torch.func.hessian", "torch.autograd.functional.", *_UNTIMED),
        shows=SECOND_ORDER,
        says="a composition of jacfwd, jacrev and grad, not hessian itself and no torch.autograd.functional",
    ),
    budget=Budget(peak=True, widest=_as_wide_as_lean, says="a peak like that of the leanest of the four compositions"),
    naive=reverse_over_forward,
    trend=Trend(
        claim="Forward over reverse beats reverse over forward on a layer with many inputs and several outputs.",
        size_name="N",
        sizes=(24, 48, 96, 192),
        make=layer,
        naive=reverse_over_forward,
        reference=hessian_by_torch,
        threshold=0.45,
        width=lambda s: s["N"],
    ),
    elsewhere=on_meta,
    hints=(
        "What does jacrev(f) give back: a matrix, or a function of x that gives a matrix? And what is its Jacobian?",
        "Which shape has the gradient of a scalar f, and which the Jacobian of a vector f? Does `grad` accept both?"
        " jacrev and jacfwd do.",
        "How wide is each level's pass, for N inputs and M outputs, and how wide is what it has to keep in memory"
        " meanwhile? Try the outer level in forward mode: it is N wide, where reverse mode there is M · N wide.",
    ),
)
