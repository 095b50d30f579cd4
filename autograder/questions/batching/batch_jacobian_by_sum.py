"""batch_jacobian_by_sum: what is asked."""

from collections.abc import Iterator
from dataclasses import replace

from torch import Tensor

from autograder.questions.batching.batches import (
    F32,
    F64,
    HIDDEN,
    MANY,
    NARROW,
    SIZES,
    again,
    hundreds,
    large_sizes,
    sized,
)
from autograder.questions.batching.diagonal_blocks import jacobians_on_the_diagonal
from autograder.questions.batching.loops import Passes, Sizes, loop_of_passes
from autograder.questions.batching.row_wise import normalised, row_wise
from autograder.questions.device import ON_META
from autograder.questions.draw import TINY, VAST, Draw, times
from autograder.questions.question import Budget, Call, Question, Rules


def _calls(seed: int) -> tuple[Call, ...]:
    """Calls on f of the batch, its rows independent."""
    name, calls = "batch_jacobian_by_sum", []
    for what, b, m, n, dtype, counted in SIZES:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        f = row_wise(draw, b, n, m)
        calls.append(sized(what, f, draw.normal(b, n), m, counted=counted, mark_size=b * HIDDEN))
    for factor, (what, b, m, n) in zip((VAST, TINY), large_sizes(seed, name), strict=True):
        draw = Draw.seeded(seed, name, what)
        f = times(factor, row_wise(draw, b, n, m))
        calls.append(sized(what, f, draw.normal(b, n), m, mark_size=b * HIDDEN))
    draw = Draw.seeded(seed, name, "hundreds")
    b = hundreds(draw)
    calls.append(sized("hundreds of samples", row_wise(draw, b, 1, 1, 1), draw.normal(b, 1), 1, mark_size=b))
    draw = Draw.seeded(seed, name, "pairs").to(F64)
    narrow = row_wise(draw, MANY, 2, 3, NARROW)
    calls.append(sized("batch of many", narrow, draw.normal(MANY, 2), 3, mark_size=MANY * NARROW, counted=True))
    calls.extend(_handed_on(Draw.seeded(seed, name, "handed on")))
    draw = Draw.seeded(seed, name, "layer norm")
    norm = normalised(draw, 5, 7, 3)

    def turned(batch: Tensor) -> Tensor:
        return norm(batch).movedim(0, -1).contiguous().movedim(-1, 0)  # takes a row alone, too

    call = sized("layer norm, X and f(X) transposes", turned, draw.normal(7, 5).T, 3)
    calls.append(replace(call, mark_size=5 * HIDDEN))
    draw = Draw.seeded(seed, name, "zero").to(F32)
    calls.append(sized("X = 0", row_wise(draw, 31, 11, 3), 0 * draw.normal(31, 11), 3, mark_size=31 * HIDDEN))
    draw = Draw.seeded(seed, name, "again")
    return (*calls, *again(draw, lambda: row_wise(draw, 3, 7, 5), 5, 7, 3, mark_size=3 * HIDDEN))


def _handed_on(draw: Draw) -> Iterator[Call]:
    """An f that hands on its batch, and so its cotangent: who uses one of them again and again shows it."""
    shift = draw.normal(5)
    yield sized("f that hands its input on", lambda batch: batch, draw.with_zeros(3, 5), 5)
    yield sized("f that shifts its input", lambda batch: batch + shift, draw.normal(7, 5), 5)
    yield sized("f that cuts its input", lambda batch: batch[..., :3], draw.normal(5, 7), 3)


def _sample_by_sample(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name what takes the samples apart: f differentiated on part of the batch, or far more passes than the sum needs.

    Here a width is counted in whole batches.
    """
    if any(kind in passes for kind in ("sr", "st")):
        return "f on a part of the batch"
    return loop_of_passes(passes, used, sizes, 1)


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return sized(ON_META, row_wise(draw, 5, 3, 2), draw.normal(5, 3), 2)


QUESTION = Question(
    name="batch_jacobian_by_sum",
    title="the Jacobian of every sample, for f of the batch, by the sum trick",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(bars=_sample_by_sample, says="the sum trick: no vmap over the samples, and no loop over them"),
    budget=Budget(peak=True, says="a peak that grows like B, never like B²"),
    naive=jacobians_on_the_diagonal,
    elsewhere=_on_meta,
    hints=(
        "If row b of f(X) depends on row b of X alone, what is the derivative of the sum of all rows of f(X) with"
        " respect to row b of X?",
        "`f(X).sum(0)` has M entries and X has shape (B, N): which shape has the Jacobian between the two?",
        "Which axis of (M, B, N) belongs in front? `movedim` moves an axis; does `reshape` move anything?",
    ),
)
