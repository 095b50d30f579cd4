"""Key to `itemless`: its reference, and other divisors than ‖x‖."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.vmap_vjp.transforms import (
    ALONE,
    COMMON,
    MAPPED,
    SLOPE,
    SLOPE_CUT_OFF,
    agrees,
    gives,
    right_by_itself,
    values_right_slopes_wrong,
)
from autograder.answer_key.wrong_results import RIGHT_WHEN_SMALL


def unit_vector(x: Tensor) -> Tensor:
    """Return x / ‖x‖. Shapes: (N,) → (N,)."""
    norm: Tensor = torch.linalg.vector_norm(x)
    return x / norm


def _holds_the_norm(case: Case) -> bool:
    """Values are right, and each wrong derivative is that of x / c."""
    slopes = [(seen.result.get(SLOPE), e.args[0]) for seen, e in case.wrong() if isinstance(seen.result, dict)]
    return values_right_slopes_wrong(case) and all(
        isinstance(got, Tensor) and equal_to(got, torch.eye(len(x), dtype=x.dtype) / x.norm(), True)
        for got, x in slopes
    )


HELD_CONSTANT = Mistake(
    "norm-held-constant",
    "value",
    _holds_the_norm,
    "The derivative is that of x / c, with the norm as a constant c.",
    "‖x‖ moves as x moves. A norm that is detached, taken from `.data` or under `no_grad` has the right value, and no"
    " record.",
    "Divide by `x.norm()` itself. For N = 1 the right derivative is 0.",
)


def _divides_all_by_one(case: Case) -> bool:
    """Right by itself; mapped samples are x over a number that is the same for all of them."""
    return right_by_itself(case) and all(
        _over_one_number(seen.result[MAPPED], e.call.kwargs["X"]) for seen, e in case.wrong()
    )


def _over_one_number(got: Any, batch: Tensor) -> bool:
    if not isinstance(got, Tensor) or got.shape != batch.shape:
        return False
    divisor = batch.norm() / got.norm()
    return equal_to(got, batch / divisor, loosely=True)


ONE_FOR_ALL = Mistake(
    "one-norm-for-the-batch",
    "value",
    _divides_all_by_one,
    "By itself it is right; mapped, samples were divided by a norm that is not theirs.",
    "The norm was taken over more than the one sample.",
    "Take the norm of x as the function sees it, of shape (N,).",
)


def _by_square(x: Tensor) -> Tensor:
    return x / (x * x).sum()


NOT_ROOTED = Mistake(
    "norm-not-rooted",
    "value",
    gives(_by_square),
    "x was divided by ‖x‖², not by ‖x‖.",
    "The Euclidean norm is the square root of the sum of squares.",
    "Take `.sqrt()` of that sum, or `x.norm()`.",
)

_BY_OTHER_NORMS: tuple[Callable[[Tensor], Tensor], ...] = (lambda x: x / x.norm(1), lambda x: x / x.norm(float("inf")))

ANOTHER_NORM = Mistake(
    "another-norm",
    "value",
    lambda case: any(gives(each)(case) for each in _BY_OTHER_NORMS),
    "x was divided by another norm.",
    "‖x‖ here is the Euclidean norm, the root of the sum of squares.",
    "`x.norm()`, or `torch.linalg.vector_norm(x)`, with no order given.",
)


def _has_another_length(case: Case) -> bool:
    """Every wrong result is x over a number that is neither ‖x‖ nor a usual mistake for it."""
    wrong = [
        (seen.result.get(ALONE), e.args[0])
        for seen, e in case.wrong()
        if isinstance(seen.result, dict) and not agrees(seen.result, e, ALONE)
    ]
    along = [isinstance(got, Tensor) and _points_along(got, x) for got, x in wrong]
    return bool(along) and all(along) and not any(gives(each)(case) for each in (_by_square, *_BY_OTHER_NORMS))


def _points_along(got: Tensor, x: Tensor) -> bool:
    """Tell whether got is x over a number, to the last digits: rounding on the way turns it a little."""
    if got.shape != x.shape or got.dtype != x.dtype:
        return False
    if got[x == 0].any():
        return False
    shares = (got / x)[x != 0]
    return bool((shares - shares[0]).abs().max() <= 64 * torch.finfo(x.dtype).eps * shares[0].abs())


def _points_as_x_does(case: Case) -> bool:
    """No wrong result points against x: a guard, or a bound, leaves ‖x‖ above 0."""
    found = [(seen.result[ALONE], e.args[0]) for seen, e in case.wrong() if not agrees(seen.result, e, ALONE)]
    return all(bool(got @ x >= 0) for got, x in found)


NOT_OF_LENGTH_ONE = Mistake(
    "length-not-one",
    "value",
    lambda case: _has_another_length(case) and _points_as_x_does(case) and not RIGHT_WHEN_SMALL.shows(case),
    "Your result points along x, and its length is not always 1.",
    "Something added to ‖x‖ or under its root, or a bound on it, keeps a division from 0, and moves the lengths of all"
    " vectors or of small ones.",
    "Divide by `x.norm()` as it is. A guard of `clamp_min(1e-12)` moves nothing that is asked here.",
)

NOT_THE_NORM = Mistake(
    "another-number-for-the-norm",
    "value",
    lambda case: _has_another_length(case) and not _points_as_x_does(case) and not RIGHT_WHEN_SMALL.shows(case),
    "x was divided by a number, and that number is not ‖x‖.",
    "‖x‖ is the root of the sum of squares. A sum may be negative, a mean or a spread hangs on N.",
    "`x.norm()`, or `torch.linalg.vector_norm(x)`: the result has length 1, whatever x.",
)

ENTRY = Entry(
    unit_vector,
    (
        *COMMON,
        HELD_CONSTANT,
        ONE_FOR_ALL,
        NOT_ROOTED,
        ANOTHER_NORM,
        NOT_OF_LENGTH_ONE,
        NOT_THE_NORM,
        SLOPE_CUT_OFF,
    ),
    parts,
)
