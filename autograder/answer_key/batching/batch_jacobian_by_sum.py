"""Key to `batch_jacobian_by_sum`."""

from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.batching.kept import keeps_an_f
from autograder.answer_key.batching.torch_messages import F_SEES_THE_BATCH, GRAPHS, UNDER_VMAP
from autograder.answer_key.batching.wasted_work import DIAGONAL, REMARKS
from autograder.answer_key.batching.wrong_results import JACOBIANS
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Mistake
from autograder.questions.draw import Function


def jacobians_by_torch(f: Function, batch: Tensor) -> Tensor:
    """Return J of every sample, each in a batch of its own. Shapes: (B, N) → (B, M, N)."""
    return torch.stack([torch.func.jacrev(lambda row: f(row[None])[0])(row) for row in batch])


_TAKEN_APART = Mistake(
    "samples-taken-apart",
    "method",
    lambda case: "forbidden" in case.over and "profile" not in case.evidence.flags,
    "The samples were taken apart, by a loop or by vmap.",
    "This exercise is about the other way: where rows are independent, the derivative of their sum holds all of"
    " their Jacobians.",
    "Sum f(X) over its rows, and take the Jacobian of that by X as a whole.",
)

_MISTAKES = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    *JACOBIANS,
    *GRAPHS,
    _TAKEN_APART,
    # Here a loop costs the method: what is left of too high a peak is a vast result.
    replace(DIAGONAL, shows=lambda case: "peak" in case.over),
    keeps_an_f(jacobians_by_torch),
    *REMARKS,
)

ENTRY = Entry(jacobians_by_torch, _MISTAKES, tensor, signature="batch_jacobian_by_sum(f, X)")
