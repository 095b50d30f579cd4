"""Numbers that are wrong in a way that can be recognised, whatever the question.

In reverse or another order, without a sign, nearly right; or right in part: but for some zeros, where f is linear,
where sizes differ. Offers each mistake by its name. They claim results that are tensors of the right form.
"""

from functools import partial

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.departing import Pair, departing, throughout
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import tensors_of

_MOST_AXES = 4
_NEAR = 1e-3  # of the largest entry
_ENOUGH = 2  # of more different numbers than these, the order is no chance


def _flipped(axis: int, right: Tensor) -> Tensor | None:
    return right.flip(axis) if right.dim() > axis and right.shape[axis] > 1 else None


REVERSED = Mistake(
    "in-reverse-order",
    "value",
    lambda case: any(throughout(case, partial(_flipped, axis)) for axis in range(_MOST_AXES)),
    "{question} gives the right numbers in reverse order.",
    "An axis runs backwards: a `flip`, or a loop from the last to the first whose results are joined as they come.",
    "Join them from the first to the last: row i belongs to output i, column j to input j, entry b to sample b.",
)


def _in_another_order(case: Case) -> bool:
    """Every wrong result of the right form holds the right numbers, and none of them where it belongs by chance."""
    wrong = [departing(seen, e) for seen, e in case.wrong()]
    told = [bool(pairs) and all(_same_numbers(*pair) for pair in pairs or ()) for pairs in wrong]
    return bool(told) and all(told) and any(_are_many(right) for pairs in wrong for _, right in pairs or ())


def _same_numbers(now: Tensor, right: Tensor) -> bool:
    if not right.is_floating_point() or equal_to(now, right, loosely=True):  # nearly right is not another order
        return False
    return equal_to(now.flatten().sort().values, right.flatten().sort().values, loosely=True)


def _are_many(right: Tensor) -> bool:
    return len(set(right.flatten().tolist())) > _ENOUGH


IN_ANOTHER_ORDER = Mistake(
    "in-another-order",
    "value",
    _in_another_order,
    "{question} gives the right numbers in another order.",
    "They were joined as they came (`cat`, `stack`), or reshaped where axes had to be moved (`reshape`, `view`): each"
    " stands where another belongs.",
    "Say for one of them which output and which input it belongs to, and follow it to its place.",
)


NOTHING_ARRIVES = Mistake(
    "zeros-throughout",
    "value",
    lambda case: throughout(case, torch.zeros_like),
    "{question} gives zeros throughout.",
    "What was differentiated did not hang on x: its graph was cut off on the way, or f saw another tensor than the one"
    " that the derivative is taken by. Or a result was made of zeros, and never filled.",
    "Follow x from the argument to the line that differentiates: at which step does it stop to be the same tensor?",
)


def _diagonal(right: Tensor) -> Tensor | None:
    square = right.dim() > 1 and right.shape[-1] == right.shape[-2] > 1
    return torch.diag_embed(right.diagonal(dim1=-2, dim2=-1)) if square else None


DIAGONAL_ALONE = Mistake(
    "diagonal-alone",
    "value",
    lambda case: throughout(case, _diagonal),
    "{question} gives the diagonal of each matrix, and zeros beside it.",
    "That is all of it only where no entry of x comes together with another one.",
    "Work out every entry, those of two different inputs too.",
)


def left_at_zero(case: Case) -> bool:
    """Of every wrong tensor only zeros are wrong, and something else is right."""
    wrong = [departing(seen, e) for seen, e in case.wrong()]
    pairs = [pair for each in wrong for pair in each or ()]
    if not all(wrong) or not all(right.is_floating_point() for _, right in pairs):
        return False
    told = [equal_to(torch.where(now == 0, right, now), right) for now, right in pairs]
    return bool(told) and all(told) and any(bool(now.any()) for now, _ in pairs)


LEFT_AT_ZERO = Mistake(
    "left-at-zero",
    "value",
    left_at_zero,
    "{question} leaves some numbers at 0, and the others are right.",
    "A loop that ends too early, or a slice that is too short, leaves a part of the result as it was made; or a branch,"
    " a `where` or a `clamp` gives 0 for inputs of some sort.",
    "Print which of them are 0 for small inputs: is it the last row or column? Look at the loop's bounds. Is it what"
    " belongs to a number that is 0, or negative? Look at the branch.",
)


OF_OPPOSITE_SIGN = Mistake(
    "opposite-sign",
    "value",
    lambda case: throughout(case, torch.neg),
    "{question} gives every number with the opposite sign.",
    "A difference was taken the other way round, or a minus stands where none belongs.",
    "Work one entry out on paper, and follow its sign through your code.",
)
WITHOUT_SIGN = Mistake(
    "absolute-values",
    "value",
    lambda case: throughout(case, torch.abs),
    "{question} gives the right numbers without their signs.",
    "A derivative is negative where f falls. An `abs`, or the root of a square, loses that.",
    "Leave the signs as they come.",
)


def _nearly_right(case: Case) -> bool:
    """More than one result in float64 is wrong, each of them by little; in float32 short steps drown."""
    wrong = [departing(seen, expected) for seen, expected in case.wrong()]
    exact = [pairs for pairs in wrong if pairs is None or not any(_is_single(right) for _, right in pairs)]
    # A single one may be near by chance, unless float32 is wrong as well.
    several = len(exact) > 1 or len(wrong) > len(exact) > 0
    return several and all(bool(pairs) and _are_near(pairs or []) for pairs in exact)


def _are_near(pairs: list[Pair]) -> bool:
    """Each is near the right one; where that is 0 throughout, by the size of what stands beside it."""
    largest = max((float(right.abs().max()) for _, right in pairs), default=0.0)
    return all(_near(now, right, None if right.any() else largest) for now, right in pairs)


def _is_single(right: object) -> bool:
    return isinstance(right, Tensor) and right.dtype is torch.float32


def _near(result: Tensor, right: Tensor, size: float | None) -> bool:
    size = float(right.abs().max()) if size is None else size
    return bool(size) and bool((result - right).abs().max() <= _NEAR * size)


NEARLY_RIGHT = Mistake(
    "nearly-right",
    "value",
    _nearly_right,
    "{question} gives values that are near the right ones, and not near enough.",
    "Something is only approximate: a difference of values of f, a step that is too large or too small, a small number"
    " that was added.",
    "Find the line that approximates, and put what it stands for in its place.",
)


def _wrong_in_float32_alone(case: Case) -> bool:
    wrong = [expected for _, expected in case.wrong()]
    right = [e for _, e in case.pairs if all(e is not each for each in wrong)]
    return bool(wrong) and all(_is_single(e.result) for e in wrong) and not any(_is_single(e.result) for e in right)


DIGITS_LOST = Mistake(
    "digits-lost-in-float32",
    "value",
    _wrong_in_float32_alone,
    "{question} is right in float64, and off in float32.",
    "float32 holds some seven digits. A difference of two nearly equal numbers, with a step that suits float64, loses"
    " most of them.",
    "Find what subtracts two nearly equal numbers, or divides by a very small one, and do without it.",
)


def _has_equal_sizes(e: Expected) -> bool:
    sizes = [size for size in e.call.sizes.values() if size > 1]
    return len(set(sizes)) < len(sizes)


def _wrong_where_sizes_agree(case: Case) -> bool:
    wrong = [expected for _, expected in case.wrong()]
    right = [expected for _, expected in case.pairs if all(expected is not each for each in wrong)]
    apart = [e for e in right if not _has_equal_sizes(e)]
    mostly = bool(right) and len(apart) > len(right) / 2
    # Sizes that agree mix axes up; they leave nothing out, and move no number by little.
    told = mostly and not left_at_zero(case) and not _all_near(case)
    return bool(wrong) and all(map(_has_equal_sizes, wrong)) and told


def _all_near(case: Case) -> bool:
    """Every wrong result is near the right one."""
    return all(bool(pairs) and _are_near(pairs or []) for pairs in (departing(seen, e) for seen, e in case.wrong()))


WRONG_WHERE_SIZES_AGREE = Mistake(
    "wrong-where-sizes-agree",
    "value",
    _wrong_where_sizes_agree,
    "{question} is right where all sizes differ, and wrong where two of them are the same.",
    "Code that tells an axis by its length, as `if J.shape != (m, n)` does, can't tell two of the same length apart.",
    "Let the order of axes follow from how the result is made, not from its shape.",
)


def _is_linear(e: Expected) -> bool | None:
    """Tell whether f is a linear map and a constant; None where it takes more than x."""
    f, x = e.args[0], next((arg for arg in e.args if isinstance(arg, Tensor)), None)
    if not callable(f) or x is None:
        return None
    try:
        start, once, twice = (f(factor * x) for factor in (0, 1, 2))
    except TypeError:  # it takes more than x
        return None
    return equal_to(twice - start, 2 * (once - start))


def _right_for_linear(case: Case) -> bool:
    wrong = [expected for _, expected in case.wrong()]
    right = [e for _, e in case.pairs if e.call.exact and all(e is not each for each in wrong)]
    right = [e for e in right if any(tensor.any() for tensor in tensors_of(e.result))]  # H = 0 tells nothing
    return bool(wrong) and len(right) > 1 and all(_is_linear(e) is True for e in right) and _bent(wrong)


def _bent(wrong: list[Expected]) -> bool:
    return all(_is_linear(e) is False for e in wrong)


RIGHT_FOR_LINEAR_F = Mistake(
    "right-for-linear-f",
    "value",
    _right_for_linear,
    "{question} is right where f is linear, and wrong where it is not.",
    "The derivative of a linear f is the same everywhere. So it was taken at another point than x, the origin say, or"
    " f was put in the place of its derivative.",
    "Let x itself be the point: whatever you hand to f begins there.",
)
