"""The calls of lesson 03: tall, wide, square and barely tall Jacobians; argnums as in lesson 02; Measurements.

Offers a function seed → calls for each question: `jacobian_functions`, `jacobians`, `measurements`.
"""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.utils.benchmark import Measurement
from torch.utils.benchmark.utils.common import TaskSpec

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.question import Call
from autograder.questions.vmap_vjp import my_jacrev as lesson_02

HIDDEN = 11
F64, F32 = torch.float64, torch.float32


def jacobian_functions(seed: int) -> tuple[Call, ...]:
    """The calls of `my_jacfwd`: those of `my_jacrev`, and how many arguments and entries each one asks for."""
    return tuple(replace(call, sizes={**call.sizes, **_asked(call)}) for call in lesson_02.jacobian_functions(seed))


def _asked(call: Call) -> dict[str, int]:
    """Return the number of arguments that are differentiated, and of their entries in all."""
    given = [part for part in call.args[1:] if isinstance(part, int)]
    args = [part for part in call.args[1:] if isinstance(part, Tensor)]
    argnums = call.kwargs.get("argnums", given[0] if given else 0)
    places = (argnums,) if isinstance(argnums, int) else argnums
    return {"asked": len(places), "entries": sum(args[place].numel() for place in places if place < len(args))}


def _jacobian(what: str, f: Function, x: Tensor, m: int, **options: Any) -> Call:
    n, mark_size = x.shape[0], options.pop("mark_size", HIDDEN)
    label = f"{what}: M = {m}, N = {n}, {str(x.dtype).removeprefix('torch.')}"
    return Call(label, (f, x), {"M": m, "N": n}, mark_size, **options)


def jacobians(seed: int) -> tuple[Call, ...]:
    """The calls of `cheapest_jacobian`: each side of square, far from it and near it."""
    name = "cheapest_jacobian"
    calls = []
    for what, m, n, dtype in (
        ("wide f", 3, 13, F64),
        ("tall f", 17, 3, F32),
        ("barely wide f", 7, 11, F32),
        ("barely tall f", 11, 7, F64),
        ("barely tall f", 5, 3, F32),
        ("tall by one", 12, 11, F64),
        ("wide by one", 11, 12, F64),
        ("large f", 72, 66, F64),
        ("square f", 6, 6, F64),
        ("one output", 1, 7, F32),
        ("one input", 7, 1, F64),
        ("one of each", 1, 1, F64),
    ):
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        calls.append(_jacobian(what, smooth(draw, n, m), draw.normal(n), m, counted=True))
    for m, n in ((5, 7), (7, 3)):
        draw = Draw.seeded(seed, name, "linear", m, n)
        calls.append(_jacobian("linear f", linear(draw, n, m), draw.normal(n), m, mark_size=m))
        draw = Draw.seeded(seed, name, "partial", m, n)
        used = n - 1
        calls.append(_jacobian("f that ignores part of x", partial(draw, n, m, used), draw.normal(n), m))
    # The same x for other functions, of another shape too; then new numbers in that x.
    draw = Draw.seeded(seed, name, "again")
    x, f, g, h, fresh = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5), smooth(draw, 7, 13), draw.normal(7)
    calls.append(_jacobian("first of four in a row", f, x, 5))
    calls.append(_jacobian("another f at the same x", g, x, 5))
    calls.append(_jacobian("a taller f at the same x", h, x, 13))
    calls.append(_jacobian("the same f, new numbers in x", h, x, 13, before=lambda: _refill(x, fresh)))
    return tuple(calls)


def _refill(x: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        x.copy_(numbers)


def measured(samples: list[float], number_per_run: int, label: str) -> Measurement:
    """Make the Measurement that a Timer would, of samples in seconds a run, in the order in which they came."""
    raw = [sample * number_per_run for sample in samples]
    return Measurement(number_per_run, raw, TaskSpec(f"{label}(f)(x)", "pass", num_threads=1))


def _samples(draw: Draw, count: int, typical: float) -> list[float]:
    """Seconds: a slow first sample, then some near `typical`, and a few that were disturbed."""
    near = (typical * (1 + 0.04 * draw.normal(count).abs())).tolist()
    disturbed = range(0, count, 4) if count > 1 else ()
    for place in disturbed:
        near[place] *= 1.5 + draw.uniform(1, low=0.5, high=4.0).item()
    return near


def measurements(seed: int) -> tuple[Call, ...]:
    """The calls of `speedup`: candidates that are faster, slower and as fast; odd numbers of samples, medians alone.

    An even number of samples has a median that statistics books disagree on.
    """
    plan = (
        ("a faster candidate", (9, 100), (9, 100), 8.1e-3, 7.3e-4),
        ("a slower candidate", (9, 100), (9, 100), 4.9e-4, 7.1e-3),
        ("one sample each", (1, 100), (1, 100), 3e-3, 1e-3),
        ("other numbers of samples", (5, 10), (13, 1000), 2.3e-4, 6.1e-5),
        ("a barely slower candidate", (7, 1000), (11, 10), 1.00e-3, 1.31e-3),
        ("one run a sample", (11, 1), (7, 1), 0.21, 0.034),
    )
    calls = []
    for what, (count, runs), (other_count, other_runs), base, typical in plan:
        draw = Draw.seeded(seed, "speedup", what)
        base, typical = (time * (1 + draw.uniform(1).item() / 5) for time in (base, typical))
        baseline = measured(_samples(draw, count, base), runs, "jacfwd")
        candidate = measured(_samples(draw, other_count, typical), other_runs, "jacrev")
        label = f"{what}: {count} and {other_count} samples"
        calls.append(Call(label, (baseline, candidate), {"S": count}, 1))
    # The same pair, the other way round: whatever the first call did to them shows.
    first, second = calls[0].args
    calls.append(Call("the first pair, the other way round", (second, first), {"S": 9}, 1))
    return tuple(calls)
