"""Products of something else than H and v: H with damping, a direction of length 1, differences for derivatives.

Offers: `damped` and `normalised`, given what multiplies the damping and the results of unit vectors; `differences`;
`shows_only`, which sees the order of modes in the passes; `WAY` (the code of one product that any tool may make).
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.hvps.matrix_built import builds_matrix
from autograder.answer_key.key import Case, Expected, Mistake

WAY = "`jvp(grad(f), (x,), (v,))[1]`"
# Damping that is smaller than this share of the result is told from rounding by nobody.
_LEAST = 1e-7


def shows_only(kind: str, case: Case) -> bool:
    """Tell whether the wanted order of modes is missing, and every counted call has passes of this other one."""
    costs = [cost for cost, _ in case.costs()]
    seen = bool(costs) and all(kind in cost.passes for cost in costs)
    return "missing" in case.over and seen and not builds_matrix(case)  # a built H is what to tell


def damped(along: Callable[[Expected], Tensor]) -> Mistake:
    """Return the mistake of adding c times `along` to every result, for one c."""

    def factors(case: Case) -> list[float]:
        found = []
        for seen, expected in case.wrong():
            if not isinstance(seen.result, Tensor) or seen.result.shape != expected.result.shape:
                return []
            more, direction = (part.double() for part in (seen.result - expected.result, along(expected)))
            factor = float((more * direction).sum() / direction.square().sum())
            size = expected.result.double().abs().max() + more.abs().max()
            if (
                float((more - factor * direction).abs().max())
                > (1e-9 if seen.result.element_size() == 8 else 1e-5) * size
            ):
                return []
            if seen.result.element_size() == 8:  # float32 rounds a small factor away
                found.append(factor)
        return found

    def shows(case: Case) -> bool:
        found = factors(case)
        return len(found) > 1 and abs(found[0]) > _LEAST and all(abs(each / found[0] - 1) < 1e-3 for each in found)

    return Mistake(
        "damping-added",
        "value",
        shows,
        "You gave the product with H + c I, for some c: a multiple of v too much.",
        "Optimisers add such damping so that H can be inverted. It moves every eigenvalue by c, and the trace by c N.",
        "Leave it out: asked is H alone.",
    )


def normalised(shorter: Callable[[Expected], Tensor | None]) -> Mistake:
    """Return the mistake of bringing a direction to length 1; `shorter` is the result that this gives."""
    return Mistake(
        "direction-normalised",
        "value",
        lambda case: case.gives(shorter),
        "You gave the product with v / ‖v‖.",
        "A product is linear in v: half the length, half the result.",
        "Take v as it is given.",
    )


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
    """No second-order pass, and values nearly right all the same: in float64, as short steps drown in float32."""
    if any(cost.products for cost, _ in case.costs()):
        return False
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong()]
    if not all(isinstance(found, Tensor) and found.shape == want.shape for found, want in wrong):
        return False
    pairs = [(found, want) for found, want in wrong if found.dtype is want.dtype is torch.float64]
    return bool(pairs) and all(_near(found, want) for found, want in pairs)


def _near(found: Tensor, want: Tensor) -> bool:
    apart = (found.double() - want.double()).abs().max()
    return bool(apart <= 0.05 * max(1.0, want.abs().max().item()))
