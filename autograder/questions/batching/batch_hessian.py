"""batch_hessian: what is asked."""

import torch
from torch import Tensor

from autograder.questions.batching.batches import F32, F64, NARROW, SOME, again, hundreds, large_sizes, sized
from autograder.questions.batching.loops import Passes, Sizes, batched, f_is_called_alone, far_beyond
from autograder.questions.device import ON_META
from autograder.questions.draw import TINY, VAST, Draw, Function, partial, smooth, times
from autograder.questions.marker import SECOND_ORDER
from autograder.questions.question import Budget, Call, Question, Rules


def _calls(seed: int) -> tuple[Call, ...]:
    """Calls on f of one sample; counted where a Hessian of the whole batch would be vast."""
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
        calls.append(sized(what, smooth(draw, n, m), draw.normal(b, n), m, counted=counted))
    for factor, (what, b, m, n) in zip((VAST, TINY), large_sizes(seed, name, 34, 42), strict=True):
        draw = Draw.seeded(seed, name, what)
        calls.append(sized(what, times(factor, smooth(draw, n, m)), draw.normal(b, n), m))
    draw = Draw.seeded(seed, name, "hundreds").to(F32)
    calls.append(sized("hundreds of samples", smooth(draw, 1, 1, 1), draw.normal(hundreds(draw), 1), 1, mark_size=1))
    draw = Draw.seeded(seed, name, "pairs").to(F64)
    narrow = smooth(draw, 2, 3, NARROW)
    calls.append(sized("batch of many", narrow, draw.normal(SOME, 2), 3, mark_size=NARROW, counted=True))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(sized("f that ignores part of x, X a transpose", partial(draw, 5, 3, 2), draw.normal(5, 7).T, 3))
    draw = Draw.seeded(seed, name, "zero").to(F32)
    calls.append(sized("X = 0", smooth(draw, 7, 3), 0 * draw.normal(11, 7), 3))
    draw = Draw.seeded(seed, name, "again")
    return (*calls, *again(draw, lambda: smooth(draw, 5, 3), 3, 5, 7))


def hessians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way: all Jacobians by the whole batch, (B, M, N, B, N), then the diagonal. Shapes: → (B, M, N, N).

    The Hessian of the whole batch pairs samples twice, and has no place in memory where there are many.
    """
    whole: Tensor = torch.func.jacrev(torch.func.vmap(torch.func.jacrev(f)))(batch)
    return whole.diagonal(dim1=0, dim2=3).movedim(-1, 0)


def _one_at_a_time(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    """Name a loop over samples: f is called with one, or the passes that multiply with second derivatives tell.

    A pass back through a recorded Jacobian carries all of its M rows, so that M · N of them carry M times as many.
    """
    needed = sizes["M"] * sizes["N"] * max(sizes["M"], sizes["N"]) * sizes["B"]
    loops = any(far_beyond(passes.get(kind, {}), needed) for kind in SECOND_ORDER)
    return f_is_called_alone(passes, sizes) or ("a loop over samples" if loops else None)


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return sized(ON_META, smooth(draw, 3, 2), draw.normal(5, 3), 2)


QUESTION = Question(
    name="batch_hessian",
    title="the Hessian of every output of every sample",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(("torch.func.vmap",), bars=_one_at_a_time, says="vmap over the samples"),
    budget=Budget(
        forwards=batched,
        forward_passes=lambda s: 1,
        # No order of modes takes more vectors for a sample, nor do directions that are added in pairs. What pairs
        # samples takes as many for each pair.
        widest=lambda s: s["B"] * (s["M"] * s["N"] + 1) ** 2,
        # All orders of two modes stay below four times the leanest; what pairs samples lies above nine, and grows.
        peak=True,
        peak_times=7,
        peak_of_naive=True,
        says="one batched forward, and nothing that pairs one sample with another",
    ),
    naive=hessians_on_the_diagonal,
    elsewhere=_on_meta,
    hints=(
        "What is the Hessian of one sample, when f has M outputs? Write its shape down before you think of the batch.",
        "Which two derivatives, one inside the other, give it? f may stay as it is: does either of them want a scalar?",
        "How did the Jacobian of one sample become that of all? The same word goes in front here.",
    ),
)
