"""The four criteria, each a pure function of a case: a finding, never an exception for what a student did.

Offers: `value`, `method`, `cost`, `trend`, and their `Judgement`; `first_fault`, the first wrong call;
`looks_for_the_meter`, whether an answer keeps its budget only where it is counted, which is a doubt besides.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from autograder.answer_key import Case, Expected
from autograder.answer_key.compare import described
from autograder.answer_key.property import ByProperty
from autograder.judge.passes import (
    BUILT,
    of_another_sort,
    over_without_a_meter,
    passes_alone,
    passes_in,
    passes_over,
)
from autograder.judge.verdict import Outcome, TrendResult
from autograder.observe import Cost, Observation, Timings
from autograder.observe.evidence import SWITCHED_OFF
from autograder.observe.stopwatch import confirms, contradicts, ratio, slope, undisturbed
from autograder.questions import Budget, Rules, Trend
from autograder.questions.marker import PRODUCT

# The contract: a peak is under this share of the naive way's …
PEAK_OF_NAIVE = 0.5
# … at sizes where the naive way takes at least this many times the reference.
NAIVE_IS_TELLING = 8.0
# What broke a budget that every counted call kept.
UNCOUNTED = "uncounted"
# The needed tool is missing in some calls alone.
IN_PLACES = "in places"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome, the line that says why, and what exactly was broken."""

    outcome: Outcome
    says: str
    over: tuple[str, ...] = ()


def _passed(says: str) -> Judgement:
    return Judgement(Outcome.PASSED, says)


def _failed(says: str, *over: str) -> Judgement:
    return Judgement(Outcome.FAILED, says, over)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the first call that is.

    place  its place among the calls; None where only a timed call was wrong, or the one on another device
    kind   what is wrong, in a word («shape», «raised», «changed» …)
    """

    place: int | None
    label: str
    says: str
    kind: str


def first_fault(case: Case) -> Fault | None:
    """Return the first call whose result is not as expected, or that changed what is not the answer's own."""
    for place, (seen, expected) in enumerate(case.pairs):
        if seen.raised is not None:
            return Fault(place, seen.label, _raised(seen), "raised")
        fault = case.compare(seen.result, expected) if expected.call.decides == "value" else None
        if fault is not None:
            return Fault(place, seen.label, fault.says, fault.kind)
        if seen.changed:
            return Fault(place, seen.label, f"changed {', '.join(seen.changed)}; expected it as it was", "changed")
    fault, largest = case.fault_when_timed(), case.evidence.largest
    if fault is not None and largest is not None:
        return Fault(None, largest.label, _raised(largest) if largest.raised else fault.says, fault.kind)
    away = case.evidence.elsewhere
    if away is not None:
        says = _raised(away) if away.raised else f"expected a result there too, got {described(away.result)}"
        return Fault(None, away.label, says, "device")
    return None


def value(case: Case) -> Judgement:
    """Every result as expected, and nothing changed that is not the answer's own."""
    fault = first_fault(case)
    if fault is not None:
        return _failed(f"{case.question.name}, {fault.label}: {fault.says}", fault.kind)
    how = ", judged by its properties" if isinstance(case.compare, ByProperty) else ""
    return _passed(f"right on {len(case.pairs)} inputs drawn afresh{how}")


def _raised(seen: Observation) -> str:
    error = seen.raised
    assert error is not None
    where = f" at your line «{error.line}»" if error.line else ""
    message = error.message.splitlines()[0] if error.message.strip() else "no message"
    return f"{error.type}{where}: {message}"


def method(case: Case) -> Judgement:
    """One of the needed tools was called, none of the forbidden ones."""
    rules, used = case.question.rules, _used(case)
    if SWITCHED_OFF in case.evidence.flags:
        return _failed("the calls could not be seen: Python's profiler was switched off", "unseen")
    if forbidden := ruled_out(case):
        return _failed(f"you used {', '.join(forbidden)}; asked is {rules.says}", "forbidden")
    if rules.needs and (without := _without_a_tool(case, used)) is not None:
        says = f"{without}none of {' or '.join(rules.needs)} was called; asked is {rules.says}"
        return _failed(says, *_missing(without))
    if rules.shows and (astray := next(of_another_sort(case), None)) is not None:
        # Where all calls go the other way, the first one's size says nothing.
        where = f"{astray.label}: " if any({*rules.shows} & passes_in(seen).keys() for seen, _ in case.pairs) else ""
        return _failed(f"{where}the passes through f are of another sort; asked is {rules.says}", *_missing(where))
    for seen, expected in case.pairs:
        if expected.call.decides == "method" and case.compare(seen.result, expected) is not None:
            return _failed(f"{seen.label}: made in another way than asked, which is {rules.says}", "way")
    return _passed(rules.says or "any tool will do")


def ruled_out(case: Case) -> list[str]:
    """Name what was used, and the exercise rules out."""
    rules = case.question.rules
    named = {name for name in _used(case) if _forbids(rules, name)}
    return sorted(named | {*_forbidden_kinds(case, rules), *_barred(case, rules)})


def _used(case: Case) -> set[str]:
    timed = case.evidence.largest
    return {name for seen, _ in case.pairs for name in seen.used} | {*(timed.used if timed else ())}


def _without_a_tool(case: Case, used: set[str]) -> str | None:
    """Return the start of a line on a call that is made without any of the needed tools; None where there is none.

    Where the lesson's own way carries one vector at a time, nothing tells it from a plainer way, which may be taken.
    """
    needs = set(case.question.rules.needs)
    if not used & needs:
        return ""
    marked = any(expected.usual.passes for _, expected in case.pairs)
    for seen, expected in case.pairs:
        widths = [width for widths in expected.usual.passes.values() for width in widths]
        widths += [] if marked else expected.call.sizes.values()
        if max(widths, default=0) > 1 and not needs & set(seen.used):
            return f"{seen.label}: "
    return None


def _forbids(rules: Rules, name: str) -> bool:
    # An answer that calls our own baselines has not answered.
    return name == "autograder" or any(
        name == rule or (rule.endswith(".") and name.startswith(rule)) for rule in rules.forbids
    )


def _forbidden_kinds(case: Case, rules: Rules) -> Iterator[str]:
    names = {"r": "a backward pass", "t": "a tangent pass"}
    for seen, _ in case.pairs:
        for kind in passes_in(seen):
            yield from (names[letter] for letter in kind[1:] if letter in rules.kinds)


def _barred(case: Case, rules: Rules) -> Iterator[str]:
    if rules.bars is None:
        return
    for seen, expected in case.pairs:
        # Some calls ask an answer more than once, or for so little that no way can be told from another.
        usual = expected.usual
        if seen.cost is None and rules.bars(usual.passes, (), usual.sizes or expected.call.sizes) is not None:
            continue
        found = rules.bars(passes_in(seen), seen.used, expected.call.sizes)
        if found is not None:
            yield found


def _missing(where: str) -> tuple[str, ...]:
    return ("missing", IN_PLACES) if where else ("missing",)


def cost(case: Case) -> Judgement:
    """Passes, widths and peak within the budget on every counted call, and passes on every other."""
    budget, broken = case.question.budget, []
    for counted, expected in case.costs():
        broken += [(over, says, expected.call.label) for over, says in _over(budget, counted, expected)]
    broken += [("result", says, label) for says, label in _spent_by_results(case)]
    # A budget holds for every size: an answer may go one way where it is small, and another where it is large.
    unmetered = [] if broken else [(over, says, seen.label) for seen, over, says in over_without_a_meter(case)]
    if not broken and not unmetered:
        return _passed(budget.says)
    _, says, label = (broken or unmetered)[0]
    kinds = [over for over, _, _ in broken] or [UNCOUNTED, *(over for over, _, _ in unmetered if over == BUILT)]
    return _failed(f"{label}: {says}; the budget is {budget.says}", *dict.fromkeys(kinds))


def _spent_by_results(case: Case) -> Iterator[tuple[str, str]]:
    for seen, expected in case.pairs:
        spends = case.question.budget.result
        if spends is not None and (found := spends(seen.result, expected.args[0])):
            yield found, expected.call.label


def looks_for_the_meter(case: Case) -> str:
    """Name a call without a meter, no larger than one with it, that alone is over the budget; or nothing."""
    if "cost" not in case.question.points or UNCOUNTED not in cost(case).over:
        return ""
    counted = max((max(e.call.sizes.values(), default=0) for _, e in case.costs()), default=0)
    small = {e.call.label for _, e in case.pairs if max(e.call.sizes.values(), default=0) <= counted}
    broken = ((seen, over, says) for seen, over, says in over_without_a_meter(case) if seen.label in small)
    found = (f"{seen.label}: {says}" for seen, over, says in broken if over != BUILT and _dear_if_counted(case, seen))
    return next(found, "")


def _dear_if_counted(case: Case, seen: Observation) -> bool:
    """Tell whether a call's passes are over the budget of the next larger counted call, too, if there is one.

    A budget may grow with N: who wastes a little everywhere is over it where N is small, and nowhere else.
    """
    sizes = next(e.call.sizes for one, e in case.pairs if one is seen)
    larger = (
        e.call.sizes for _, e in case.costs() if all(e.call.sizes.get(of, 0) >= size for of, size in sizes.items())
    )
    nearest = min(larger, key=lambda found: sum(found.values()), default=sizes)
    return any(passes_over(case.question.budget, passes_alone(seen.passes or {}), nearest))


def _over(budget: Budget, counted: Cost, expected: Expected) -> Iterator[tuple[str, str]]:
    sizes = expected.call.sizes
    for kind, over, what in (("f", "forwards", "evaluation of f"), (PRODUCT, "products", "product")):
        if expected.reference is not None and expected.reference.count(kind) and not counted.count(kind):
            yield over, f"no {what} was seen, expected one at least in this process"
    yield from passes_over(budget, counted, sizes)
    if budget.elements is not None and expected.call.weighed:
        yield from _elements_over(counted, expected, budget.elements(sizes))
    if budget.peak and expected.call.weighed:
        yield from _peak_over(counted, expected, budget.peak_times)
    if budget.peak_of_naive and expected.call.weighed:
        yield from _peak_over_naive(counted, expected)


def _peak_over_naive(counted: Cost, expected: Expected) -> Iterator[tuple[str, str]]:
    naive = expected.naive
    assert naive is not None
    if counted.unmetered or counted.peak >= PEAK_OF_NAIVE * naive.peak:
        found = "that can't be seen" if counted.unmetered else f"{counted.peak / naive.peak:.0%} of the naive way's"
        yield "peak", f"a peak {found}, expected under {PEAK_OF_NAIVE:.0%}"


def _elements_over(counted: Cost, expected: Expected, limit: int) -> Iterator[tuple[str, str]]:
    size = next(arg.element_size() for arg in expected.args if isinstance(arg, Tensor))
    if counted.unmetered or counted.peak >= limit * size:
        found = "memory that can't be seen" if counted.unmetered else f"{counted.peak // size:,} elements"
        yield "peak", f"a peak of {found}, expected under {limit:,}"


def _peak_over(counted: Cost, expected: Expected, times: float) -> Iterator[tuple[str, str]]:
    if expected.reference is None:
        return
    if counted.unmetered:
        yield "peak", "f ran in a thread whose memory can't be seen, expected this thread or one that the answer starts"
    lean = expected.lean
    if counted.peak > times * lean:
        yield "peak", f"a peak {counted.peak / lean:.1f} times the reference's, expected at most {times:g}"
    naive = expected.naive
    if naive is not None and naive.peak >= NAIVE_IS_TELLING * lean and counted.peak >= PEAK_OF_NAIVE * naive.peak:
        yield "peak", f"a peak {counted.peak / naive.peak:.0%} of the naive way's, expected under {PEAK_OF_NAIVE:.0%}"


def trend(claim: Trend, timings: Timings) -> TrendResult:
    """Hold the timings against the claim: the ratio's interval must be clear of the threshold to decide."""
    estimate, (low, high) = ratio(timings)
    exponent, interval = slope(timings)
    steepest = math.inf if claim.steepest is None else claim.steepest
    if confirms(claim, timings):
        state = "CONFIRMED"
    elif contradicts(claim, timings) or min(interval[0], slope(undisturbed(timings))[0]) > steepest:
        state = "CONTRADICTED"
    else:
        state = "INCONCLUSIVE"
    medians = {who: tuple(sorted(row)[len(row) // 2] for row in rows) for who, rows in timings.samples.items()}
    said = (claim.claim, state, claim.size_name, timings.sizes, medians, estimate, (low, high), exponent, interval)
    return TrendResult(*said, naive=claim.called)
