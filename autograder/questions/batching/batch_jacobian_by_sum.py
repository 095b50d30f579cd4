"""batch_jacobian_by_sum: what is asked."""

from autograder.questions.batching.batches import HIDDEN, SIZES, again, sized
from autograder.questions.batching.diagonal_blocks import jacobians_on_the_diagonal
from autograder.questions.batching.loops import Passes, Sizes, loop_of_passes
from autograder.questions.batching.row_wise import normalised, row_wise
from autograder.questions.draw import Draw
from autograder.questions.question import Budget, Call, Question, Rules


def _calls(seed: int) -> tuple[Call, ...]:
    """Calls on f of the batch, its rows independent."""
    name, calls = "batch_jacobian_by_sum", []
    for what, b, m, n, dtype, counted in SIZES:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        f = row_wise(draw, b, n, m)
        calls.append(sized(what, f, draw.normal(b, n), m, counted=counted, mark_size=b * HIDDEN))
    draw = Draw.seeded(seed, name, "layer norm")
    calls.append(sized("layer norm", normalised(draw, 5, 7, 3), draw.normal(5, 7), 3, mark_size=5 * HIDDEN))
    draw = Draw.seeded(seed, name, "again")
    f, g = row_wise(draw, 3, 7, 5), row_wise(draw, 3, 7, 5)
    return (*calls, *again(draw, f, g, 5, 7, 3, mark_size=3 * HIDDEN))


def _sample_by_sample(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name what takes the samples apart: f differentiated on part of the batch, or far more passes than the sum needs.

    Here a width is counted in whole batches.
    """
    if any(kind in passes for kind in ("sr", "st")):
        return "f on a part of the batch"
    return loop_of_passes(passes, used, sizes, 1)


QUESTION = Question(
    name="batch_jacobian_by_sum",
    title="the Jacobian of every sample, for f of the batch, by the sum trick",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(bars=_sample_by_sample, says="the sum trick: no vmap over the samples, and no loop over them"),
    budget=Budget(peak=True, says="a peak that grows like B, never like B²"),
    naive=jacobians_on_the_diagonal,
    hints=(
        "If row b of f(X) depends on row b of X alone, what is the derivative of the *sum* of all rows of f(X) with"
        " respect to row b of X?",
        "`f(X).sum(0)` has M entries and X has shape (B, N): which shape has the Jacobian between the two?",
        "Which axis of (M, B, N) belongs in front? `movedim` moves an axis; does `reshape` move anything?",
    ),
)
