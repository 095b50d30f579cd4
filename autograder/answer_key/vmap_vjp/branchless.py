"""Key to `branchless`: its reference, and the branches that can be taken by mistake."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import parts
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.vmap_vjp.transforms import COMMON, SLOPE_CUT_OFF, gives, right_by_itself


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


def _smooth(steep: float) -> Callable[[Tensor], Tensor]:
    def mixed(x: Tensor) -> Tensor:
        share = torch.sigmoid(steep * x.sum())
        return share * x.sin() + (1 - share) * x.cos()

    return mixed


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
    lambda case: gives(torch.sin)(case) or gives(torch.cos)(case),
    "One branch was taken throughout; the sum of x did not come into it.",
    "What the `if` decided is part of the function: both branches are, and where each holds.",
    "Work out both, and let `torch.where(x.sum() > 0, …)` choose.",
)
SMOOTHED = Mistake(
    "smoothed-over",
    "value",
    lambda case: any(gives(_smooth(steep))(case) for steep in (1.0, 10.0, 100.0, 1000.0)),
    "Near a sum of 0 both branches were mixed, by a steep sigmoid.",
    "A weight between 0 and 1 gives numbers that neither branch gives, and a slope of its own.",
    "Choose, and don't mix: `torch.where(x.sum() > 0, …)`.",
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
        SMOOTHED,
        ONE_FOR_ALL,
        SLOPE_CUT_OFF,
    ),
    parts,
)
