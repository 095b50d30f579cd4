"""Numbers that are right but for a factor, or for what was added to all of them; and numbers that lack a symmetry.

Offers each mistake by its name, and `LARGE`. They claim results that are tensors of the right form, or tuples and dicts
of such.
"""

from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.departing import Pair, departing, paired, throughout
from autograder.answer_key.key import Case, Expected, Mistake

_ALIKE = 1e-3  # factors that are no further apart, as a share, are the same one
_TELLING = 3  # so many numbers are not off by one factor by chance
_EXACT = 1e-6  # of the largest number: what may remain when the factor is taken off
_LEAST = 1e-4  # how far from 1 a factor must be: nearer, it can't be told from what remains
LARGE = 1e3  # above what most calls give


_Factors = list[tuple[float, Expected, int]]


def _factors(case: Case) -> _Factors:
    """Return each wrong call's factor, and the number of its entries; nothing at all where one call has no factor.

    Calls in which all should be 0 are left out.
    """
    found = []
    for seen, expected in case.wrong():
        pairs = departing(seen, expected)
        if not pairs or not all(right.is_floating_point() for _, right in pairs):
            return []
        now, right = (torch.cat([each.flatten().double() for each in side]) for side in zip(*pairs, strict=True))
        if not right.any():
            continue
        factor = float(now @ right / (right @ right))
        single = any(part.dtype is torch.float32 for _, part in pairs)
        left = float((now - factor * right).abs().max())
        if not factor or not left <= (_ALIKE if single else _EXACT) * float(now.abs().max()):
            return []
        found.append((factor, expected, len(now)))
    return found


def _are_one(factors: _Factors) -> bool:
    return all(abs(factor / factors[0][0] - 1) < _ALIKE for factor, _, _ in factors)


def _is_scaled(case: Case) -> bool:
    """One factor explains every wrong number, of which there are several."""
    factors = _factors(case)
    told = sum(count for _, _, count in factors) >= _TELLING and _are_one(factors)
    return told and abs(factors[0][0] - 1) > _LEAST


def _is_scaled_by_a_size(case: Case) -> bool:
    """In every wrong call the factor is the same size, or one over it."""
    factors = _factors(case)
    if len(factors) < 2 or _are_one(factors):
        return False
    names = set.intersection(*({*e.call.sizes} for _, e, _ in factors))
    return any(
        all(e.call.sizes[name] and abs(factor / e.call.sizes[name] ** power - 1) < _ALIKE for factor, e, _ in factors)
        for name in names
        for power in (1.0, -1.0)
    )


def _is_stretched(case: Case) -> bool:
    """Wrong calls have a factor of their own each, and several have numbers enough to tell."""
    factors = _factors(case)
    told = [each for each in factors if each[2] >= _TELLING]
    if len(told) < 2 or any(factor < 0 for factor, _, _ in factors):
        return False
    return not _are_one(told) and not _is_scaled_by_a_size(case)


def _is_held_short(case: Case) -> bool:
    """Wrong are calls with large numbers alone, each too small by a factor, and other calls are right."""
    factors = _factors(case)
    shortened = bool(factors) and all(0 < factor < 1 - _LEAST for factor, _, _ in factors)
    large = all(any(right.abs().max() > LARGE for _, right in departing(*each) or ()) for each in case.wrong())
    return shortened and large and len(list(case.wrong())) < len(case.pairs)


HELD_SHORT = Mistake(
    "length-held-short",
    "value",
    _is_held_short,
    "{question} is right until numbers are large; there all are too small by a factor.",
    "Something is shortened where it is long, as optimisers cut the norm of a gradient: an argument, or the result. A"
    " derivative is as large as it is, and a product with a long vector is long.",
    "Look for what bounds a norm, in your code and in what it calls, and leave it out.",
)
SCALED = Mistake(
    "off-by-one-factor",
    "value",
    _is_scaled,
    "{question} gives numbers that are all off by one and the same factor.",
    "A factor is missing, or there is one too many: the ½ before a square, the 2 of its derivative, a constant that"
    " was only put in to try.",
    "Work one number out on paper, and divide yours by it: the factor tells where it comes from.",
)
SCALED_BY_A_SIZE = Mistake(
    "off-by-a-size",
    "value",
    _is_scaled_by_a_size,
    "{question} gives numbers that are all too large, or too small, by a factor that is one of the sizes.",
    "A sum stands where a mean belongs, or a mean where a sum does; or one of them was taken twice.",
    "Go through each `sum`, each `mean` and each division by a length: which axis is it for, and is it asked for?",
)
STRETCHED = Mistake(
    "right-direction-wrong-length",
    "value",
    _is_stretched,
    "{question} gives numbers that stand in the right proportion to each other, and are off by a factor that is"
    " another one in each call.",
    "Something was divided by its own length, sum or largest entry (`norm`, `normalize`), or multiplied by a number"
    " that depends on the input and does not belong there.",
    "Find each division by a norm or a sum, and each product with a number that changes with x: is it asked?",
)


def _leaves_something(case: Case) -> bool:
    """In one call at least everything should be 0, and something finite is there."""
    blank = [departing(seen, e) for seen, e in case.wrong() if _is_nothing(e)]
    return bool(blank) and all(bool(pairs) and all(now.isfinite().all() for now, _ in pairs or ()) for pairs in blank)


def _is_nothing(e: Expected) -> bool:
    right = [right for _, right in paired(e.result, e.result) or ()]
    return bool(right) and all(each.is_floating_point() and not each.any() for each in right)


NOT_NOTHING = Mistake(
    "something-for-nothing",
    "value",
    _leaves_something,
    "There are calls in which every number should be 0, and yours are not.",
    "Where f is linear, or lacks what is asked for, the derivative that is asked is 0. Whatever is left there is"
    " something else that was added: the gradient, or a vector that itself changes with x.",
    "Take such an f, of two or three entries, and look at what is left: which of your lines does it come from?",
)


def _shifted(case: Case) -> Iterator[bool]:
    """Yield of each wrong call of several samples, or vectors, whether the same was added to each of them."""
    for pairs in _by_sample(case):
        yield bool(pairs) and all(_is_even(now - right, right) for now, right in pairs)


def _by_sample(case: Case) -> Iterator[list[Pair]]:
    """Yield what departs in each wrong call of several samples, or vectors; nothing where it is not theirs."""
    for seen, expected in case.wrong():
        pairs = departing(seen, expected) or []
        several = {expected.call.sizes.get(name, 0) for name in ("B", "K")}
        if any(right.dim() == 0 or len(right) not in several for _, right in pairs):
            pairs = []
        if not pairs or len(pairs[0][1]) > 1:
            yield pairs


def _is_even(more: Tensor, right: Tensor) -> bool:
    spread = (more - more[:1]).abs().max()
    return bool(spread <= (_ALIKE if right.dtype is torch.float32 else _EXACT) * more.abs().max())


def _is_shifted(case: Case) -> bool:
    told = list(_shifted(case))
    return len(told) > 1 and all(told)


SHIFTED = Mistake(
    "same-added-to-every-row",
    "value",
    _is_shifted,
    "{question} gives every sample, or every vector, the same too much.",
    "What is added does not hang on which of them it is: a mean that was taken off, a penalty on the weights, a term"
    " outside of the loss.",
    "Leave it out: asked is what each has by itself.",
)


def _is_centred(case: Case) -> bool:
    """Along one axis each wrong tensor is the right one without its mean."""
    return any(throughout(case, partial(_without_mean, axis)) for axis in (0, -1))


def _without_mean(axis: int, right: Tensor) -> Tensor | None:
    telling = right.dim() > 0 and right.is_floating_point()
    return right - right.mean(axis, keepdim=True) if telling else None


CENTRED = Mistake(
    "mean-taken-off",
    "value",
    _is_centred,
    "{question} gives numbers from which their mean along an axis was taken off.",
    "To centre is a step of statistics, and a sum trick's by-product. A derivative has the mean that it has.",
    "Look for a `mean` or a sum that is taken away, and leave it out.",
)


def _is_one_for_all(case: Case) -> bool:
    found = list(_by_sample(case))
    return bool(found) and all(
        bool(pairs) and all(_is_even(now, right) and not _is_even(right, right) for now, right in pairs)
        for pairs in found
    )


ONE_FOR_ALL = Mistake(
    "one-result-for-all",
    "value",
    _is_one_for_all,
    "{question} gives every sample, or every vector, the same numbers.",
    "They were averaged or added up and spread again, or one of them stands for all.",
    "Let nothing run over the first axis: what belongs to one of them must hang on that one alone.",
)


def _lacks_symmetry(case: Case) -> bool:
    """Every right result is symmetric in its last two axes, and each wrong tensor is not."""
    right = [right for _, e in case.pairs for _, right in paired(e.result, e.result) or ()]
    if not right or not all(_is_square(each) and equal_to(each, each.mT) for each in right):
        return False
    wrong = [departing(seen, expected) for seen, expected in case.wrong()]
    told = [bool(pairs) and not any(equal_to(now, now.mT) for now, _ in pairs or ()) for pairs in wrong]
    return bool(told) and all(told)


def _is_square(matrix: Tensor) -> bool:
    return matrix.dim() >= 2 and matrix.shape[-1] == matrix.shape[-2]


NOT_SYMMETRIC = Mistake(
    "not-symmetric",
    "value",
    _lacks_symmetry,
    "{question} gives a matrix that is not symmetric, and every right one is.",
    "Of a smooth f it does not matter by which entry of x is differentiated first. Where ∂²f/∂xᵢ∂xⱼ and ∂²f/∂xⱼ∂xᵢ"
    " differ, one of the two derivatives was taken of something else, or the matrix was changed afterwards.",
    "Look at `(H - H.mT).abs()` of a small f: which rows, or which triangle, hold what does not belong there?",
)
