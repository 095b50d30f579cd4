"""conjugate_gradient: what is asked."""

from typing import Any

import torch
from torch import Tensor

from autograder.questions.curvature_at_work.asked import asked, in_a_row, stream, strided
from autograder.questions.curvature_at_work.matrices import all_of, banded, scaled, turned
from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, Function
from autograder.questions.question import Budget, Call, Question

NAME = "conjugate_gradient"


def _bowl(draw: Draw, n: int, k: int, tol: float = 0.0) -> tuple[Any, ...]:
    """A product with a positive definite A, a b, and when to stop."""
    return turned(draw, draw.uniform(n, low=1.0, high=12.0)), draw.normal(n), k, tol


def _calls(seed: int) -> tuple[Call, ...]:
    """Few steps and many, bowls, ridges and saddles. `steps` is what the method takes where that is counted."""

    def counted(what: str, args: tuple[Any, ...], steps: int, weighed: bool = False) -> Call:
        n = len(args[1])
        return asked(what, args, {"N": n, "steps": steps}, n, "p", True, weighed)

    def value(what: str, args: tuple[Any, ...]) -> Call:
        return asked(what, args, {"N": len(args[1]), "steps": args[2]}, len(args[1]), "p")

    def draw(what: str, dtype: torch.dtype = torch.float64) -> Draw:
        return stream(seed, NAME, what, dtype)

    three = draw("three").to(torch.float64)
    clustered = torch.tensor([1.0, 3.0, 7.0], dtype=three.dtype).repeat(6)[:17]
    down = draw("down")
    mixed, row = draw("mixed"), draw("row")
    bent = torch.cat([mixed.uniform(12, low=1.0, high=3.0), torch.tensor([-1.0], dtype=mixed.dtype)])
    nothing = draw("zero")
    loose, small, many, large = draw("loose"), draw("small"), draw("many"), draw("large")
    wide, some = large.size(155, 165), large.size(11, 13)
    # All of b stands in one place: its largest entry is its length, as no residual's is. Who compares entries is seen.
    spike = torch.zeros_like(loose.normal(31))
    spike[0] = 1.0
    return (
        counted("a few steps", _bowl(draw("a few"), 29, 5), 5),
        counted("a few steps", _bowl(draw("float32", torch.float32), 13, 3), 3),
        counted("one step", _bowl(draw("one"), 11, 1), 1),
        counted("three eigenvalues", (turned(three, clustered), three.normal(17), 17, 1e-8), 3),
        value("a large b", (turned(loose, loose.uniform(31, low=1.0, high=90.0)), 1e3 * spike, 31, 3e-2)),
        value("a small b", (turned(small, small.uniform(31, low=1.0, high=90.0)), 1e-4 * spike.flip(0), 31, 3e-2)),
        value(
            "many steps", (turned(many, many.uniform(97, low=1.0, high=90.0)), many.normal(97), many.size(41, 53), 0.0)
        ),
        value("more steps than it takes", _bowl(draw("end"), 7, 40, 1e-10)),
        counted("b = 0", (_bowl(nothing, 5, 4)[0], torch.zeros(5, dtype=nothing.dtype), 4, 1e-8), 0),
        counted("one input", _bowl(draw("n1"), 1, 4, 1e-8), 1),
        counted("curved down at once", (turned(down, -down.uniform(7, low=1.0, high=5.0)), down.normal(7), 5, 1e-8), 1),
        value("curved down on the way", (turned(mixed, bent), mixed.normal(13), 13, 1e-8)),
        counted("no curvature", (scaled(torch.zeros(1, dtype=nothing.dtype)), nothing.normal(1), 5, 1e-8), 1),
        strided(value("a few steps", _bowl(draw("strides"), 11, 4))),
        counted("large", (banded(large, wide), large.normal(wide), some, 0.0), some, weighed=True),
        *in_a_row(lambda: _bowl(row, 7, 3), {"N": 7, "steps": 3}, 7, "p"),
    )


def _on_meta(seed: int) -> Call:
    draw = stream(seed, NAME, ON_META)
    return asked(ON_META, (banded(draw, 7), draw.normal(7), 3, 1e-8), {"N": 7, "steps": 3}, 7, "p")


def build_then_solve(matvec: Function, b: Tensor, max_steps: int, tol: float) -> Tensor:
    """The naive way: all of A, and a solve. Shapes: b (N,) → (N,)."""
    solved: Tensor = torch.linalg.lstsq(all_of(matvec, b), b[:, None]).solution[:, 0]
    return solved


QUESTION = Question(
    name=NAME,
    title="A x = b by products with A, a step at a time",
    calls=_calls,
    points={"value": 4, "cost": 2},
    budget=Budget(
        products=lambda s: s["steps"],
        peak=True,
        says="one product a step, and a handful of vectors of length N",
    ),
    naive=build_then_solve,
    elsewhere=_on_meta,
    hints=(
        "Begin at x = 0: what is the residual r = b − A x there, and is a product needed to know it? The first"
        " direction p is r.",
        "Along p, the parabola's bottom lies at rᵀr / pᵀAp: how do x and r change by a step of that length, if A p is"
        " there already?",
        "Where do you look whether ‖r‖ ≤ tol · ‖b‖, and whether pᵀAp ≤ 0, so that no product is made for nothing? The"
        " next direction is the new r, and p times (new rᵀr) / (old rᵀr).",
    ),
)
