"""The calls of lesson 05: batches whose B, M and N are distinct primes, both dtypes, the edge cases, three in a row.

Offers a function seed → calls for each question: `of_samples` (batch_jacobian), `of_batches` (batch_jacobian_by_sum),
`couplings` (is_independent), `of_curvatures` (batch_hessian).
"""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.marker import mark
from autograder.questions.question import Call

HIDDEN = 11
# In `is_independent` f is narrow inside, so that (B, M, B, N) outweighs whatever else passes through f.
NARROW = 3
WEAK = 1e-3
F64, F32 = torch.float64, torch.float32

# The sorts of coupling, by the first words of a call's label; the key reads them again.
APART = "row-wise"
SUMMED_AWAY = ("batch norm", "softmax over the batch")
ONE_WAY = ("cumulative sum", "one pair")
ONE_OUTPUT = "one output alone"
BARELY = "weak coupling"
SAME_BATCH = "at the same X"


def _sized(what: str, f: Function, batch: Tensor, m: int, **options: Any) -> Call:
    """A call on (f, X); `options` are fields of Call."""
    b, n = batch.shape
    label = f"{what}: B = {b}, M = {m}, N = {n}, {batch.dtype}".replace("torch.", "")
    return Call(label, (f, batch), {"B": b, "M": m, "N": n}, options.pop("mark_size", HIDDEN), **options)


def _refill(batch: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        batch.copy_(numbers)


def _again(draw: Draw, f: Function, g: Function, m: int, n: int, b: int, **options: Any) -> Iterator[Call]:
    """The same X for another f, then the same f and X with new numbers in it: what an answer keeps shows here."""
    batch, fresh = draw.normal(b, n), draw.normal(b, n)
    yield _sized("first of three in a row", f, batch, m, **options)
    yield _sized("another f at the same X", g, batch, m, **options)
    yield _sized("the same f, new numbers in X", g, batch, m, before=lambda: _refill(batch, fresh), **options)


_Plan = tuple[tuple[str, int, int, int, torch.dtype, bool], ...]

# Sizes that differ show axes in another order, unless the answer looks at the shape and turns them back: two alike
# can't be told apart.
_JACOBIANS: _Plan = (
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


def of_samples(seed: int) -> tuple[Call, ...]:
    """The calls of `batch_jacobian`: f is of one sample."""
    name, calls = "batch_jacobian", []
    for what, b, m, n, dtype, counted in _JACOBIANS:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        calls.append(_sized(what, smooth(draw, n, m), draw.normal(b, n), m, counted=counted))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(_sized("linear f", linear(draw, 7, 5), draw.normal(3, 7), 5, mark_size=5))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_sized("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(5, 7), 3))
    draw = Draw.seeded(seed, name, "again")
    return (*calls, *_again(draw, smooth(draw, 7, 5), smooth(draw, 7, 5), 5, 7, 3))


def of_curvatures(seed: int) -> tuple[Call, ...]:
    """The calls of `batch_hessian`: f is of one sample; counted where a Hessian of the whole batch would be vast."""
    name, calls = "batch_hessian", []
    for what, b, m, n, dtype, counted in (
        ("f of one sample", 5, 3, 7, F64, False),
        ("wide batch", 11, 3, 5, F64, True),
        ("wide batch", 13, 5, 2, F32, True),
        ("as many outputs as inputs", 6, 4, 4, F64, False),
        ("as many samples as outputs", 4, 4, 2, F64, False),
        ("as many samples as inputs", 4, 2, 4, F64, False),
        ("one sample", 1, 5, 3, F64, False),
        ("one output", 5, 1, 7, F32, False),
        ("one input", 7, 5, 1, F64, False),
        ("one of each", 1, 1, 1, F64, False),
    ):
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        calls.append(_sized(what, smooth(draw, n, m), draw.normal(b, n), m, counted=counted))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_sized("f that ignores part of x", partial(draw, 5, 3, 2), draw.normal(7, 5), 3))
    draw = Draw.seeded(seed, name, "again")
    return (*calls, *_again(draw, smooth(draw, 5, 3), smooth(draw, 5, 3), 3, 5, 7))


def row_wise(draw: Draw, b: int, n: int, m: int, width: int = HIDDEN) -> Function:
    """Draw f: (b, n) → (b, m), the same two layers for every row; its marker sits at the hidden layer.

    A second marker, «s», sees what passes through f where it is given other than all b rows, once or several times.
    """
    inner, shift = draw.normal(n, width) / n**0.5, draw.normal(width)
    outer, tilt = draw.normal(width, m) / width**0.5, draw.normal(m)

    def f(batch: Tensor) -> Tensor:
        hidden = mark(batch @ inner + shift)
        if hidden.dim() != 2 or hidden.shape[0] % b:
            hidden = mark(hidden, "s")
        hidden = torch.tanh(hidden)
        reached: Tensor = (hidden + hidden * hidden) @ outer
        return reached + torch.sin(reached + tilt)

    return f


def _normalised(draw: Draw, b: int, n: int, m: int) -> Function:
    """Layer norm, then `row_wise`: rows are normalised by themselves."""
    seen = row_wise(draw, b, n, m)

    def f(batch: Tensor) -> Tensor:
        centred = batch - batch.mean(-1, keepdim=True)
        return seen(centred / (centred.square().mean(-1, keepdim=True) + 0.1).sqrt())

    return f


def of_batches(seed: int) -> tuple[Call, ...]:
    """The calls of `batch_jacobian_by_sum`: f is of the batch, its rows independent."""
    name, calls = "batch_jacobian_by_sum", []
    for what, b, m, n, dtype, counted in _JACOBIANS:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        f = row_wise(draw, b, n, m)
        calls.append(_sized(what, f, draw.normal(b, n), m, counted=counted, mark_size=b * HIDDEN))
    draw = Draw.seeded(seed, name, "layer norm")
    calls.append(_sized("layer norm", _normalised(draw, 5, 7, 3), draw.normal(5, 7), 3, mark_size=5 * HIDDEN))
    draw = Draw.seeded(seed, name, "again")
    f, g = row_wise(draw, 3, 7, 5), row_wise(draw, 3, 7, 5)
    return (*calls, *_again(draw, f, g, 5, 7, 3, mark_size=3 * HIDDEN))


Mixing = Callable[[Tensor], Tensor]


def _batch_norm(rows: Tensor) -> Tensor:
    centred = rows - rows.mean(0)
    return centred / (centred.square().mean(0) + 1e-5).sqrt()


def _one_pair(reader: int, source: int) -> Mixing:
    """Row `reader` also sees row `source`; a batch that lacks one of the two is left as it is."""

    def mix(rows: Tensor) -> Tensor:
        if rows.dim() < 2 or len(rows) <= max(reader, source):
            return rows
        seen = rows[reader] + 0.7 * rows[source]
        return torch.stack([seen if row == reader else rows[row] for row in range(len(rows))])

    return mix


def _two_by_two(rows: Tensor) -> Tensor:
    """Rows 2k and 2k + 1 see each other. A batch of five, cut after two rows, cuts none of these pairs."""
    pairs = len(rows) // 2 * 2
    if rows.dim() < 2 or not pairs:
        return rows
    turned = rows[:pairs].reshape(-1, 2, rows.shape[1]).flip(1).reshape(pairs, -1)
    return rows + 0.7 * torch.cat([turned, torch.zeros_like(rows[pairs:])])


def _weakly(rows: Tensor) -> Tensor:
    return rows + WEAK * rows.roll(1, 0)


def _one_output(place: int) -> Mixing:
    """In one output alone, each row sees the one before it; the other outputs know nothing of it."""

    def mix(rows: Tensor) -> Tensor:
        only = torch.zeros(rows.shape[-1], dtype=rows.dtype, device=rows.device)
        only[place] = 0.7
        return rows + only * rows.roll(1, 0)

    return mix


def _mixed(draw: Draw, b: int, n: int, m: int, mixing: Mixing, width: int = HIDDEN) -> Function:
    """`row_wise`, with its rows mixed at the end."""
    seen = row_wise(draw, b, n, m, width)
    return lambda batch: mixing(seen(batch))


def couplings(seed: int) -> tuple[Call, ...]:
    """The calls of `is_independent`: rows apart and rows coupled, plainly or barely; peaks where M · N ≫ width."""
    name, calls = "is_independent", []
    mixings: tuple[tuple[str, Mixing, int, int, int, torch.dtype], ...] = (
        ("batch norm", _batch_norm, 5, 3, 7, F64),
        ("batch norm", _batch_norm, 7, 5, 3, F32),
        ("softmax over the batch", lambda rows: rows.softmax(0), 3, 5, 7, F64),
        ("cumulative sum", lambda rows: rows.cumsum(0), 5, 3, 2, F64),
        ("cumulative sum, from the end", lambda rows: rows.flip(0).cumsum(0).flip(0), 5, 2, 3, F32),
        ("one pair, the first sees the last", _one_pair(0, 6), 7, 3, 5, F64),
        ("one pair, the last sees the first", _one_pair(4, 0), 5, 7, 3, F32),
        ("one pair in the middle", _one_pair(3, 5), 11, 3, 5, F64),
        ("one pair in the first half", _one_pair(2, 0), 7, 5, 3, F64),
        ("one pair in the second half", _one_pair(8, 10), 11, 5, 3, F32),
        ("one pair, far from each other", _one_pair(8, 3), 11, 3, 5, F64),
        ("one pair, far from each other", _one_pair(2, 8), 13, 3, 2, F32),
        ("one pair in a batch of two", _one_pair(0, 1), 2, 3, 5, F64),
        ("one pair in a batch of two, the other way", _one_pair(1, 0), 2, 5, 3, F64),
        ("one pair after the other", _two_by_two, 5, 3, 7, F64),
        ("one pair after the other", _two_by_two, 7, 5, 3, F32),
        (f"{ONE_OUTPUT}, the first", _one_output(0), 6, 2, 4, F64),
        (f"{ONE_OUTPUT}, the last", _one_output(-1), 4, 6, 2, F64),
        (f"{BARELY} of 1e-3", _weakly, 5, 3, 7, F64),
        (f"{BARELY} of 1e-3", _weakly, 3, 5, 2, F64),
        (f"{BARELY} of 1e-3", _weakly, 7, 3, 5, F32),
    )
    for what, mixing, b, m, n, dtype in mixings:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        calls.append(_coupling(what, _mixed(draw, b, n, m, mixing), draw, b, m, n))
    for what, b, m, n, dtype in (
        ("layers", 5, 3, 7, F64),
        ("layers", 7, 5, 3, F32),
        ("layers, one output", 3, 1, 5, F64),
        ("layers, one input", 3, 5, 1, F64),
        ("layers, two rows", 2, 3, 5, F64),
    ):
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        calls.append(_coupling(f"{APART} {what}", row_wise(draw, b, n, m), draw, b, m, n))
    draw = Draw.seeded(seed, name, "norm")
    calls.append(_coupling(f"{APART} layer norm", _normalised(draw, 5, 7, 3), draw, 5, 3, 7))
    draw = Draw.seeded(seed, name, "softmax")
    across = _mixed(draw, 5, 7, 3, lambda rows: rows.softmax(-1))
    calls.append(_coupling(f"{APART} softmax over features", across, draw, 5, 3, 7))
    return (*calls, _weighed(seed, name), *_verdicts_again(Draw.seeded(seed, name, "again")))


def _coupling(what: str, f: Function, draw: Draw, b: int, m: int, n: int, **options: Any) -> Call:
    return _sized(what, f, draw.normal(b, n), m, mark_size=options.pop("width", HIDDEN) * b, **options)


def _weighed(seed: int, name: str) -> Call:
    """Where the peak is judged: rows apart, so that no answer may stop at the first row."""
    b, m, n = 23, 17, 19
    draw = Draw.seeded(seed, name, "large")
    return _coupling(
        f"{APART} layers, large", row_wise(draw, b, n, m, NARROW), draw, b, m, n, counted=True, width=NARROW
    )


def _verdicts_again(draw: Draw) -> Iterator[Call]:
    """The same X for another f, and back: what an answer keeps shows here."""
    batch = draw.normal(5, 7)
    apart, mixed = row_wise(draw, 5, 7, 3), _mixed(draw, 5, 7, 3, _batch_norm)
    for what, f in ((f"{APART} layers, first of three", apart), (f"{SAME_BATCH}, batch norm", mixed)):
        yield _sized(what, f, batch, 3, mark_size=5 * HIDDEN)
    yield _sized(f"{APART} layers, once more", apart, batch, 3, mark_size=5 * HIDDEN)
