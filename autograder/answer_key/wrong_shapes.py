"""Results of another shape than asked, whatever the question: an axis that is gone, or axes in another order.

Offers each mistake by its name.
"""

from collections.abc import Iterator
from itertools import permutations

from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.wrong_results import first_kind
from autograder.observe import tensors_of

_MOST_AXES = 5


def _shapes(case: Case) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield each tensor of a wrong call whose shape is another than expected; a call that raised has none."""
    for seen, expected in case.wrong():
        now, right = tensors_of(seen.result), tensors_of(expected.result)
        yield from (pair for pair in zip(now, right, strict=False) if pair[0].shape != pair[1].shape)


def _all_wrong_are_shapes(case: Case) -> bool:
    return all(fault is not None and fault.kind == "shape" for _, _, fault in case.faults())


def _lost_an_axis_of_one(case: Case) -> bool:
    """Where a size is 1 an axis is missing, and nowhere else is anything wrong."""
    told = [_is_squeezed(now, right) for now, right in _shapes(case)]
    return bool(told) and all(told) and _all_wrong_are_shapes(case)


def _is_squeezed(now: Tensor, right: Tensor) -> bool:
    longer = [size for size in right.shape if size > 1]
    return now.dim() < right.dim() and [size for size in now.shape if size > 1] == longer


AXIS_OF_ONE_LOST = Mistake(
    "axis-of-one-lost",
    "value",
    _lost_an_axis_of_one,
    "Where a size is 1, an axis is missing from what {question} gives.",
    "`squeeze()` takes away every axis of length 1, and `x[0]` the first one, whether it is one too many or is asked."
    " So does a branch of its own for one output, one input or one sample.",
    "Name the axis that is too many, `squeeze(0)` say, and leave the others; or let a size of 1 be a size like any.",
)


def _axes_permuted(case: Case) -> bool:
    """Every wrong tensor holds the right numbers, once its axes are put in another order, and one shape tells it."""
    told = []
    for seen, expected in case.wrong():
        now, right = tensors_of(seen.result), tensors_of(expected.result)
        told.append(bool(now) and len(now) == len(right) and all(map(_is_permuted, now, right)))
    return any(True for _ in _shapes(case)) and all(told)


def _is_permuted(now: Tensor, right: Tensor) -> bool:
    if now.dim() != right.dim() or now.dim() > _MOST_AXES or now.dtype is not right.dtype:
        return False
    return any(equal_to(now.permute(order), right, loosely=True) for order in permutations(range(now.dim())))


AXES_PERMUTED = Mistake(
    "axes-in-another-order",
    "value",
    _axes_permuted,
    "{question} gives the right numbers with their axes in another order.",
    "Each axis counts something: samples, outputs, or the inputs of a derivative. Which comes first is part of what is"
    " asked, and a square case does not show it.",
    "Say of each axis what it counts, and move it: `movedim`, `permute`, or the `dim` and `out_dims` of what made it.",
)
WRONG_SHAPE = Mistake(
    "wrong-shape",
    "value",
    lambda case: first_kind(case) == "shape",
    "{question} gives a tensor of another shape than asked.",
    "Shape is the first thing to check: it says how many axes there are, which is which, and how long each is.",
    "Print `.shape` of what your last line gives, for small inputs whose sizes all differ, such as 2 and 3.",
)
