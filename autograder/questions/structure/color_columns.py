"""color_columns: what is asked."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.device import at_work
from autograder.questions.draw import Draw, refill
from autograder.questions.question import Budget, Call, Question
from autograder.questions.structure.patterns import band, grid, scattered

NAME = "color_columns"


def _calls(seed: int) -> tuple[Call, ...]:
    """Bands, scattered places, a grid, and every edge of what a pattern can be."""
    draw = Draw.seeded(seed, NAME)
    n = draw.size(21, 27)
    large = draw.size(67, 83)
    return (
        _call("a band, one place to either side", band(n, 1, 1)),
        _call("a band, two places to either side", band(n + 4, 2, 2)),
        _call("a lower band", band(n, 1, 0)),
        _call("an upper band", band(n, 0, 2)),
        _call("a diagonal", band(11, 0, 0)),
        _call("all False", torch.zeros(5, 3, dtype=torch.bool, device=at_work())),
        _call("all True", torch.ones(5, 7, dtype=torch.bool, device=at_work())),
        # Two columns meet in 512 rows: a number that is 0 in eight bits.
        _call("a long one, all True", torch.ones(512, 3, dtype=torch.bool, device=at_work())),
        _call("a dense column in front of a diagonal", _arrow(n, column=True)),
        _call("a dense row above a diagonal", _arrow(n, column=False)),
        _call("places scattered over a tall one", scattered(draw, 31, 13, 3)),
        _call("places scattered over a wide one", scattered(draw, 13, 31, 2)),
        _call("a column and a row without any True", _with_gaps(draw)),
        _call("a five-point grid", grid(5, 7)),
        _call("one column", scattered(draw, 5, 1, 1)),
        _call("one row", scattered(draw, 1, 7, 4)),
        _call("a transpose, with strides", scattered(draw, 7, 17, 4).T),
        _call("a longer band", band(large, 3, 1)),
        _call("a long dense row above a diagonal", _arrow(2 * large, column=False)),
        *_in_a_row(draw),
    )


def _call(what: str, pattern: Tensor) -> Call:
    m, n = pattern.shape
    return Call(f"{what}: M = {m}, N = {n}", (pattern,), {"M": m, "N": n}, 1)


def _arrow(n: int, column: bool) -> Tensor:
    """A diagonal with a dense first column or row."""
    pattern = band(n, 0, 0)
    pattern[(slice(None), 0) if column else 0] = True
    return pattern


def _with_gaps(draw: Draw) -> Tensor:
    pattern = scattered(draw, 7, 9, 3)
    pattern[:, 4] = False
    pattern[2] = False
    return pattern


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls on the same tensor S, the second with other places in it: what an answer keeps shows here."""
    pattern, fresh = band(9, 1, 1), scattered(draw, 9, 9, 5)
    yield _call("first of two in a row", pattern)
    yield replace(_call("the same S with other places", pattern), before=lambda: refill(pattern, fresh))


def fewest_promised(pattern: Tensor) -> int:
    """Return how many colours a colouring may have: the contract's bound.

    On any S one more than the most columns that one column meets; on a band one more than its fullest row has places;
    with a dense column in front of a diagonal two.
    """
    m, n = pattern.shape
    met = pattern.T.to(torch.float32) @ pattern.to(torch.float32) > 0
    others = met.sum(1) - met.diagonal().to(torch.int64)
    bounds = [1 + int(others.max())]
    rows, columns = (places.tolist() for places in pattern.nonzero(as_tuple=True))
    if m == n and rows:
        lower, upper = (max(0, *(sign * (i - j) for i, j in zip(rows, columns, strict=True))) for sign in (1, -1))
        if torch.equal(pattern, band(n, lower, upper)):
            bounds.append(1 + int(pattern.sum(1).max()))
        if torch.equal(pattern, _arrow(n, column=True)):
            bounds.append(2)
    return min(bounds)


def _too_many(colors: object, pattern: Tensor) -> str | None:
    """Name what is too many of a colouring's colours, or return None."""
    found = int(colors.max()) + 1 if isinstance(colors, Tensor) and colors.numel() else 0
    most = fewest_promised(pattern)
    return f"{found} colours, expected at most {most}" if found > most else None


# It has no call on meta: colours come of reading S, and nothing of an answer is left there.
QUESTION = Question(
    name=NAME,
    title="which columns of J can share a product",
    calls=_calls,
    points={"value": 2, "cost": 2},
    budget=Budget(
        result=_too_many,
        says="at most one colour more than the most columns that one meets; on a band, than its fullest row has places",
    ),
    hints=(
        "Which product of S with itself tells, for all pairs of columns at once, whether some row needs both? Where"
        " none does, the two can share a product.",
        "Go through the columns one after another: which colours may column j not have, if those before it are coloured"
        " already, and which is the first that is left?",
        "Where has `meets = S.T.float() @ S.float() > 0` True, and what is the set of colours of the k < j that column"
        " j meets? Its colour is the smallest number that is not in that set.",
    ),
)
