"""Mistakes that several exercises on batches share.

Offers each of them by its name, and `keeps_an_f`, which makes one for a way to differentiate.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.batching.detectors import (
    a_forward_for_each_output,
    barred,
    chunked,
    gives,
    loops,
    message,
    pairs_samples,
    scaled,
)
from autograder.answer_key.compare import equal_to, reshaped_for_turned
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS
from autograder.questions.draw import Function

_ROWS = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}

UNDER_VMAP = (
    Mistake(
        "item-under-vmap",
        "value",
        message("calling .item()", "data-dependent control flow"),
        "A Python number was asked of a tensor that stands for all samples at once.",
        "Under vmap each sample has a number of its own, so `.item()`, `float(...)` and `if` have no one answer.",
        "Keep it a tensor: index with it, or choose by `torch.where`.",
    ),
    Mistake(
        "randomness-under-vmap",
        "value",
        message("randomness error mode"),
        "Random numbers were drawn under vmap, which was not told whether samples share them.",
        "Both are sensible: one draw for all samples (`same`), or one each (`different`).",
        "A derivative needs none; where you do need them, draw before, or pass `randomness=`.",
    ),
    Mistake(
        "in-dims-malformed",
        "value",
        message("in_dims"),
        "vmap could not match its in_dims with the arguments.",
        "in_dims has one entry for each argument of the mapped function: an axis, or None for what all samples share.",
        "With X the only argument, leave in_dims out: 0 is its default.",
    ),
    Mistake(
        "functional-under-vmap",
        "value",
        lambda case: (
            any("torch.autograd.functional" in name for seen, _ in case.pairs for name in seen.used)
            and any(seen.raised for seen, _ in case.pairs)
        ),
        "torch.autograd.functional was put under vmap, and failed there.",
        "It is built on `backward` and on leaves that require grad; vmap maps functions made of torch's operations.",
        "Use `torch.func.jacrev` or `jacfwd`: they are made to be mapped.",
    ),
    Mistake(
        "ragged-batch",
        "value",
        message("stack expects each tensor to be equal size"),
        "Tensors of different shapes were stacked.",
        "A batch is a box: every sample has the same shape.",
        "Print the shapes that go into the stack. Which of them should not be there, or was cut short?",
    ),
)

F_SEES_THE_BATCH = Mistake(
    "whole-batch-into-f",
    "value",
    message("cannot be multiplied", "size mismatch", "must match the size", "Expected size for first two"),
    "f was handed something other than the one sample, of shape (N,), that it is made for.",
    "f knows nothing of batches: the batch axis, or an axis that `unsqueeze` added, meets f's weights where N belongs.",
    "Let vmap take the batch axis away: `vmap(g)(X)` calls g with one row of X.",
)
SINGLETON = Mistake(
    "singleton-axis",
    "value",
    gives(*(lambda right, at=at: right.unsqueeze(at) for at in (1, 2, 3))),
    "The numbers are right, with an axis of length 1 among them.",
    "An `unsqueeze` (or an index like `x[None]`) adds an axis, and every derivative carries it on.",
    "Take it out where it came in, or index it away at the end.",
)
OUT_DIMS = Mistake(
    "batch-axis-last",
    "value",
    gives(lambda right: right.movedim(0, -1)),
    "The numbers are right; the batch axis is the last one.",
    "`out_dims` says where vmap puts the batch axis; it is 0 unless told.",
    "Leave `out_dims` out: the course has the batch axis first.",
)
NOT_MOVED = Mistake(
    "axes-not-moved",
    "value",
    gives(lambda right: right.movedim(0, 1)),
    "The numbers are right; the first two axes have changed places.",
    "The derivative of the sum has the output's axis first: (M, B, N).",
    "End with `.movedim(0, 1)`.",
)
RESHAPED = Mistake(
    "reshaped-for-moved",
    "value",
    gives(lambda right: reshaped_for_turned(right, right.movedim(0, 1)), reshaped_for_turned),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` cuts the same row of numbers into other lengths; it moves none of them.",
    "Use `movedim` or `.mT` to change the order of axes.",
)
TRANSPOSED = Mistake(
    "transposed",
    "value",
    gives(lambda right: right.mT),
    "You gave the transpose of each sample's Jacobian.",
    "Outputs first, inputs after: (B, M, N).",
    "Swap the last two axes, `.mT`, or stack along the other one.",
)
OVER_FEATURES = Mistake(
    "summed-over-features",
    "value",
    gives(
        lambda right: right.sum(1),
        lambda right: right.sum(1, keepdim=True).expand_as(right),
        lambda right: torch.eye(len(right), dtype=right.dtype)[:, :, None] * right.sum(1)[:, None],
    ),
    "Outputs were added up, and their axis is gone.",
    "Summing over features mixes the M outputs of a sample, which are asked for one by one.",
    "Sum over samples (`dim=0`) in the sum trick; otherwise give every output a unit vector of its own.",
)
MEAN = Mistake(
    "mean-for-sum",
    "value",
    lambda case: scaled(case, -1),
    "Every entry is B times too small.",
    "A mean over the batch divides by B, and so does its derivative.",
    "Take the sum.",
)
FACTOR = Mistake(
    "factor-of-batch",
    "value",
    lambda case: scaled(case, 1),
    "Every entry is B times too large.",
    "Samples were counted B times over: say, a sum of copies of the batch, or a mean undone that was never taken.",
    "With one sample the factor is 1. Try B = 2, and see what doubles.",
)
NO_SAMPLES = Mistake(
    "samples-added-up",
    "value",
    gives(lambda right: right.sum(0), lambda right: right.mean(0)),
    "There is no batch axis: the samples' derivatives were added up.",
    "The derivative of a summed (or averaged) loss by what all samples share is one sum. By X it keeps them apart.",
    "Differentiate with respect to X, and keep its first axis.",
)
PAIRS = Mistake(
    "every-pair-of-samples",
    "value",
    pairs_samples(1),
    "The result has shape (B, M, B, N): a block for every pair of samples.",
    "A Jacobian of the whole batch asks how every sample's output depends on every sample's input. All blocks off the"
    " diagonal are zero.",
    "Map the derivative rather than differentiate what is mapped: `vmap(jacrev(f))`, not `jacrev(vmap(f))`; for f of"
    " the batch, sum over samples first.",
)

JACOBIANS = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    PAIRS,
    SINGLETON,
    OUT_DIMS,
    NOT_MOVED,
    TRANSPOSED,
    RESHAPED,
    OVER_FEATURES,
    MEAN,
    FACTOR,
    NO_SAMPLES,
    *(_ROWS[slug] for slug in ("no-cotangent", "graph-freed", "not-in-the-graph", "input-not-tracked")),
)
REMARKS = tuple(_ROWS[slug] for slug in ("create-graph-for-nothing", "graph-kept-alive"))
LOOP = Mistake(
    "loop-over-samples",
    "",
    loops,
    "f was called with one sample at a time.",
    "A loop pays for every call of f, and for every step of its derivative, B times over; the numbers are the same.",
    "Write what you do for one sample as a function of x, and let `torch.func.vmap` map it over X.",
)
PULLED_ONE_BY_ONE = Mistake(
    "passes-sample-by-sample",
    "method",
    lambda case: any("a loop over samples" in says for says in barred(case)),
    "The batch went through f at once, and its derivatives came back for one sample at a time.",
    "Each of those passes drags the whole batch through f to give the numbers of one sample: B times the work, and a"
    " loop in Python on top.",
    "Map the derivative of one sample, `vmap(jacrev(f))`; or let one pass serve all samples by a cotangent that has"
    " a 1 in every row.",
)
CHUNKS = Mistake(
    "batch-in-chunks",
    "cost",
    chunked,
    "The batch went through f in parts.",
    "`chunk_size` saves memory and costs passes: each chunk calls f again.",
    "Here one batched forward is asked: leave it out.",
)
EACH_OUTPUT = Mistake(
    "forward-for-every-output",
    "cost",
    a_forward_for_each_output,
    "The batch went through f once for every output.",
    "One forward serves all outputs; a function of one output evaluates all of f again to pick a number from it.",
    "Differentiate f as it is: `jacrev` takes all outputs from one forward.",
)
KEPT = replace(next(mistake for mistake in EVERYWHERE if mistake.slug == "kept-between-calls"), rest=False)


def keeps_an_f(way: Callable[[Function, Tensor], Tensor]) -> Mistake:
    """An f of an earlier call, differentiated at the X of this one."""

    def is_of(before: Expected, result: Tensor, now: Expected) -> bool:
        f, batch, fresh = before.args[0], before.args[1], now.args[1]
        alike = f is not now.args[0] and batch.shape == fresh.shape and batch.dtype == fresh.dtype
        return alike and equal_to(result, way(f, fresh))

    def shows(case: Case) -> bool:
        told = [
            isinstance(seen.result, Tensor) and any(is_of(before, seen.result, now) for _, before in case.pairs)
            for seen, now in case.wrong()
        ]
        return bool(told) and all(told)

    return replace(KEPT, shows=shows)
