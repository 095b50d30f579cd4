"""What the calls of lesson 05 have in common: sizes, labels, and calls that come in a row.

Offers: `sized` (a call on f and a batch), `again` (calls that share what they can), `SIZES` and `large_sizes`
(B, M and N to call a Jacobian at), `MANY` and `SOME` (B where what pairs samples outweighs all else), `hundreds` (a B
that is another with each seed), `HIDDEN` and `NARROW` (widths of f where its marker sits).
"""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Changing, Draw, Function, refill
from autograder.questions.question import Call

HIDDEN = 11
# Of an f that leaves an eye(B), or all pairs of samples, nothing to hide behind.
NARROW = 3
MANY = 257
# For Hessians: those of a whole batch, B³ blocks, must still find room in a learner's memory.
SOME = 47
F64, F32 = torch.float64, torch.float32


def sized(what: str, f: Function, batch: Tensor, m: int, **options: Any) -> Call:
    """A call on (f, X); `options` are fields of Call."""
    b, n = batch.shape
    label = f"{what}: B = {b}, M = {m}, N = {n}, {batch.dtype}".replace("torch.", "")
    return Call(label, (f, batch), {"B": b, "M": m, "N": n}, options.pop("mark_size", HIDDEN), **options)


def again(draw: Draw, make: Callable[[], Function], m: int, n: int, b: int, **options: Any) -> Iterator[Call]:
    """Another f at the same X, then new numbers in X, then other weights in f: what an answer keeps shows here."""
    f, g, other = make(), Changing(make()), make()
    batch, fresh = draw.normal(b, n), draw.normal(b, n)
    yield sized("first of some in a row", f, batch, m, **options)
    yield sized("another f at the same X", g, batch, m, **options)
    yield sized("the same f, new numbers in X", g, batch, m, before=lambda: refill(batch, fresh), **options)
    yield sized("the same f and X, other weights in f", g, batch, m, before=lambda: g.become(other), **options)


Plan = tuple[tuple[str, int, int, int, torch.dtype, bool], ...]

# Sizes that differ show axes in another order, unless the answer looks at the shape and turns them back: two alike
# can't be told apart.
SIZES: Plan = (
    ("f of one sample", 5, 3, 7, F64, False),
    ("wide batch", 17, 5, 7, F64, True),
    ("wide batch", 19, 7, 5, F32, True),
    ("as many outputs as inputs", 6, 4, 4, F64, False),
    ("as many samples as outputs", 4, 4, 6, F64, False),
    ("as many samples as inputs", 4, 2, 4, F64, False),
    ("one sample", 1, 5, 3, F64, False),
    ("one output", 5, 1, 7, F32, False),
    ("one input", 7, 5, 1, F64, False),
    ("one of each", 1, 1, 1, F64, False),
)


def large_sizes(seed: int, name: str, fewest: int = 65, most: int = 73) -> tuple[tuple[str, int, int, int], ...]:
    """Draw (what, B, M, N), with many outputs and with many inputs: no number that is written in holds."""
    draw = Draw.seeded(seed, name, "large")
    return ("many outputs", 2, draw.size(fewest, most), 3), ("many inputs", 2, 3, draw.size(fewest, most))


def hundreds(draw: Draw) -> int:
    """Draw a B beyond those that an answer may have written in, to go with samples of one number each.

    So even what pairs samples finds room, B² or B³ numbers, and takes little time: who stops at a hundred shows.
    """
    return draw.size(MANY + 1, MANY + 24)
