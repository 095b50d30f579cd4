"""What the grader holds for one question and one seed: expected results, costs to compare with, known mistakes.

Entry      a question's part of the key: reference, comparison, mistakes (one a question, written by hand)
Key        an entry worked out for a seed: what each call should have given
Expected   one call: its result, the lesson's cost and the naive way's
Usual      what the lesson's way and the naive one cost in one call, whatever the seed
Case       evidence laid beside the key, as a mistake's detector sees it
Mistake    a known mistake: its detector, and what to tell
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from torch import Tensor

from autograder.answer_key.compare import Comparison, Discrepancy, equal_to, is_rest, sample
from autograder.observe import Cost, Evidence, Observation
from autograder.observe.evidence import Raised, Result
from autograder.questions import Answer, Call, Question


@dataclass(frozen=True, slots=True)
class Usual:
    """What the known ways cost in one call.

    reference  the cost of the lesson's way, or of a leaner one; None where the call isn't counted
    naive      the naive way's cost
    passes     kind → width → how often, of the lesson's way
    sizes      the sizes that its passes were counted at: in some calls they depend on the seed
    """

    reference: Cost | None = None
    naive: Cost | None = None
    passes: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one call should have given.

    args   the call's arguments as they were then: a later call may put new numbers into the same x
    usual  what the known ways cost in it
    slack  how many times the tolerance a result may be off: 1, but where one asks how near to it a result comes
    """

    call: Call
    args: tuple[Any, ...]
    result: Any
    usual: Usual = Usual()
    slack: float = 1.0

    @property
    def reference(self) -> Cost | None:
        """The leanest way's cost, of a counted call."""
        return self.usual.reference

    @property
    def lean(self) -> float:
        """The most that the leanest way's peak may be at this call's sizes.

        It was measured at others where a seed draws them from a band, and grows no faster than all of them together.
        """
        peak, then = self.reference.peak if self.reference else 0, self.usual.sizes
        grown = math.prod(max(1.0, now / then[name]) for name, now in self.call.sizes.items() if then.get(name))
        return max(peak, 1) * grown

    @property
    def naive(self) -> Cost | None:
        """The naive way's cost, of a counted call."""
        return self.usual.naive


Fault = tuple[Observation, Expected, Discrepancy | None]


@dataclass(frozen=True, slots=True)
class Case:
    """Evidence beside the key.

    pairs   each observation with what was expected of it
    timed   label, turn → what a timed call should have given
    failed  the criteria that failed
    over    what broke them: «shape», «value» …; «forbidden», «missing»; «forwards», «backwards», «peak» …
    """

    question: Question
    evidence: Evidence
    pairs: tuple[tuple[Observation, Expected], ...]
    compare: Comparison
    timed: Callable[[str, int], Result]
    over: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    # Every detector asks for these, and some comparisons take long: worked out once for each case.
    _faults: list["Fault"] = field(default_factory=list, init=False, repr=False, compare=False)

    def faults(self) -> Iterator["Fault"]:
        """Yield the calls whose result is not as expected, each with how it departs; None where it raised."""
        if not self._faults:
            for seen, expected in self.pairs:
                fault = None if seen.raised else self.compare(seen.result, expected)
                if seen.raised or fault is not None:
                    self._faults.append((seen, expected, fault))
        yield from self._faults

    def wrong(self) -> Iterator[tuple[Observation, Expected]]:
        """Yield the calls whose result is not as expected."""
        return ((seen, expected) for seen, expected, _ in self.faults())

    def each_wrong(self, is_so: Callable[[Any], bool]) -> bool:
        """Tell whether every wrong result is so; at least one must be wrong."""
        wrong = [seen.result for seen, _ in self.wrong()]
        return bool(wrong) and all(map(is_so, wrong))

    def fault_when_timed(self) -> Discrepancy | None:
        """Return how a timed call at the largest size departs from what it should have given; None where none does.

        It is made once before any round; the last round's result is looked at too.
        """
        seen, timings = self.evidence.largest, self.evidence.timings
        if seen is None:
            return None
        if seen.raised:
            return Discrepancy("raised", "raised an error")
        fault = sample(seen.result, self.timed(seen.label, 0))
        if fault is None and timings is not None and timings.turns:
            return sample(timings.last, self.timed(seen.label, timings.turns))
        return fault

    @property
    def first_raised(self) -> Raised | None:
        """The first error, which is the one that a card tells of: what comes after it may be its echo."""
        seen = (*(seen for seen, _ in self.pairs), *filter(None, [self.evidence.largest]))
        return next((each.raised for each in seen if each.raised), None)

    def raised(self, *phrases: str) -> bool:
        """Tell whether the first error's message holds one of the phrases."""
        first = self.first_raised
        return first is not None and any(phrase in first.message for phrase in phrases)

    def gives(self, instead: Callable[[Expected], Tensor | None]) -> bool:
        """Tell whether every wrong tensor equals what the mistake would give; at least one must tell.

        `instead` returns None where the call can't tell the mistake from others.
        """
        told = False
        for seen, expected in self.wrong():
            if not isinstance(seen.result, Tensor):
                return False
            mistaken = instead(expected)
            if mistaken is None:
                continue
            if not equal_to(seen.result, mistaken, loosely=True):
                return False
            # Where the mistake gives what is right (zeros, say), or next to nothing, the call does not tell.
            right = isinstance(expected.result, Tensor) and equal_to(mistaken, expected.result)
            told = told or not (right or is_rest(mistaken))
        return told

    def gives_multiple(self, *factors: float) -> bool:
        """Tell whether every wrong tensor is what was expected times one of the factors, the same one each time."""
        return any(self.gives(partial(_times, factor)) for factor in factors)

    def costs(self) -> Iterator[tuple[Cost, Expected]]:
        """Yield the counted calls' costs."""
        for seen, expected in self.pairs:
            if seen.cost is not None:
                yield seen.cost, expected

    def peaks_above(self, times: float) -> bool:
        """Tell whether the peak of a weighed call is above so many times the reference's."""
        weighed = ((cost.peak, e.lean) for cost, e in self.costs() if e.call.weighed and e.reference)
        return any(peak > times * lean for peak, lean in weighed)


def _times(factor: float, expected: Expected) -> Tensor:
    multiple: Tensor = factor * expected.result
    return multiple


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known mistake.

    slug       its name in diagnoses
    shows      the detector: tells whether the evidence shows this mistake
    criterion  the criterion that it costs, which must have failed for the detector to be asked; «remark» for what costs
               nothing; empty where the detector is asked whatever failed
    saw, why, next_step  what to tell, beside the broken criterion's line; they may hold {question}, {signature},
               {error} (the type of what was raised), {meaning} (what it means here), {x} (the first argument that
               is a tensor, by its name), {changed} (likewise, the first that was changed) and {tools} (what was used
               and is ruled out)
    form       True: its next step is about the form of a call or a function, and gives nothing of a solution away
    rest       True: it claims only what none of the question's other mistakes claims; of those, no two may claim the
               same answer
    """

    slug: str
    criterion: str
    shows: Callable[[Case], bool]
    saw: str
    why: str
    next_step: str
    rest: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A question's part of the key.

    reference  a way to the expected results. Where it is not the lesson's own way, that one stands in the lesson's
               `taught.py`, and peaks are compared with it
    mistakes   the known mistakes of this exercise
    compare    how a result is compared with the expected one
    signature  how the lesson's function begins, where the reference's arguments have other names: «name(f, X)»
    """

    reference: Answer
    mistakes: tuple[Mistake, ...]
    compare: Comparison
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry worked out for one seed.

    timed      label, turn → what a timed call should give
    signature  how the answer is called: «name(f, x)»
    """

    question: Question
    seed: int
    expected: tuple[Expected, ...]
    timed: Callable[[str, int], Result]
    compare: Comparison
    mistakes: tuple[Mistake, ...]
    signature: str = ""
