"""What the calls of lesson 05 have in common: sizes, labels, and calls that come in a row.

Offers: `sized` (a call on f and a batch), `again` (three calls that share what they can), `SIZES` and `large_sizes`
(B, M and N to call a Jacobian at), `MANY` and `SOME` (B where what pairs samples outweighs all else), `HIDDEN` and
`NARROW` (widths of f where its marker sits).
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
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


def _refill(batch: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        batch.copy_(numbers)


def again(draw: Draw, f: Function, g: Function, m: int, n: int, b: int, **options: Any) -> Iterator[Call]:
    """The same X for another f, then the same f and X with new numbers in it: what an answer keeps shows here."""
    batch, fresh = draw.normal(b, n), draw.normal(b, n)
    yield sized("first of three in a row", f, batch, m, **options)
    yield sized("another f at the same X", g, batch, m, **options)
    yield sized("the same f, new numbers in X", g, batch, m, before=lambda: _refill(batch, fresh), **options)


Plan = tuple[tuple[str, int, int, int, torch.dtype, bool], ...]

# Sizes that differ show axes in another order, unless the answer looks at the shape and turns them back: two alike
# can't be told apart.
SIZES: Plan = (
    ("f of one sample", 5, 3, 7, F64, False),
    ("wide batch", 29, 5, 7, F64, True),
    ("wide batch", 31, 7, 5, F32, True),
    ("as many outputs as inputs", 6, 4, 4, F64, False),
    ("as many samples as outputs", 4, 4, 6, F64, False),
    ("as many samples as inputs", 4, 2, 4, F64, False),
    ("one sample", 1, 5, 3, F64, False),
    ("one output", 5, 1, 7, F32, False),
    ("one input", 7, 5, 1, F64, False),
    ("one of each", 1, 1, 1, F64, False),
)


def large_sizes(
    seed: int, name: str, samples: tuple[int, int] = (260, 290), most: tuple[int, int] = (65, 73)
) -> tuple[tuple[str, int, int, int], ...]:
    """Draw (what, B, M, N), in turn with many outputs, inputs and samples: no number that is written in holds.

    `samples` are the fewest and the most of these, `most` those of outputs and inputs.
    """
    draw = Draw.seeded(seed, name, "large")
    return (
        ("many outputs", 2, draw.size(*most), 3),
        ("many inputs", 2, 3, draw.size(*most)),
        ("many samples", draw.size(*samples), 2, 3),
    )
