"""Key to `batch_jacobian_by_sum`."""

from dataclasses import replace

from torch import Tensor

from autograder.answer_key.batching.kept import keeps_an_f
from autograder.answer_key.batching.torch_messages import F_SEES_THE_BATCH, GRAPHS, UNDER_VMAP
from autograder.answer_key.batching.wasted_work import DIAGONAL, REMARKS
from autograder.answer_key.batching.wrong_results import JACOBIANS
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Expected, Mistake
from autograder.questions.batching.diagonal_blocks import jacobians_on_the_diagonal

_TAKEN_APART = Mistake(
    "samples-taken-apart",
    "method",
    lambda case: "forbidden" in case.over and "profile" not in case.evidence.flags,
    "The samples were taken apart, by a loop or by vmap.",
    "This exercise is about the other way: where rows are independent, the derivative of their sum holds all of"
    " their Jacobians.",
    "Sum f(X) over its rows, and take the Jacobian of that by X as a whole.",
)

_NOT_CLEARED = Mistake(
    "grad-not-cleared",
    "value",
    lambda case: case.gives(lambda e: e.result.cumsum(1) if e.result.shape[1] > 1 else None),
    "Row m of each sample's Jacobian is the sum of its first m + 1 rows.",
    "`.backward()` adds to `.grad`; it does not replace it.",
    "Clear it before each output, `leaf.grad = None`, or take `torch.autograd.grad`, which keeps no `.grad`.",
)


def _mean_reshaped(e: Expected) -> Tensor | None:
    """The Jacobian of the mean, (M, B, N), viewed as (B, M, N)."""
    samples, outputs, inputs = e.result.shape
    if min(samples, outputs) == 1:
        return None  # one factor and no axes to mix up, or the other way round
    wrong: Tensor = (e.result / samples).movedim(0, 1).reshape(samples, outputs, inputs)
    return wrong


_MEAN_RESHAPED = Mistake(
    "mean-and-reshaped",
    "value",
    lambda case: case.gives(_mean_reshaped),
    "Every number is B times too small, and stands in another sample's place.",
    "Two things at once: a mean divides by B, and so does its derivative; and the Jacobian of a sum over rows has the"
    " shape (M, B, N), which a reshape cuts up anew in memory's order, where axes have to change places.",
    "Take the sum, and `movedim(1, 0)` for the reshape.",
)

_MISTAKES = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    *JACOBIANS,
    _MEAN_RESHAPED,
    _NOT_CLEARED,
    *GRAPHS,
    _TAKEN_APART,
    # Here a loop costs the method: what is left of too high a peak is a vast result.
    replace(DIAGONAL, shows=lambda case: "peak" in case.over),
    keeps_an_f(jacobians_on_the_diagonal),
    *REMARKS,
)

ENTRY = Entry(jacobians_on_the_diagonal, _MISTAKES, tensor, signature="batch_jacobian_by_sum(f, X)")
