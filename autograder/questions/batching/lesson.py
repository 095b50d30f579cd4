"""Lesson 05, `batching`: many samples, no loop.

Contract: shared course notes, *Lesson 05*. The functions f and the calls are in `calls.py`; baselines for
timing stand here, since they must run beside the answer.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.questions.batching import calls as calls
from autograder.questions.draw import Draw, Function
from autograder.questions.question import Budget, Question, Rules, Trend

Passes = Mapping[str, Mapping[int, int]]
Sizes = Mapping[str, int]

_SECOND_ORDER = ("frt", "frr", "ftr", "ftt")
# Its tracing, some 300 ms at any size, would drown a trend: out where one is judged.
_UNTIMED = ("torch.func.linearize",)


def jacobians_by_vmap(f: Function, batch: Tensor) -> Tensor:
    """J of every sample as the lesson teaches it. Shapes: batch (B, N), f: (N,) → (M,) → (B, M, N)."""
    mapped: Tensor = torch.func.vmap(torch.func.jacrev(f))(batch)
    return mapped


def jacobians_one_by_one(f: Function, batch: Tensor) -> Tensor:
    """The loop over samples of the same transform. Shapes: as `jacobians_by_vmap`."""
    return torch.stack([torch.func.jacrev(f)(x) for x in batch])


def jacobians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way for f of the batch: all of (B, M, B, N), then its diagonal. Shapes: batch (B, N) → (B, M, N)."""
    whole: Tensor = torch.func.jacrev(f)(batch)
    return whole.diagonal(dim1=0, dim2=2).movedim(-1, 0)


def mapped_jacobians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way for f of one sample. Shapes: as `jacobians_by_vmap`."""
    return jacobians_on_the_diagonal(torch.func.vmap(f), batch)


def apart_in_the_whole_jacobian(f: Function, batch: Tensor) -> bool:
    """The naive test: build (B, M, B, N), and look beside its diagonal of blocks. Shapes: batch (B, N)."""
    recorded: Any = torch.func.vjp(f, batch)
    reached, pullback = recorded
    (b, n), m = batch.shape, reached.shape[1]
    whole = batch.new_empty(b, m, b, n)
    for row in range(b):
        units = batch.new_zeros(m, b, m)
        units[:, row] = torch.eye(m, dtype=batch.dtype)
        whole[row] = torch.func.vmap(pullback)(units)[0]
    return not any(whole[i, :, j].any() for i in range(b) for j in range(b) if i != j)


def hessians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way: all of (B, M, B, N, B, N), then its diagonal. Shapes: batch (B, N) → (B, M, N, N)."""
    whole = torch.func.jacfwd(torch.func.jacrev(torch.func.vmap(f)))(batch)
    return torch.stack([whole[i, :, i, :, i] for i in range(len(batch))])


def _a_batch(b: int) -> tuple[Function, Tensor]:
    """A small network of one sample: what a loop pays for is calling it, B times."""
    draw = Draw.seeded(b, "trend")
    n, m, width = 6, 4, 11
    inner, outer = draw.normal(width, n) / n**0.5, draw.normal(m, width) / width**0.5

    def f(x: Tensor) -> Tensor:
        hidden = torch.tanh(inner @ x)
        return torch.sin(outer @ (hidden + hidden * hidden))

    return f, draw.normal(b, n)


def _one_at_a_time(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name a loop over samples: no forward of f carries more than one, or the passes after it take them one by one."""
    if max(passes.get("f", {0: 0}), default=0) == 1 and sizes["B"] > 1:
        return "f on one sample at a time"
    return _loop_of_passes(passes, used, sizes, sizes["B"])


def _one_at_a_time_twice(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """As `_one_at_a_time`, for second derivatives: the passes that multiply with them tell.

    A pass back through a recorded Jacobian carries all of its M rows, so that M · N of them carry M times as many.
    """
    if max(passes.get("f", {0: 0}), default=0) == 1 and sizes["B"] > 1:
        return "f on one sample at a time"
    needed = sizes["M"] * sizes["N"] * max(sizes["M"], sizes["N"]) * sizes["B"]
    return "a loop over samples" if any(_far_beyond(passes.get(kind, {}), needed) for kind in _SECOND_ORDER) else None


def _sample_by_sample(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name what takes the samples apart: f differentiated on part of the batch, or far more passes than the sum needs.

    Here a width is counted in whole batches.
    """
    if any(kind in passes for kind in ("sr", "st")):
        return "f on a part of the batch"
    return _loop_of_passes(passes, used, sizes, 1)


def _loop_of_passes(passes: Passes, used: tuple[str, ...], sizes: Sizes, batch: int) -> str | None:
    """Name a loop over samples by its first derivatives; `batch` is the width of one batch.

    torch.autograd.functional's own loop is torch's, unless it is called for every sample.
    """
    functional = any(name.startswith("torch.autograd.functional.") for name in used)
    if functional and sum(passes.get("f", {}).values()) < sizes["B"]:
        return None
    needs = (("fr", sizes["M"]), ("ft", sizes["N"]))
    apart = any(_far_beyond(passes.get(kind, {}), needed * batch) for kind, needed in needs)
    return "a loop over samples" if apart else None


def _far_beyond(widths: Mapping[int, int], needed: int) -> bool:
    """Tell whether several passes carry more than twice the vectors needed; one pass that does is a matter of cost."""
    vectors = sum(width * count for width, count in widths.items())
    return sum(widths.values()) > 1 and vectors > 2 * needed


def _batched(sizes: Sizes) -> int:
    # The extra forward that is always allowed may be a batched one too.
    return 2 * sizes["B"]


BATCH_JACOBIAN = Question(
    name="batch_jacobian",
    title="the Jacobian of every sample, for f of one sample",
    calls=calls.of_samples,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(("torch.func.vmap",), _UNTIMED, bars=_one_at_a_time, says="vmap over the samples"),
    budget=Budget(
        forwards=_batched,
        forward_passes=lambda s: 1,
        peak=True,
        says="one batched forward, and a peak that grows like B, never like B²",
    ),
    naive=mapped_jacobians_on_the_diagonal,
    trend=Trend(
        claim="One mapped Jacobian beats a loop over the samples, and its lead grows with B.",
        size_name="B",
        sizes=(16, 24, 32, 48),
        make=_a_batch,
        naive=jacobians_one_by_one,
        reference=jacobians_by_vmap,
        threshold=0.35,
    ),
    hints=(
        "Which function gives the Jacobian of *one* sample? If you had it, what would have to happen to its argument"
        " to get all B of them?",
        "What does `vmap` make of a function of one x, such as `jacrev(f)`? And what would you get if the two changed"
        " places?",
        "Which shape has vmap(g)(X), if g = jacrev(f)? It is that of one g(x) with B in front: compare with what is"
        " asked.",
    ),
)

BATCH_JACOBIAN_BY_SUM = Question(
    name="batch_jacobian_by_sum",
    title="the Jacobian of every sample, for f of the batch, by the sum trick",
    calls=calls.of_batches,
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

IS_INDEPENDENT = Question(
    name="is_independent",
    title="whether the rows of f(X) are independent of one another",
    calls=calls.couplings,
    points={"value": 3, "cost": 2},
    budget=Budget(peak_of_naive=True, says="a peak well under that of a Jacobian of shape (B, M, B, N)"),
    naive=apart_in_the_whole_jacobian,
    hints=(
        "If you move one row of X, and nothing else, which rows of f(X) may move? How would you see it if another did?",
        "Is one row of X enough to look at? Think of a cumulative sum, seen from its first row and from its last.",
        "How much must another row move before you call it coupled? Choose a step (or a cotangent) and a threshold"
        " such that rounding stays below it and a coupling of 1e-3 above, in float32 too.",
    ),
)

BATCH_HESSIAN = Question(
    name="batch_hessian",
    title="the Hessian of every output of every sample",
    calls=calls.of_curvatures,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(("torch.func.vmap",), bars=_one_at_a_time_twice, says="vmap over the samples"),
    budget=Budget(
        forwards=_batched,
        forward_passes=lambda s: 1,
        peak_of_naive=True,
        says="one batched forward, and nothing that pairs one sample with another",
    ),
    naive=hessians_on_the_diagonal,
    hints=(
        "What is the Hessian of *one* sample, when f has M outputs? Write its shape down before you think of the"
        " batch.",
        "Which two derivatives, one inside the other, give it? f may stay as it is: does either of them want a scalar?",
        "How did the Jacobian of one sample become that of all? The same word goes in front here.",
    ),
)
