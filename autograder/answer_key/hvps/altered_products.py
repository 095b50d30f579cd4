"""Products of H that are made in another way: by differences, or by another order of modes.

Offers: `differences`; `shows_only`, which sees the order of modes in the passes; `WAY` (the code of one product that
any tool may make).
"""

import torch
from torch import Tensor

from autograder.answer_key.hvps.matrix_built import builds_matrix
from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.wrong_by_a_factor import LARGE

WAY = "`jvp(grad(f), (x,), (v,))[1]`"


def shows_only(kind: str, case: Case) -> bool:
    """Tell whether the wanted order of modes is missing, and every counted call has passes of this other one."""
    costs = [cost for cost, _ in case.costs()]
    seen = bool(costs) and all(kind in cost.passes for cost in costs)
    return "missing" in case.over and seen and not builds_matrix(case)  # a built H is what to tell


def differences(way: str) -> Mistake:
    """Return the mistake of taking differences; `way` is the code of one product by the exercise's rules."""
    return Mistake(
        "differences-of-gradients",
        "value",
        _roughly_right,
        "Your values are near, and not near enough: no second derivative was taken.",
        "A difference, of gradients or of values of f, has an error that no step removes: lesson 01's V-curve.",
        f"Differentiate the gradient itself: {way}.",
    )


def _roughly_right(case: Case) -> bool:
    """No second-order pass, and values nearly right, or right: in float64, as short steps drown in float32."""
    if any(cost.products for cost, _ in case.costs()):
        return False
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong()]
    if not all(isinstance(found, Tensor) and found.shape == want.shape for found, want in wrong):
        return False
    # Along a long v a step is no short one any more.
    pairs = [
        (seen.result, e.result)
        for seen, e in case.wrong()
        if seen.result.dtype is e.result.dtype is torch.float64 and e.result.abs().max() < LARGE
    ]
    return bool(wrong) and all(_near(found, want) for found, want in pairs)


def _near(found: Tensor, want: Tensor) -> bool:
    apart = (found.double() - want.double()).abs().max()
    return bool(apart <= 0.05 * max(1.0, want.abs().max().item()))
