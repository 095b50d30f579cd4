"""newton_cg: what is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, hessian

from autograder.questions.curvature_at_work.asked import asked, in_a_row, stream
from autograder.questions.curvature_at_work.functions import bowl, convex, saddle, valley, wide
from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, Function
from autograder.questions.marker import SECOND_ORDER
from autograder.questions.question import Budget, Call, Question, Rules

NAME = "newton_cg"
# What a label begins with tells the key which properties its call asks for.
CONVEX, VALLEY, SADDLE, MINIMUM = "strictly convex", "a curved valley", "beside a saddle", "a start at the minimum"


def _bowl(draw: Draw, n: int, steps: int) -> tuple[Any, ...]:
    return convex(draw, n), draw.uniform(n, low=-2.0, high=2.0), steps


def _wide(draw: Draw) -> tuple[Any, ...]:
    # Wide enough for one step: N × N numbers are more than N for each of thirty trials of a step at once.
    n = draw.size(251, 263)
    return wide(draw, n), draw.uniform(n, low=-2.0, high=2.0), 1


def _calls(seed: int) -> tuple[Call, ...]:
    """Bowls, a valley, a saddle: what is asked of each is a property of the path."""

    def one(what: str, args: tuple[Any, ...], width: int, counted: bool = False, weighed: bool = False) -> Call:
        return asked(what, args, {"N": len(args[1]), "steps": args[2]}, width, "f", counted, weighed)

    def draw(what: str, dtype: torch.dtype = torch.float64) -> Draw:
        return stream(seed, NAME, what, dtype)

    corner = draw("valley").normal(2)
    from_there = torch.tensor([-1.2, 1.0], dtype=corner.dtype, device=corner.device)
    beside = torch.tensor([0.1, 1.0], dtype=corner.dtype, device=corner.device)
    middle = draw("minimum").normal(3)
    row, widest = draw("row"), _wide(draw("large"))
    return (
        one(CONVEX, _bowl(draw("bowl"), 5, 10), 5),
        # float32 is as near as it can get after some steps: those that lead nowhere are counted too.
        replace(one(CONVEX, _bowl(draw("bowl", torch.float32), 3, 10), 3, counted=True), steady=False),
        one(f"{CONVEX}, one input", _bowl(draw("one"), 1, 10), 1),
        one(VALLEY, (valley(corner), corner + from_there, 40), 1),
        one(SADDLE, (saddle(corner), corner + beside, 16), 1),
        one(MINIMUM, (bowl(middle), middle.clone(), 3), 3),
        one("wide", widest, len(widest[1]), counted=True, weighed=True),
        *in_a_row(lambda: _bowl(row, 2, 3), {"N": 2, "steps": 3}, 2),
    )


def _on_meta(seed: int) -> Call:
    # No number tells f to have fallen there: a step is halved to the last, so f has as few operations as may be.
    middle = stream(seed, NAME, ON_META).normal(2)
    return asked(ON_META, (bowl(middle), middle.clone(), 1), {"N": 2, "steps": 1}, 2)


def newton_by_matrix(f: Function, x0: Tensor, steps: int) -> Tensor:
    """Newton's method with all of H, and no look at f. Shapes: x0 (N,) → (steps + 1, N)."""
    path = [x0]
    for _ in range(steps):
        path.append(path[-1] - torch.linalg.lstsq(hessian(f)(path[-1]), grad(f)(path[-1])[:, None]).solution[:, 0])
    return torch.stack(path)


def _at_once(passes: Mapping[str, Mapping[int, int]], used: tuple[str, ...], sizes: Mapping[str, int]) -> str | None:
    n = sizes["N"]
    widest = max((width for kind in SECOND_ORDER for width in passes.get(kind, {})), default=0)
    return "all of H (N products in one pass)" if widest >= n > 1 else None


QUESTION = Question(
    name=NAME,
    title="downhill by Newton's steps, each solved by products",
    calls=_calls,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(
        forbids=("torch.autograd.functional.",),
        shows=SECOND_ORDER,
        bars=_at_once,
        says="steps solved by conjugate gradients, with products with H",
    ),
    budget=Budget(
        # One for each pass, and the points at which a step is tried: halved sixty times it moves nothing any more.
        forwards=lambda s: s["steps"] * (s["N"] + 2 + 60),
        products=lambda s: s["N"] * s["steps"],
        gradients=lambda s: 2 * s["steps"] + 1,
        peak=True,
        peak_times=12,
        says="at most N products a step, a gradient a step (or one more), and no N × N tensor",
    ),
    naive=newton_by_matrix,
    elsewhere=_on_meta,
    uses=("conjugate_gradient",),
    hints=(
        "Newton's step p solves H p = −g: which of your functions solves that with nothing but products, and what are"
        " its matvec, its b and its tolerance here?",
        "When is f low enough: what does f(x + t p) ≤ f(x) + 1e-4 · t · gᵀp ask, and what do you do with t where it"
        " does not hold? A full step may overshoot.",
        "Which vectors go into the result: x0, and then? What do you add once the gradient is 0, or no t helps, so that"
        " there are steps + 1 rows?",
    ),
)
