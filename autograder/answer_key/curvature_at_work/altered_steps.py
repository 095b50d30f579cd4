"""Conjugate gradients on another system than A x = b: b of length 1, damping in A, a small number in a division.

Offers: `ALTERED`, their mistakes.
"""

from collections.abc import Callable, Iterable
from functools import partial

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.questions.curvature_at_work.matrices import all_of

_DAMPINGS = tuple(base * 10.0**-power for power in range(9) for base in (1.0, 5.0))
_EPSILONS = tuple(10.0**-power for power in range(4, 13))
_LARGER = 1e-9  # of what rounding adds up to in float64, in some steps


def _steps(e: Expected, damping: float = 0.0, in_length: float = 0.0, in_share: float = 0.0) -> Tensor | None:
    """The iterate in float64, with what was added to A's diagonal, to pᵀAp and to the old rᵀr; None past a saddle."""
    matvec, b, most, tol = e.args
    b = b.double()
    matrix = all_of(*e.args[:2]).double() + damping * torch.eye(len(b), dtype=torch.float64)
    x, r, p = torch.zeros_like(b), b, b
    for _ in range(most):
        if r.norm() <= tol * b.norm():
            break
        image = matrix @ p
        if p @ image <= 0:
            return None
        length = (r @ r) / (p @ image + in_length)
        before, x, r = r @ r, x + length * p, r - length * image
        p = r + (r @ r) / (before + in_share) * p
    return x


def _one_explains_all(case: Case, ways: Iterable[Callable[[Expected], Tensor | None]]) -> bool:
    """Tell whether one way gives every wrong result in float64, to more digits than are right of it."""
    wrong = [(seen.result, e) for seen, e in case.wrong() if e.args[1].dtype is torch.float64]
    bowls = [(found, e) for found, e in wrong if _steps(e) is not None]
    if not bowls or not all(isinstance(found, Tensor) and found.shape == e.result.shape for found, e in bowls):
        return False
    return any(all(_is(found, way(e)) for found, e in bowls) for way in ways)


def _is(found: object, mistaken: Tensor | None) -> bool:
    if not isinstance(found, Tensor) or mistaken is None:
        return False
    return bool((found - mistaken).abs().max() <= _LARGER * mistaken.abs().max())


def _damped(case: Case) -> bool:
    return _one_explains_all(case, (partial(_steps, damping=each) for each in _DAMPINGS))


def _guarded(case: Case) -> bool:
    return _one_explains_all(
        case,
        (
            partial(_steps, in_length=length, in_share=share)
            for each in _EPSILONS
            for length, share in ((each, 0.0), (0.0, each), (each, each))
        ),
    )


ALTERED = (
    Mistake(
        "right-side-normalised",
        "value",
        lambda case: case.gives(lambda e: e.result / e.args[1].norm()),
        "You gave the x of A x = b / ‖b‖.",
        "A solve is linear in b: half the length, half the result. What `norm` has divided is missing in x.",
        "Take b as it is given, or give x its length back at the end.",
    ),
    Mistake(
        "damping-added",
        "value",
        _damped,
        "You gave the iterate of (A + c I) x = b, for some c.",
        "Optimisers add such damping so that A can be inverted. Whoever wants it adds it to the product that you get.",
        "Multiply with `matvec(p)` as it comes.",
    ),
    Mistake(
        "epsilon-in-a-division",
        "value",
        _guarded,
        "A small number is added to what you divide by: the steps are a little too short.",
        "It keeps a `/` from a 0 that it never meets: where ‖r‖ is small enough, or A does not bend up along p, the"
        " loop has ended. And what is small beside one b is large beside another.",
        "Divide by `p @ Ap` and by the old `r @ r` as they are, once you have looked at both.",
    ),
)
