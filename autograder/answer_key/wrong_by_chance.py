"""What is added to a right result and does not hang on the inputs, such as noise.

Each call begins with the same state of the random generators, so that noise of one form is the same in all of them.
Offers: `NOISE_ADDED`.
"""

import torch
from torch import Tensor

from autograder.answer_key.departing import paired
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import Observation

_LEAST = 4  # numbers, by which two sets of them are told apart
_SAME = 0.999  # of their cosine
_ROUNDING = 1e-6  # of the largest number that is added
_UNEVEN = 0.05  # their spread, beside the largest: what is added is not one number


def _noisy(case: Case) -> bool:
    """In float64, wrong results of one form are off by the same numbers, but for a factor; two forms or one."""
    by_form: dict[tuple[tuple[int, ...], ...], list[Tensor]] = {}
    for seen, expected in case.wrong():
        pairs = None if seen.raised else paired(seen.result, expected.result)
        if not pairs:
            return False
        added = _added(seen, expected)
        if added is not None:
            by_form.setdefault(tuple(tuple(right.shape) for _, right in pairs), []).append(added)
    told = [one for one in by_form.values() if len(one) > 1]
    return bool(told) and all(_alike(each[0], other) for each in told for other in each[1:])


def _added(seen: Observation, expected: Expected) -> Tensor | None:
    pairs = paired(seen.result, expected.result) or []
    if any(right.dtype is not torch.float64 for _, right in pairs):
        return None
    added = torch.cat([(now - right).flatten() for now, right in pairs])
    return added if len(added) >= _LEAST and bool(added.isfinite().all()) else None


def _alike(one: Tensor, other: Tensor) -> bool:
    if min(map(_how_many, (one, other))) < _LEAST or float(one.std()) < _UNEVEN * float(one.abs().max()):
        return False
    return float((one @ other).abs() / (one.norm() * other.norm())) > _SAME


def _how_many(added: Tensor) -> int:
    """Return how many numbers were added that are more than rounding: a single one is alike in all calls."""
    return int((added.abs() > _ROUNDING * added.abs().max()).sum())


NOISE_ADDED = Mistake(
    "noise-added",
    "value",
    _noisy,
    "What {question} gives is off by numbers that do not hang on its inputs: random ones, say, or a constant.",
    "Noise is a step of its own, as in training with privacy. Asked is the result without it.",
    "Leave out what is added.",
)
