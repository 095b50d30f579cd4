"""Key to `batch_jacobian_by_sum`."""

from dataclasses import replace

from autograder.answer_key.batching.kept import keeps_an_f
from autograder.answer_key.batching.torch_messages import F_SEES_THE_BATCH, GRAPHS, UNDER_VMAP
from autograder.answer_key.batching.wasted_work import DIAGONAL, REMARKS
from autograder.answer_key.batching.wrong_results import JACOBIANS
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Mistake
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

_MISTAKES = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    *JACOBIANS,
    _NOT_CLEARED,
    *GRAPHS,
    _TAKEN_APART,
    # Here a loop costs the method: what is left of too high a peak is a vast result.
    replace(DIAGONAL, shows=lambda case: "peak" in case.over),
    keeps_an_f(jacobians_on_the_diagonal),
    *REMARKS,
)

ENTRY = Entry(jacobians_on_the_diagonal, _MISTAKES, tensor, signature="batch_jacobian_by_sum(f, X)")
