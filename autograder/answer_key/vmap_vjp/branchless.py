"""Key to `branchless`: its reference, and the branches that can be taken by mistake."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.vmap_vjp.transforms import (
    ALONE,
    COMMON,
    MAPPED,
    SLOPE_CUT_OFF,
    gives,
    right_by_itself,
    values_right_slopes_wrong,
)

_INSIDE = 1e-6  # how far from 0 and 1 a weight is a mixture


def branch_by_where(x: Tensor) -> Tensor:
    """Return sin x where x.sum() > 0, else cos x. Shapes: (N,) → (N,)."""
    return torch.where(x.sum() > 0, x.sin(), x.cos())


ZERO_IN_THE_SINE = Mistake(
    "zero-in-the-wrong-branch",
    "value",
    gives(lambda x: torch.where(x.sum() >= 0, x.sin(), x.cos())),
    "A sum of exactly 0 took the sine.",
    "The sine is for x.sum() > 0; 0 is not above 0.",
    "Compare with `>`, and let everything else be the cosine.",
)


def _begins_at(border: float) -> Callable[[Case], bool]:
    return gives(lambda x: torch.where(x.sum() > border, x.sin(), x.cos()))


BORDER_MOVED = Mistake(
    "border-beside-zero",
    "value",
    lambda case: _begins_at(1e-4)(case) or _begins_at(-1e-4)(case),
    "A sum barely above 0 took the cosine, or one barely below 0 the sine.",
    "The sine is for x.sum() > 0, however near. A threshold of its own, or a steep sigmoid, moves the border.",
    "Compare with 0 itself: `x.sum() > 0`.",
)


def _mean_at_zero(x: Tensor) -> Tensor:
    share = (x.sum().sign() + 1) / 2
    return share * x.sin() + (1 - share) * x.cos()


HALF_AT_ZERO = Mistake(
    "half-at-zero",
    "value",
    gives(_mean_at_zero),
    "At a sum of exactly 0 you gave the mean of both branches.",
    "`torch.sign` is 0 there, and so a weight made from it is one half. The contract has two branches and no third.",
    "Choose with `torch.where(x.sum() > 0, …)`: 0 is not above 0, and belongs to the cosine.",
)


ENTRY_BY_ENTRY = Mistake(
    "chosen-entry-by-entry",
    "value",
    gives(lambda x: torch.where(x > 0, x.sin(), x.cos())),
    "Each entry chose its branch by itself.",
    "The condition is one for the whole of x: the sign of its sum.",
    "Use `x.sum() > 0`, of shape (); `torch.where` spreads it over x.",
)
SWAPPED = Mistake(
    "branches-swapped",
    "value",
    gives(lambda x: torch.where(x.sum() > 0, x.cos(), x.sin())),
    "The cosine came where the sine belongs, and the other way round.",
    "`torch.where(condition, a, b)` takes a where the condition holds.",
    "Swap the two.",
)
ONE_ONLY = Mistake(
    "one-branch-only",
    "value",
    lambda case: (gives(torch.sin)(case) or gives(torch.cos)(case)) and not BORDER_MOVED.shows(case),
    "One branch was taken throughout; the sum of x did not come into it.",
    "What the `if` decided is part of the function: both branches are, and where each holds.",
    "Work out both, and let `torch.where(x.sum() > 0, …)` choose.",
)


def _by_sample(case: Case) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield each sample that a wrong call was given, and the numbers that came of it."""
    for seen, e in case.wrong():
        (x,), got = e.args, seen.result
        for sample, numbers in ((x[None], got[ALONE][None]), (e.call.kwargs["X"], got[MAPPED])):
            yield from zip(sample, numbers, strict=True)


def _is_mixed(case: Case) -> bool:
    """Every sample is a mixture of its sine and its cosine, one weight for all of it; in some it is no whole number."""
    weights = []
    for x, now in _by_sample(case):
        apart = x.sin() - x.cos()
        weight = float((now - x.cos()) @ apart / apart.square().sum())
        if now.dtype is not x.dtype or not equal_to(now, x.cos() + weight * apart, loosely=True):
            return False
        weights.append(weight)
    return any(_INSIDE < weight < 1 - _INSIDE for weight in weights)


SMOOTHED = Mistake(
    "smoothed-over",
    "value",
    _is_mixed,
    "Near a sum of 0 both branches were mixed, by a steep sigmoid, or by a quotient that is nearly a step.",
    "A weight between 0 and 1 gives numbers that neither branch gives, and a slope of its own.",
    "Choose, and don't mix: `torch.where(x.sum() > 0, …)`.",
    rest=True,
)


def _takes_both(case: Case) -> bool:
    """Every number is the sine of its entry, or the cosine, and some are not the one that is asked."""
    told = [
        now.dtype is x.dtype
        and equal_to(now, torch.where((now - x.sin()).abs() < (now - x.cos()).abs(), x.sin(), x.cos()))
        for x, now in _by_sample(case)
    ]
    return bool(told) and all(told) and not values_right_slopes_wrong(case)


ANOTHER_CONDITION = Mistake(
    "another-condition",
    "value",
    _takes_both,
    "Every number is a sine or a cosine of its entry, and some took the wrong one of the two.",
    "What chooses is the sum of all of x, and nothing else: not its first entry, its largest, its product or the sum of"
    " their sizes, nor the sum up to this entry.",
    "Print `x.sum()` beside your condition for some x with entries of both signs: do they agree each time?",
    rest=True,
)
ONE_FOR_ALL = Mistake(
    "one-branch-for-the-batch",
    "value",
    right_by_itself,
    "By itself it is right; mapped, samples got a branch that is not theirs.",
    "The branch was chosen once for the whole batch.",
    "Choose with `torch.where` on a condition made from x, which differs from sample to sample.",
)

ENTRY = Entry(
    branch_by_where,
    (
        *COMMON,
        ZERO_IN_THE_SINE,
        HALF_AT_ZERO,
        BORDER_MOVED,
        ENTRY_BY_ENTRY,
        SWAPPED,
        ONE_ONLY,
        ONE_FOR_ALL,
        SMOOTHED,
        ANOTHER_CONDITION,
        SLOPE_CUT_OFF,
    ),
    parts,
)
