"""Where a wrong result departs from the right one, whatever its form: a tensor, or a tuple or a dict of such.

Offers: `paired` (all tensors of two results), `departing` (those of a call that are wrong), `throughout` (whether each
wrong one is what a mistake would make of the right one).
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected
from autograder.observe import Observation
from autograder.observe.evidence import Result

Pair = tuple[Tensor, Tensor]


def paired(now: Result, right: Result) -> list[Pair] | None:
    """Pair the tensors of a result with those of another; None where structure, shapes or dtypes differ."""
    match now, right:
        case Tensor(), Tensor():
            alike = now.shape == right.shape and now.dtype is right.dtype and right.dtype is not torch.bool
            return [(now, right)] if alike else None
        case dict(), dict() if now.keys() == right.keys():
            found = [paired(now[name], right[name]) for name in right]
        case tuple(), tuple() if len(now) == len(right):
            found = [paired(one, other) for one, other in zip(now, right, strict=True)]
        case bool(), bool():
            return []
        case _:
            return None
    return None if None in found else [pair for each in found for pair in each or ()]


def departing(seen: Observation, expected: Expected) -> list[Pair] | None:
    """Pair each wrong tensor of a call with the right one; None where it raised, or a form is not as expected."""
    pairs = None if seen.raised else paired(seen.result, expected.result)
    return None if pairs is None else [(now, right) for now, right in pairs if not equal_to(now, right)]


def throughout(case: Case, make: Callable[[Tensor], Tensor | None]) -> bool:
    """Tell whether every wrong tensor is what a mistake makes of the right one; at least one must tell.

    `make` returns None where a tensor can't tell the mistake from others. Nor does a tensor tell that the mistake
    leaves as it is (the absolute values of numbers that are not negative, say).
    """
    told = False
    for seen, expected in case.wrong():
        pairs = departing(seen, expected)
        if not pairs:
            return False
        for now, right in pairs:
            mistaken = make(right)
            if mistaken is not None and not equal_to(now, mistaken, loosely=True):
                return False
            told = told or not (mistaken is None or equal_to(mistaken, right))
    return told
