"""Results that are judged by the properties that they must have, where many are right: no numbers are compared.

Property       one thing that a result must have, its measure and its tolerance
Departure      how far a result is from it, at its worst place
PropertyFound  a property of one result, as a learner reads it
ByProperty     a comparison made of properties
lacks          a detector: every wrong result lacks one of the properties named

A property is checked on the grader's side, from the result and from the grader's own copy of the call's arguments. The
entry's reference gives one right result among others: its type, shape and dtype are expected, and its costs compared.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from autograder.answer_key.compare import Comparison, Discrepancy, form
from autograder.answer_key.key import Case, Expected
from autograder.observe import tensors_of


@dataclass(frozen=True, slots=True)
class Departure:
    """How far a result is from having a property, at its worst place.

    by     how far: 0 where it has it; NaN never passes
    found  what was found there («f rises by 0.03»)
    where  the place («row 4»); empty where it is the whole
    """

    by: float
    found: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that a result must have.

    name        in a learner's words: «f never rises from row to row»
    departure   (result, expected) → how far from it; None where this call doesn't ask it. It is given results of the
                right type, shape and dtype, whose numbers are finite
    tolerance   how far is still near enough, by the dtype of the result's first tensor; none for a dtype that is not
                there, as for whole numbers
    """

    name: str
    departure: Callable[[Any, Expected], Departure | None]
    tolerance: Mapping[torch.dtype, float] = field(default_factory=dict)

    def check(self, result: Any, expected: Expected) -> "PropertyFound | None":
        """Check a result of the right form for it; return None where this call doesn't ask it."""
        departure = self.departure(result, expected)
        if departure is None:
            return None
        dtype = next((tensor.dtype for tensor in tensors_of(result)), None)
        near = self.tolerance.get(dtype, 0.0) * expected.slack if dtype else 0.0
        holds = not math.isnan(departure.by) and departure.by <= near
        place = f", {departure.where}" if departure.where else ""
        return PropertyFound(self.name, holds, "" if holds else f"{departure.found}{place}")


@dataclass(frozen=True, slots=True)
class PropertyFound:
    """A property of one result: whether it holds, and what was found where it does not."""

    name: str
    holds: bool
    found: str


@dataclass(frozen=True, slots=True)
class ByProperty:
    """A comparison made of properties, in the order in which they are told.

    beside  a comparison with the reference's result that comes first; by default of type, shape and dtype alone
    """

    properties: tuple[Property, ...]
    beside: Comparison = form

    def __call__(self, result: Any, expected: Expected) -> Discrepancy | None:
        """Return the first thing that is not as asked: the form, then property by property."""
        fault = self.beside(result, expected)
        if fault is not None or not expected.call.exact:
            return fault
        for each in self.checked(result, expected):
            if not each.holds:
                return Discrepancy("value", f"«{each.name}» does not hold: {each.found}", each.name)
        return None

    def checked(self, result: Any, expected: Expected) -> Iterator[PropertyFound]:
        """Yield each property that the call asks, checked on a result of the right form."""
        for each in self.properties:
            found = each.check(result, expected)
            if found is not None:
                yield found


def lacks(*names: str) -> Callable[[Case], bool]:
    """Make a detector: every wrong result has the right form, and the first property that it lacks is named here."""

    def shows(case: Case) -> bool:
        found = [fault.property if fault else "" for _, _, fault in case.faults()]
        return bool(found) and set(found) <= set(names)

    return shows
