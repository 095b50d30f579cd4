"""hvp: what is asked."""

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.draw import Draw, Function
from autograder.questions.hvps.functions import linear, small
from autograder.questions.hvps.products import Passes, Sizes, calls_on_a_vector, one_vector, product
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules, Trend


def _calls(seed: int) -> tuple[Call, ...]:
    """H v: any f, the linear one too."""
    series = Series(seed, "hvp", one_vector)
    return (
        *calls_on_a_vector(seed, "hvp"),
        series.one("linear f", linear, 7),
        series.one("linear f", linear, 67, dtype=torch.float32),
        # Above every size that is timed: nobody looks at the way there.
        series.one("inputs by the hundred", small, series.size("inputs", 641, 699)),
    )


def build_then_multiply(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive product: N × N numbers for N of them. Shapes: x, v (N,) → (N,)."""
    multiplied: Tensor = hessian(f)(x) @ v
    return multiplied


def _unmarked(draw: Draw, n: int) -> tuple[Function, Tensor, Tensor]:
    """An f that is narrow inside, without a marker, and a point and a direction."""
    weights, x, v = draw.normal(n) / n**0.5, draw.normal(n), draw.normal(n)

    def f(x: Tensor) -> Tensor:
        return torch.sin(x).sum() + torch.sin(weights @ (x * x))

    return f, x, v


def _reverse_beside(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    return "reverse mode over the gradient" if {"frt", "frr"} <= passes.keys() else None


QUESTION = Question(
    name="hvp",
    title="H v, forward over reverse",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        # The tracing of `linearize`, some 300 ms at any size, would drown the trend.
        forbids=("torch.autograd.functional.", "torch.func.linearize"),
        shows=("frt",),
        bars=_reverse_beside,
        says="forward over reverse: a tangent pushed through the gradient",
    ),
    budget=Budget(
        tangents=lambda s: 1,
        tangent_vectors=lambda s: 1,
        peak=True,
        says="one tangent pass of width 1, and no N × N tensor",
    ),
    naive=build_then_multiply,
    trend=Trend(
        claim="The product beats building the Hessian, by far where N is large.",
        size_name="N",
        sizes=(80, 160, 320, 640),
        make=_unmarked,
        naive=build_then_multiply,
        reference=product,
        threshold=0.35,
    ),
    elsewhere=lambda seed: Series(seed, "hvp", one_vector).on_meta(),
    hints=(
        "H is the Jacobian of which function? That function takes x (N,) and returns N numbers. What does a `jvp` of"
        " a function give?",
        "From which point do you push `grad(f)`, the inner derivative, and along which direction? Both go to `jvp` as"
        " tuples.",
        "`jvp` returns two things: which of them is the gradient itself, and which is its derivative along v?"
        " `jvp(grad(f), (x,), (v,))[1]`.",
    ),
)
