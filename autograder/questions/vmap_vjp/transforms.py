"""What the three functions to be mended are put through: by itself, under vmap, under jacrev.

Offers: `ask_under_transforms`; the calls `point_call`, `points`, `two_in_a_row` and `point_on_meta`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.question import Answer, Call
from autograder.questions.row_by_row.shapes import F32, F64, large_prime


def ask_under_transforms(answer: Answer, call: Call) -> dict[str, Any]:
    """Put an answer that takes x alone through its paces: by itself, under vmap, under jacrev."""
    (x,) = call.args
    return {
        "by itself": answer(x),
        "under vmap": torch.func.vmap(answer)(call.kwargs["X"]),
        "under jacrev": torch.func.jacrev(answer)(x),
    }


def spelled_under_transforms(answer: str, call: Call) -> str:
    """Write `ask_under_transforms` as lines of a cell."""
    return (
        "import torch\n"
        '(x,), X = call.args, call.kwargs["X"]\n'
        f"{answer}(x), torch.func.vmap({answer})(X), torch.func.jacrev({answer})(x)"
    )


def point_call(what: str, x: Tensor, batch: Tensor) -> Call:
    """Make a call on a point x (N,), and a batch X (B, N) of other points."""
    return Call(what, (x,), {"N": x.shape[0], "B": batch.shape[0]}, 1, kwargs={"X": batch})


def points(seed: int) -> tuple[Call, ...]:
    """Make the calls of `out_of_place` and `itemless`."""
    calls = []
    for n, b, dtype in ((5, 3, F64), (7, 2, F32), (1, 5, F64), (3, 1, F64), (66, 4, F32)):
        draw = Draw.seeded(seed, "points", n, b).to(dtype)
        label = f"N = {n}, B = {b}, {str(dtype).removeprefix('torch.')}"
        calls.append(point_call(label, draw.normal(n), draw.normal(b, n)))
    # Where something is added to a norm, or a norm is held within bounds, it shows far from 1.
    for what, size in (("small numbers", 2.0**-8), ("large numbers", 2.0**8)):
        draw = Draw.seeded(seed, "points", what)
        calls.append(point_call(f"{what}: N = 5, B = 3, float64", size * draw.normal(5), size * draw.normal(3, 5)))
    # A logarithm, a root or a quotient on the way has no slope where a number is 0; what is asked has one.
    draw = Draw.seeded(seed, "points", "zeros")
    calls.append(point_call("a zero among the numbers: N = 5, B = 3, float64", draw.with_zeros(5), draw.normal(3, 5)))
    draw = Draw.seeded(seed, "points", "large")
    n = large_prime(draw)
    calls.append(point_call(f"N = {n}, B = 2, float64", draw.normal(n), draw.normal(2, n)))
    calls.append(point_call("X that is a transpose: N = 5, B = 3, float64", draw.normal(5), draw.normal(5, 3).T))
    draw = Draw.seeded(seed, "points", "again")
    return (*calls, *two_in_a_row(draw.normal(5), draw.normal(3, 5), draw.normal(5)))


def point_on_meta(seed: int) -> Call:
    """Make a call that is drawn for another device."""
    draw = Draw.seeded(seed, ON_META)
    return point_call(ON_META, draw.normal(5), draw.normal(3, 5))


def two_in_a_row(x: Tensor, batch: Tensor, fresh: Tensor) -> Iterator[Call]:
    """Yield calls on the same tensor x, the second with new numbers in it: what an answer keeps shows here."""
    yield point_call("first of two in a row", x, batch)
    yield replace(point_call("the same x with new numbers", x, batch.flip(1)), before=lambda: refill(x, fresh))
