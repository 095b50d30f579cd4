"""spectral_density: what is asked."""

from typing import Any

import torch
from torch import Tensor

from autograder.questions.curvature_at_work.asked import asked, in_a_row, stream
from autograder.questions.curvature_at_work.matrices import all_of, banded, scaled, symmetric
from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, Function
from autograder.questions.question import Budget, Call, Question

NAME = "spectral_density"
# What labels begin with, where more is asked than moments; and eigenvalues that stand apart from all others.
APART, BROKEN = "eigenvalues that stand apart", "A = 2 I"
SMALL = "one probe, a small A"
ISOLATED = (5.0, 10.0, 50.0, 100.0, 200.0)


def _any(draw: Draw, n: int, many: int, k: int, size: float = 1.0) -> tuple[Any, ...]:
    return symmetric(draw, n, size), draw.signs(many, n), k


def _calls(seed: int) -> tuple[Call, ...]:
    """Few steps and all of them, eigenvalues far from the others, a matrix on which the method breaks down."""

    def one(what: str, args: tuple[Any, ...], counted: bool = True, weighed: bool = False) -> Call:
        many, n = args[1].shape
        return asked(what, args, {"N": n, "K": many, "k": args[2]}, n, "p", counted, weighed)

    def draw(what: str, dtype: torch.dtype = torch.float64) -> Draw:
        return stream(seed, NAME, what, dtype)

    apart, broken, large, row = draw("apart"), draw("broken"), draw("large"), draw("row")
    eigenvalues = torch.cat([apart.uniform(55), torch.tensor(ISOLATED, dtype=apart.dtype)])
    most = large.size(187, 197)
    twos = torch.full((5,), 2.0, dtype=broken.dtype)
    return (
        one("few probes", _any(draw("few"), 13, 3, 4)),
        one("few probes", _any(draw("float32", torch.float32), 11, 2, 3)),
        one("one step", _any(draw("one step"), 11, 2, 1)),
        # Where a number is held for rounding, and not a share of A, the method ends early.
        one(SMALL, _any(draw("one probe"), 17, 1, 6, 2.0**-20)),
        one("as many steps as inputs", _any(draw("all"), 7, 2, 7)),
        one("one input", _any(draw("one"), 1, 3, 1)),
        one(APART, (scaled(eigenvalues), apart.signs(1, 60), 30), counted=False),
        one(BROKEN, (scaled(twos), broken.signs(2, 5), 3), counted=False),
        one("large", (banded(large, most), large.signs(2, most), 6), weighed=True),
        *in_a_row(lambda: _any(row, 7, 2, 3), {"N": 7, "K": 2, "k": 3}, 7, "p"),
    )


def _on_meta(seed: int) -> Call:
    return asked(ON_META, _any(stream(seed, NAME, ON_META), 7, 2, 3), {"N": 7, "K": 2, "k": 3}, 7, "p")


def build_then_decompose(matvec: Function, probes: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The naive way: all of A and all of its eigenvectors. Shapes: probes (K, N) → (K, N), (K, N)."""
    values, vectors = torch.linalg.eigh(all_of(matvec, probes[0]))
    return values.expand(len(probes), -1), (probes @ vectors).square() / probes.shape[1]


QUESTION = Question(
    name=NAME,
    title="the density of A's eigenvalues, as probes see it",
    calls=_calls,
    points={"value": 4, "cost": 2},
    budget=Budget(
        products=lambda s: s["K"] * s["k"],
        peak=True,
        peak_times=5,
        says="K · k products, a basis of k vectors for each probe, and no N × N tensor",
    ),
    naive=build_then_decompose,
    elsewhere=_on_meta,
    hints=(
        "Which numbers that come up on the way make the small matrix T, and how large is it after k steps? The share of"
        " A q along q is an entry of its diagonal, and the length of what is left is the entry beside it.",
        "Which entry of each vector that `torch.linalg.eigh(T)` gives tells how much of the probe lies along it, and"
        " why must it be squared? And what does each row of weights sum to?",
        "What has rounding left of the old directions in a new one, and how often do you take them all away? And if"
        " nothing is left of it, by what do you divide?",
    ),
)
