"""The call that failed, for the learner whose own inputs it had. Never part of a verdict, which a class's pages show.

Failing    which call it was, which calls before it matter, what came out and what was expected
Part       two tensors that should be the same, and which entries are not
failing    evidence and key → the first wrong call, or None
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Self

import torch
from torch import Tensor, nn

from autograder.answer_key import Case, Key
from autograder.answer_key.compare import DIFFERENCES, RELATIVE, described, eigenpair, equal_to, sample
from autograder.answer_key.property import ByProperty, PropertyFound
from autograder.judge.criteria import first_fault
from autograder.judge.named import case_of, parameters
from autograder.observe import Evidence, tensors_of
from autograder.observe.evidence import Result
from autograder.questions import Call, Question
from autograder.questions.draw import Changing


@dataclass(frozen=True, slots=True)
class Part:
    """What came out beside what was expected; `wrong` marks entries, and is None where the shapes differ.

    near   True: no entry is further off than rounding; another part of the result is more worth a look
    """

    name: str
    got: Tensor
    want: Tensor
    wrong: Tensor | None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Failing:
    """The first call that went wrong.

    place    its place among the question's calls; None where it was a timed one, at `size` and of turn `turn`
    start    the first call that it may depend on: an answer may keep something from there
    says     what is wrong, in one line
    part     the tensors to draw, where it gave one and one was asked for; else `got` and `want` say it in words
    checked  the properties that its result was checked for, where many results are right
    names    how the lesson's function calls its arguments
    """

    question: Question
    seed: int
    label: str
    says: str
    place: int | None
    start: int = 0
    size: int = 0
    turn: int = 0
    part: Part | None = None
    got: str = ""
    want: str = ""
    checked: tuple[PropertyFound, ...] = ()
    names: tuple[str, ...] = ()

    def from_the_first(self) -> Self:
        """Return the same, with every call before it: for an answer that can keep things from one call to the next."""
        return replace(self, start=0)

    @property
    def call(self) -> Call | None:
        """The call, drawn anew; None where it was a timed one."""
        return None if self.place is None else self.question.calls(self.seed)[self.place]


def failing(evidence: Evidence, key: Key) -> Failing | None:
    """Return the first call whose value was wrong; None where there is none, or the evidence can't be read."""
    labels = [expected.call.label for expected in key.expected]
    if [seen.label for seen in evidence.observations] != labels:
        return None
    case, names = case_of(evidence, key), parameters(key)
    fault = first_fault(case)
    if fault is None:
        return None
    if fault.place is None:
        return _timed(case, fault.label, fault.says, names)
    seen, expected = case.pairs[fault.place]
    start = _start(case, fault.place)
    found = Failing(key.question, evidence.seed, fault.label, fault.says, fault.place, start, names=names)
    if seen.raised is not None or fault.kind == "changed":
        return found
    if isinstance(case.compare, ByProperty):
        # Many results are right, and the reference's is only one of them: its numbers are not shown as expected.
        if fault.kind != "value":
            return replace(found, got=_in_words(seen.result), want=_in_words(expected.result))
        return replace(found, got=_in_words(seen.result), checked=tuple(case.compare.checked(seen.result, expected)))
    parts = sorted(_wrong_parts(*_signed(case, seen.result, expected.result)), key=attrgetter("near"))
    if parts:
        return replace(found, part=parts[0])
    return replace(found, got=_in_words(seen.result), want=_in_words(expected.result))


def _timed(case: Case, label: str, says: str, names: tuple[str, ...]) -> Failing | None:
    trend, timings, largest = case.question.trend, case.evidence.timings, case.evidence.largest
    size = next((size for size in trend.sizes if trend.label(size) == label), None) if trend else None
    if size is None or largest is None:
        return None
    first = largest.raised or timings is None or sample(largest.result, case.timed(label, 0)) is not None
    turn = 0 if first or timings is None else timings.turns
    return Failing(case.question, case.evidence.seed, label, says, None, size=size, turn=turn, names=names)


def _start(case: Case, place: int) -> int:
    """Return the first call that this one may depend on: it shares an argument, or gave the same result."""
    seen = [observation for observation, _ in case.pairs]
    if "an earlier result" in seen[place].changed:
        return 0
    start = shares_from(case.question.calls(case.evidence.seed), place)
    return next((before for before in range(start) if _repeats(seen[place].result, seen[before].result)), start)


def shares_from(calls: Sequence[Call], place: int) -> int:
    """Return the first call that shares an argument with this one, directly or by way of calls in between."""
    start, groups = place, [_shared(call) for call in calls]
    for before in range(place - 1, -1, -1):
        if groups[before] & set().union(*groups[start : place + 1]):
            start = before
    return start


def _repeats(now: Result, then: Result) -> bool:
    if isinstance(now, float):
        return bool(now == then)
    tensors, earlier = tensors_of(now), tensors_of(then)
    return bool(tensors) and len(tensors) == len(earlier) and all(map(equal_to, tensors, earlier))


def _shared(call: Call) -> set[int]:
    """Return the ids of the arguments that another call may share: tensors, dicts, models, functions that change."""
    return {id(arg) for arg in call.args if isinstance(arg, Tensor | dict | nn.Module | Changing)}


def _signed(case: Case, got: Result, want: Result) -> tuple[Result, Result]:
    """Turn an eigenvector that points the other way: its sign is free."""
    match got, want:
        case (value, Tensor() as vector), (_, Tensor() as right) if case.compare is eigenpair:
            if vector.shape == right.shape and vector.double().flatten() @ right.double().flatten() < 0:
                return (value, -vector), want
    return got, want


def _wrong_parts(got: Result, want: Result, name: str = "") -> Iterator[Part]:
    match got, want:
        case Tensor(), Tensor():
            part = _part(name, got, want)
            if part is not None:
                yield part
        case dict(), dict():
            for entry in want:
                if entry in got:
                    yield from _wrong_parts(got[entry], want[entry], str(entry))
        case tuple(), tuple():
            for place, (one, other) in enumerate(zip(got, want, strict=False)):
                yield from _wrong_parts(one, other, f"entry {place}")
        case float(), Tensor():
            yield from _wrong_parts(torch.tensor(got, dtype=want.dtype), want, name)


def _part(name: str, got: Tensor, want: Tensor) -> Part | None:
    got, want = got.detach(), want.detach()
    if got.is_complex() or got.is_sparse or not (got.numel() and want.numel()):
        return None
    if got.shape != want.shape:
        return Part(name, got.double(), want.double(), None)
    apart = (got.double() - want.double()).abs().nan_to_num(nan=math.inf)
    tolerance = max(RELATIVE.get(want.dtype, 0.0), DIFFERENCES) * (want.double().abs().max().item() or 1.0)
    wrong = apart > tolerance
    near = not wrong.any()
    if near:
        if got.dtype == want.dtype and not apart.max() > 0:
            return None
        # Too near to see: mark the farthest entries alone, and none where it is the dtype that differs.
        wrong = (apart == apart.max()) & (apart > 0) if got.dtype == want.dtype else wrong
    return Part(name, got.double(), want.double(), wrong, near)


def _in_words(result: Any) -> str:
    return str(result) if isinstance(result, bool | int | float) else described(result)
