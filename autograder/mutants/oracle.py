"""The oracle: whether an answer keeps its exercise's contract, found without the judge.

Right values are computed in another way than the key's (the key's `otherwise.py`), on inputs that the judge doesn't
draw; passes and peaks come from a meter of its own. It says «keeps» if it looked at the whole contract, «breaks» if a
part of it is broken beyond doubt, and «can't tell» in between. It looks at no trends.

Offers: `Oracle` (one for each exercise), `Ruling`, `Sort`.
"""

import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import torch
from torch import Tensor, nn

from autograder.answer_key import Entry, Expected, entry_of, ways_otherwise, ways_taught
from autograder.mutants.budget import bends, breaches
from autograder.mutants.meter import ANSWER, Counted, counting, counting_model, peak_of, tools_named
from autograder.observe.capture import fresh_state, unwritten_shows
from autograder.observe.elsewhere import AsOnAGpu, call_elsewhere, on_another
from autograder.observe.given import Given
from autograder.questions import Answer, Call, Question

# Times the allowed peak. The judge weighs memory in another way: between the two, the oracle can't tell.
_SURELY_MORE, _SURELY_LESS = 1.4, 0.85
# The contract of a peak: at most this part of the naive way's, and asked where the naive way takes so many times more.
_OF_THE_NAIVE, _TELLING = 0.5, 8.0
# Times the tolerance of an exercise's own comparison. A solve that stops at 1e-6 is right on some inputs and wrong on
# others: between the two, the inputs that were drawn decide, and the oracle can't tell.
_SURELY_RIGHT, _SURELY_WRONG = 0.5, 10.0


class Sort(StrEnum):
    """What the oracle says of an answer."""

    KEEPS = "keeps"
    BREAKS = "breaks"
    CANT_TELL = "can't tell"
    STILLBORN = "never gives a result"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the oracle says of one answer, and why."""

    sort: Sort
    why: str = ""


@dataclass(frozen=True, slots=True)
class Oracle:
    """What an exercise's answers are compared with.

    right  the right result of each call, found another way
    peaks  bytes of the leanest reference and of the naive way, for each call whose peak is weighed
    cheap  whether the lesson's own way keeps the budget in each call: some calls ask an answer several times
    """

    question: Question
    entry: Entry
    seed: int
    right: tuple[Any, ...]
    peaks: tuple[tuple[int, int | None] | None, ...]
    cheap: tuple[bool, ...]

    @classmethod
    def of(cls, question: Question, seed: int) -> "Oracle":
        """Work it out; raise KeyError if the exercise has no other way."""
        way, entry = ways_otherwise()[question.name], entry_of(question)
        right = tuple(_asked(question, way, call) for call in _in_turn(question, seed))
        peaks = tuple(_peaks(question, call) for call in _in_turn(question, seed))
        cheap = tuple(_is_cheap(question, call) for call in _in_turn(question, seed))
        return cls(question, entry, seed, right, peaks, cheap)

    def says(self, source: str) -> Ruling:
        """Run an answer, in this very process, and say what it keeps."""
        with tools_named() as used:
            try:
                answer = _loaded(source)[self.question.name]
            except BaseException as error:
                return Ruling(Sort.STILLBORN, f"does not load: {type(error).__name__}")
            found = self._of_values(answer)
            if found.sort in (Sort.BREAKS, Sort.STILLBORN):
                return found
            doubts = [found.why] if found.sort is Sort.CANT_TELL else []
            for sort, why in (*self._of_device(answer), *self._of_means(answer, used)):
                if sort is Sort.BREAKS:
                    return Ruling(sort, why)
                doubts.append(why)
        return Ruling(Sort.CANT_TELL, doubts[0]) if doubts else Ruling(Sort.KEEPS)

    def _of_values(self, answer: Answer) -> Ruling:
        """Rule on values alone: name the first wrong one, else the first at the border of its tolerance."""
        wrong, near, raised, earlier = "", "", 0, []
        for call, right in zip(_in_turn(self.question, self.seed), self.right, strict=True):
            before = Given.of(call.args, call.kwargs)
            try:
                result = _asked(self.question, answer, call)
                expected = Expected(call, call.args, right, slack=_SURELY_WRONG)
                fault = self.entry.compare(_plain(result), expected)
                doubt = self.entry.compare(_plain(result), replace(expected, slack=_SURELY_RIGHT))
            except BaseException as error:
                raised += 1
                wrong = wrong or f"{call.label}: raised {type(error).__name__}"
                continue
            earlier.append((call.label, result, _plain(result)))
            if fault is not None:
                wrong = wrong or f"{call.label}: {fault.says}"
            elif before.changes():
                wrong = wrong or f"{call.label}: changed an argument"
            elif doubt is not None:
                near = near or f"{call.label}: near its tolerance, {doubt.says}"
        for label, result, was in earlier:
            if not _alike(_plain(result), was):
                wrong = wrong or f"{label}: changed this result later"
        if wrong:
            return Ruling(Sort.STILLBORN if raised == len(self.right) else Sort.BREAKS, wrong)
        return Ruling(Sort.CANT_TELL, near) if near else Ruling(Sort.KEEPS)

    def _of_device(self, answer: Answer) -> Iterator[tuple[Sort, str]]:
        """Yield where an answer, given x on the meta device, works only if meta is also torch's default device."""
        for holds in (False, True):
            call = call_elsewhere(self.question, self.seed)
            if call is None:
                return
            by_itself, led = _stays(self.question, answer, call, holds), ""
            if by_itself:
                with torch.device("meta"):
                    led = _stays(self.question, answer, call, holds)
                if by_itself != led:
                    yield Sort.CANT_TELL if led else Sort.BREAKS, f"{call.label}: {by_itself}"

    def _of_means(self, answer: Answer, used: set[str]) -> Iterator[tuple[Sort, str]]:
        """Yield each part of method and cost that is broken or in doubt."""
        for call, peaks, cheap in zip(_in_turn(self.question, self.seed), self.peaks, self.cheap, strict=True):
            spends = self.question.budget.result
            if spends is not None and (why := spends(_plain(_asked(self.question, answer, call)), call.args[0])):
                yield Sort.BREAKS, f"{call.label}: {why}"
            if cheap:
                counted = Counted()
                try:
                    _asked(self.question, answer, _counting(call, counted))
                except BaseException as error:  # it was right without the meter: the meter is at fault, or was noticed
                    yield Sort.CANT_TELL, f"{call.label}: {type(error).__name__} under the oracle's meter"
                    continue
                for why in breaches(self.question.budget, counted, call.sizes):
                    # Elsewhere a call may be of a sort that this meter does not see through (a linearized f, say).
                    yield Sort.BREAKS if call.counted else Sort.CANT_TELL, f"{call.label}: {why}"
                for why in bends(self.question.rules, counted, used, call.sizes) if call.counted else ():
                    yield Sort.BREAKS, f"{call.label}: {why}"
            if peaks is not None:
                yield from self._of_peak(answer, call, *peaks)
        needs = self.question.rules.needs
        if needs and not used & set(needs):
            yield Sort.BREAKS, f"calls none of {', '.join(needs)}"

    def _of_peak(self, answer: Answer, call: Call, lean: int, naive: int | None) -> Iterator[tuple[Sort, str]]:
        budget, peak = self.question.budget, peak_of(lambda: _asked(self.question, answer, call))
        bounds = []
        if budget.elements is not None and call.weighed:
            size = next(arg.element_size() for arg in call.args if isinstance(arg, Tensor))
            bounds.append(float(budget.elements(call.sizes) * size))
        if budget.peak and call.weighed:
            bounds.append(budget.peak_times * max(lean, 1))
        if naive is not None and (budget.peak_of_naive or (budget.peak and naive >= _TELLING * max(lean, 1))):
            bounds.append(_OF_THE_NAIVE * naive)
        for bound in bounds:
            if peak > _SURELY_LESS * bound:
                sort = Sort.BREAKS if peak > _SURELY_MORE * bound else Sort.CANT_TELL
                yield sort, f"{call.label}: a peak {peak / bound:.2f} times what is allowed"


def _in_turn(question: Question, seed: int) -> Iterator[Call]:
    """Yield the calls, each as it is when its turn comes."""
    for call in question.calls(seed):
        if call.before is not None:
            call.before()
        yield call


def _asked(question: Question, answer: Answer, call: Call) -> Any:
    with fresh_state(), unwritten_shows(), torch.compiler.set_stance("force_eager"):
        return question.ask(answer, call)


def _stays(question: Question, answer: Answer, call: Call, holds: bool) -> str:
    """Say why a call on meta gives no result there; empty if it does."""
    try:
        with AsOnAGpu(holds):
            result = _asked(question, answer, call)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return "" if on_another(result, "meta") is None else "a result elsewhere"


def _peaks(question: Question, call: Call) -> tuple[int, int | None] | None:
    if not (call.counted and call.weighed) or not question.budget.weighs_peak:
        return None

    def weighed(way: Answer) -> int:
        return peak_of(lambda: _asked(question, way, call))

    lean = min(map(weighed, ways_taught()[question.name]))
    return lean, weighed(question.naive) if question.naive else None


def _is_cheap(question: Question, call: Call) -> bool:
    counted = Counted()
    _asked(question, ways_taught()[question.name][0], _counting(call, counted))
    return call.counted or not any(breaches(question.budget, counted, call.sizes))


def _loaded(source: str) -> dict[str, Any]:
    module = types.ModuleType(ANSWER)
    sys.modules[ANSWER] = module
    with fresh_state():
        exec(compile(source, ANSWER, "exec"), module.__dict__)
    return module.__dict__


def _counting(call: Call, counted: Counted) -> Call:
    """Return the call such that the first function or model among its arguments counts its passes."""
    place = next((place for place, arg in enumerate(call.args) if callable(arg) and not isinstance(arg, Tensor)), None)
    if place is None:
        return call
    f, args = call.args[place], [*call.args]
    args[place] = counting_model(f, counted) if isinstance(f, nn.Module) else counting(f, counted, call.marks)
    return replace(call, args=tuple(args))


def _plain(result: Any) -> Any:
    """Return a result with copies of its tensors, without their graphs."""
    match result:
        case Tensor():
            return result.detach().clone()
        case tuple():
            return tuple(_plain(part) for part in result)
        case dict():
            return {name: _plain(part) for name, part in result.items()}
    return result


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Tensor):
        return torch.equal(one, other) or not bool(torch.isfinite(one).all())
    if isinstance(one, tuple):
        return all(_alike(*pair) for pair in zip(one, other, strict=True))
    return not isinstance(one, dict) or all(_alike(part, other[name]) for name, part in one.items())
