"""batch_jacobian: what is asked."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.questions.batching.batches import F32, F64, MANY, NARROW, SIZES, again, hundreds, large_sizes, sized
from autograder.questions.batching.diagonal_blocks import jacobians_on_the_diagonal
from autograder.questions.batching.loops import Passes, Sizes, batched, f_is_called_alone, loop_of_passes
from autograder.questions.device import ON_META
from autograder.questions.draw import TINY, VAST, Draw, Function, linear, partial, smooth, times
from autograder.questions.question import Budget, Call, Question, Rules, Trend


def _calls(seed: int) -> tuple[Call, ...]:
    """Calls on f of one sample."""
    name, calls = "batch_jacobian", []
    for what, b, m, n, dtype, counted in SIZES:
        draw = Draw.seeded(seed, name, what, b, m, n).to(dtype)
        calls.append(sized(what, smooth(draw, n, m), draw.normal(b, n), m, counted=counted))
    for factor, (what, b, m, n) in zip((VAST, TINY), large_sizes(seed, name), strict=True):
        draw = Draw.seeded(seed, name, what)
        calls.append(sized(what, times(factor, smooth(draw, n, m)), draw.normal(b, n), m))
    draw = Draw.seeded(seed, name, "hundreds")
    calls.append(sized("hundreds of samples", smooth(draw, 1, 1, 1), draw.normal(hundreds(draw), 1), 1, mark_size=1))
    draw = Draw.seeded(seed, name, "pairs").to(F64)
    narrow = smooth(draw, 2, 3, NARROW)
    calls.append(sized("batch of many", narrow, draw.normal(MANY, 2), 3, mark_size=NARROW, counted=True))
    calls.extend(_handed_on(Draw.seeded(seed, name, "handed on")))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(sized("linear f", linear(draw, 7, 5), draw.normal(3, 7), 5, mark_size=5))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(sized("f that ignores part of x, X a transpose", partial(draw, 7, 3, 4), draw.normal(7, 5).T, 3))
    draw = Draw.seeded(seed, name, "zero").to(F32)
    calls.append(sized("X = 0", smooth(draw, 11, 3), 0 * draw.normal(31, 11), 3))
    draw = Draw.seeded(seed, name, "again")
    return (*calls, *again(draw, lambda: smooth(draw, 7, 5), 5, 7, 3))


def _handed_on(draw: Draw) -> Iterator[Call]:
    """An f that hands on its input, and so its cotangent: who uses one of them again and again shows it."""
    shift = draw.normal(5)
    yield sized("f that hands its input on", lambda x: x, draw.with_zeros(3, 5), 5)
    yield sized("f that shifts its input", lambda x: x + shift, draw.normal(7, 5), 5)
    yield sized("f that cuts its input", lambda x: x[:3], draw.normal(5, 7), 3)


def jacobians_by_vmap(f: Function, batch: Tensor) -> Tensor:
    """J of every sample as the lesson teaches it. Shapes: batch (B, N), f: (N,) → (M,) → (B, M, N)."""
    mapped: Tensor = torch.func.vmap(torch.func.jacrev(f))(batch)
    return mapped


def jacobians_one_by_one(f: Function, batch: Tensor) -> Tensor:
    """The loop over samples of the same transform. Shapes: as `jacobians_by_vmap`."""
    return torch.stack([torch.func.jacrev(f)(x) for x in batch])


def mapped_jacobians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way for f of one sample. Shapes: as `jacobians_by_vmap`."""
    return jacobians_on_the_diagonal(torch.func.vmap(f), batch)


def _a_batch(draw: Draw, b: int) -> tuple[Function, Tensor]:
    """A small network of one sample: what a loop pays for is calling it, B times."""
    n, m, width = 6, 4, 11
    inner, outer = draw.normal(width, n) / n**0.5, draw.normal(m, width) / width**0.5

    def f(x: Tensor) -> Tensor:
        hidden = torch.tanh(inner @ x)
        return torch.sin(outer @ (hidden + hidden * hidden))

    return f, draw.normal(b, n)


def _one_at_a_time(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name a loop over samples: no forward of f carries more than one, or the passes after it take them one by one."""
    return f_is_called_alone(passes, sizes) or loop_of_passes(passes, used, sizes, sizes["B"])


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return sized(ON_META, smooth(draw, 3, 2), draw.normal(5, 3), 2)


QUESTION = Question(
    name="batch_jacobian",
    title="the Jacobian of every sample, for f of one sample",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        ("torch.func.vmap",),
        # Its tracing, some 300 ms at any size, would drown the trend.
        forbids=("torch.func.linearize",),
        bars=_one_at_a_time,
        says="vmap over the samples",
    ),
    budget=Budget(
        forwards=batched,
        forward_passes=lambda s: 1,
        peak=True,
        says="one batched forward, and a peak that grows like B, never like B²",
    ),
    naive=mapped_jacobians_on_the_diagonal,
    trend=Trend(
        claim="One mapped Jacobian beats a loop over the samples, by far where there are many.",
        size_name="B",
        sizes=(16, 24, 32, 48),
        make=_a_batch,
        naive=jacobians_one_by_one,
        called="a loop",
        reference=jacobians_by_vmap,
        threshold=0.35,
    ),
    elsewhere=_on_meta,
    hints=(
        "Which function gives the Jacobian of one sample? If you had it, what would have to happen to its argument"
        " to get all B of them?",
        "What does `vmap` make of a function of one x, such as `jacrev(f)`? And what would you get if the two changed"
        " places?",
        "Which shape has vmap(g)(X), if g = jacrev(f)? It is that of one g(x) with B in front: compare with what is"
        " asked.",
    ),
)
