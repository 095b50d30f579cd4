"""is_independent: what is asked.

Offers: `QUESTION`, and the words that a call's label begins with, by its sort of coupling: the key reads them again.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.questions.batching.batches import F32, F64, HIDDEN, NARROW, sized
from autograder.questions.batching.couplings import (
    Mixing,
    Reaching,
    batch_norm,
    by_one_input,
    flat_at_zero,
    hidden_from_sums,
    one_output,
    one_pair,
    two_by_two,
    weakly,
)
from autograder.questions.batching.row_wise import normalised, row_wise
from autograder.questions.device import ON_META
from autograder.questions.draw import Changing, Draw, Function
from autograder.questions.question import Budget, Call, Question

APART = "row-wise"
SUMMED_AWAY = ("batch norm", "softmax over the batch")
ONE_WAY = ("cumulative sum", "one pair")
ONE_OUTPUT = "one output alone"
ONE_INPUT = "one input alone"
ONLY_ANOTHER = "only another row"
ROW_SUMS = "a coupling that row sums hide"
AT_ZERO = "a coupling that is flat at zero"
BARELY = "weak coupling"
SAME_BATCH = "at the same X"


def _mixed(draw: Draw, b: int, n: int, m: int, mixing: Mixing, width: int = HIDDEN) -> Function:
    """`row_wise`, with its rows mixed at the end."""
    seen = row_wise(draw, b, n, m, width)
    return lambda batch: mixing(seen(batch))


def _calls(seed: int) -> tuple[Call, ...]:
    """Calls on rows coupled, plainly or barely, and rows apart; peaks where M · N ≫ width."""
    name = "is_independent"
    again = _verdicts_again(Draw.seeded(seed, name, "again"))
    return (*_coupled(seed, name), *_reached(seed, name), *_apart(seed, name), _weighed(seed, name), *again)


def _coupled(seed: int, name: str) -> Iterator[Call]:
    """Rows that are mixed at the end of f."""
    drawn = Draw.seeded(seed, name, "sizes")
    far, many, hundreds = drawn.size(23, 29), drawn.size(65, 73), drawn.size(257, 281)
    mixings: tuple[tuple[str, Mixing, int, int, int, torch.dtype], ...] = (
        ("batch norm", batch_norm, 5, 3, 7, F64),
        ("batch norm", batch_norm, 7, 5, 3, F32),
        ("softmax over the batch", lambda rows: rows.softmax(0), 3, 5, 7, F64),
        ("cumulative sum", lambda rows: rows.cumsum(0), 5, 3, 1, F64),
        ("cumulative sum, from the end", lambda rows: rows.flip(0).cumsum(0).flip(0), 5, 1, 3, F32),
        ("one pair, the first sees the last", one_pair(0, 6), 7, 3, 5, F64),
        ("one pair, the last sees the first", one_pair(4, 0), 5, 7, 3, F32),
        ("one pair in the middle", one_pair(3, 5), 11, 3, 5, F64),
        ("one pair in the first half", one_pair(2, 0), 7, 5, 7, F64),
        ("one pair in the second half", one_pair(8, 10), 11, 5, 3, F32),
        ("one pair, far from each other", one_pair(8, 3), 11, 3, 5, F64),
        ("one pair, far from each other", one_pair(2, 8), 13, 3, 2, F32),
        ("one pair in a batch of two", one_pair(0, 1), 2, 3, 5, F64),
        ("one pair in a batch of two, the other way", one_pair(1, 0), 2, 5, 3, F32),
        ("one pair after the other", two_by_two, 5, 3, 7, F64),
        ("one pair after the other", two_by_two, 7, 5, 3, F32),
        ("one pair at both ends of a long batch", one_pair(0, far - 1), far, 3, 2, F64),
        ("one pair at both ends, the other way", one_pair(far - 1, 0), far, 2, 3, F32),
        ("one pair at the end of hundreds", one_pair(hundreds - 2, hundreds - 1), hundreds, 1, 2, F64),
        (f"{ONE_OUTPUT}, the first", one_output(0), 6, 2, 4, F64),
        (f"{ONE_OUTPUT}, the last of many", one_output(-1), 3, many, 5, F64),
        (f"{ONE_OUTPUT}, the last", one_output(-1), 4, 6, 2, F64),
        (f"{ONLY_ANOTHER}, the one before", lambda rows: rows.roll(1, 0), 5, 3, 7, F64),
        (f"{ONLY_ANOTHER}, the one opposite", lambda rows: rows.flip(0), 6, 5, 3, F32),
        (f"{ONLY_ANOTHER}, the first", lambda rows: rows[:1].repeat(len(rows), 1), 5, 3, 2, F64),
        (f"{ROW_SUMS}", hidden_from_sums, 5, 3, 7, F64),
        (f"{ROW_SUMS}", hidden_from_sums, 7, 5, 3, F32),
        (f"{BARELY} of 1e-3", weakly, 5, 3, 7, F64),
        (f"{BARELY} of 1e-3", weakly, 3, 5, 2, F64),
        (f"{BARELY} of 1e-3", weakly, 7, 3, 5, F32),
    )
    for what, mixing, b, m, n, dtype in mixings:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        yield _coupling(what, _mixed(draw, b, n, m, mixing), draw, b, m, n)


def _reached(seed: int, name: str) -> Iterator[Call]:
    """Rows that see something of another row's input."""
    many = Draw.seeded(seed, name, "inputs").size(65, 73)
    reachings: tuple[tuple[str, Reaching, int, int, int, torch.dtype], ...] = (
        (f"{ONE_INPUT}, in the middle", by_one_input(2), 5, 3, 7, F64),
        (f"{ONE_INPUT}, the last of many", by_one_input(-1), 3, 5, many, F32),
        (AT_ZERO, flat_at_zero, 5, 3, 7, F64),
        (AT_ZERO, flat_at_zero, 7, 5, 3, F32),
    )
    for what, reaching, b, m, n, dtype in reachings:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        yield _coupling(what, _joined(row_wise(draw, b, n, m), reaching), draw, b, m, n)


def _joined(seen: Function, reaching: Reaching) -> Function:
    return lambda batch: seen(batch) + reaching(batch)


def _apart(seed: int, name: str) -> Iterator[Call]:
    """Rows that see themselves alone."""
    for what, b, m, n, dtype in (
        ("layers", 5, 3, 7, F64),
        ("layers", 7, 5, 11, F32),
        ("layers, one output", 3, 1, 5, F64),
        ("layers, one input", 31, 5, 1, F32),
        ("layers, two rows", 2, 37, 61, F64),
    ):
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        yield _coupling(f"{APART} {what}", row_wise(draw, b, n, m), draw, b, m, n)
    draw = Draw.seeded(seed, name, "norm")
    yield _coupling(f"{APART} layer norm", normalised(draw, 5, 7, 3), draw, 5, 3, 7)
    draw = Draw.seeded(seed, name, "softmax")
    across = _mixed(draw, 5, 7, 3, lambda rows: rows.softmax(-1))
    yield _coupling(f"{APART} softmax over features", across, draw, 5, 3, 7)
    draw = Draw.seeded(seed, name, "handed on")
    yield _coupling(f"{APART} f that hands its input on", lambda batch: batch, draw, 5, 3, 3)


def _coupling(what: str, f: Function, draw: Draw, b: int, m: int, n: int, **options: Any) -> Call:
    batch = draw.normal(n, b).T if b < n else draw.normal(b, n)  # a transpose here and there
    return sized(what, f, batch, m, mark_size=options.pop("width", HIDDEN) * b, **options)


def _weighed(seed: int, name: str) -> Call:
    """Where the peak is judged: rows apart, so that no answer may stop at the first row.

    f is narrow inside, so that (B, M, B, N) outweighs whatever else passes through f.
    """
    b, m, n = 23, 17, 19
    draw = Draw.seeded(seed, name, "large")
    return _coupling(
        f"{APART} layers, large", row_wise(draw, b, n, m, NARROW), draw, b, m, n, counted=True, width=NARROW
    )


def _verdicts_again(draw: Draw) -> Iterator[Call]:
    """The same X for another f, and back; then that f with its rows mixed: what an answer keeps shows here."""
    batch = draw.normal(5, 7)
    apart, mixed = Changing(row_wise(draw, 5, 7, 3)), _mixed(draw, 5, 7, 3, batch_norm)
    for what, f, before in (
        (f"{APART} layers, first of some in a row", apart, None),
        (f"{SAME_BATCH}, batch norm", mixed, None),
        (f"{APART} layers, once more", apart, None),
        (f"{SAME_BATCH}, that f with its rows mixed", apart, lambda: apart.become(mixed)),
    ):
        yield sized(what, f, batch, 3, mark_size=5 * HIDDEN, before=before)


def apart_in_the_whole_jacobian(f: Function, batch: Tensor) -> bool:
    """The naive test: build (B, M, B, N), and look beside its diagonal of blocks. Shapes: batch (B, N)."""
    recorded: Any = torch.func.vjp(f, batch)
    reached, pullback = recorded
    (b, n), m = batch.shape, reached.shape[1]
    whole = batch.new_empty(b, m, b, n)
    for row in range(b):
        units = batch.new_zeros(m, b, m)
        units[:, row] = torch.eye(m, dtype=batch.dtype, device=batch.device)
        whole[row] = torch.func.vmap(pullback)(units)[0]
    return not any(whole[i, :, j].any() for i in range(b) for j in range(b) if i != j)


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return sized(ON_META, row_wise(draw, 5, 3, 2), draw.normal(5, 3), 2)


QUESTION = Question(
    name="is_independent",
    title="whether the rows of f(X) are independent of one another",
    calls=_calls,
    points={"value": 3, "cost": 2},
    budget=Budget(peak_of_naive=True, says="a peak well under that of a Jacobian of shape (B, M, B, N)"),
    naive=apart_in_the_whole_jacobian,
    elsewhere=_on_meta,
    hints=(
        "If you move one row of X, and nothing else, which rows of f(X) may move? How would you see it if another did?",
        "Is one row of X enough to look at? Think of a cumulative sum, seen from its first row and from its last.",
        "How much must another row move before you call it coupled? Choose a step (or a cotangent), of its own for"
        " each number, and a threshold such that rounding stays below it and a coupling of 1e-3 above, in float32 too.",
    ),
)
