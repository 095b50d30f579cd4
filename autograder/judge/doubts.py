"""Evidence compared with what the supervisor saw from outside, which an answer can't forge, and with itself.

A doubt is for the instructor: it says what can't both be true. It moves no mark, since a machine may be odd.

Offers: `doubt` (beside what was seen from outside), `contradictions` (within the evidence), `joined`.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.answer_key import Case, Expected
from autograder.observe import Cost, Evidence, Outside, Timings
from autograder.observe.evidence import MISCOUNTED, OUTWORKED, TAKEN, UNFOLLOWED, UNTRACED, WENT_ROUND

# Seconds. The clock outside may read a little less than the one inside, where messages wait.
_WALL_SLACK = 0.1
# A call that waited for a core took longer than it worked, the quickest of its rounds least so: a quarter of that must
# be processor time. The slack, in seconds: CPU time comes in hundredths of a second.
_CPU_SHARE, _CPU_SLACK = 0.25, 0.1
# torch, figures and baselines take memory that no evidence counts: they never took more than this.
_GROWN_SHARE, _GROWN_SLACK = 16, 512 * 1024 * 1024
_ENTRY = 8  # bytes
# An answer is observed on one thread, so its CPU time is at most the wall's; a thread pool of its own adds little.
_CORES, _CORES_SLACK = 2.0, 1.0
# An honest check takes a few seconds besides its timings, on any machine.
_LONGEST_UNTIMED = 30.0
# Flags of what peaks leave out → what is said of it.
_UNWEIGHED = {
    WENT_ROUND: "numbers left torch and came back, and what held them meanwhile was not weighed.",
    TAKEN: "it took more numbers out of torch than sums need, and what held them was not weighed.",
    UNFOLLOWED: "a thread was there before the call, and what it works on was not weighed.",
}
# The reference may compute a few dot products besides its passes; an answer that does the same elementwise counts 0
# FLOPs. So many are not missed: times the largest size, for each vector that is passed.
_OF_ITS_OWN = 16


def doubt(evidence: Evidence, outside: Outside) -> str:
    """Return what can't be true of both, in a sentence; empty where they agree."""
    if evidence.timings is not None:
        taken, worked = _taken(evidence.timings), _worked(evidence.timings)
        if taken > outside.wall + _WALL_SLACK:
            return f"its timings add up to {taken:.1f} s, and its whole check took {outside.wall:.1f} s."
        if _CPU_SHARE * worked > outside.cpu + _CPU_SLACK:
            return f"its timings speak of {worked:.1f} s of work, and its process worked {outside.cpu:.1f} s."
    if outside.cpu > _CORES * outside.wall + _CORES_SLACK:
        return f"its process worked {outside.cpu:.1f} s in {outside.wall:.1f} s: more worked than what was observed."
    untimed = outside.cpu - (_taken(evidence.timings) if evidence.timings else 0.0)
    if untimed > _LONGEST_UNTIMED:
        return f"its process worked {untimed:.1f} s besides its timings, which its counts don't explain."
    peak = max((seen.cost.peak for seen in evidence.observations if seen.cost), default=0)
    # Memory is not weighed while an answer is timed, and a whole matrix may be built there at the largest size.
    built = _ENTRY * max(evidence.timings.sizes) ** 2 if evidence.timings else 0
    if outside.grown > _GROWN_SHARE * max(peak, built) + _GROWN_SLACK:
        return f"its peaks are {_mb(peak)} at most, and its process grew by {_mb(outside.grown)}."
    return ""


def contradictions(case: Case) -> Iterator[str]:
    """Yield what can't all be true of the evidence of a right answer, each a sentence."""
    flags = case.evidence.flags
    if UNTRACED in flags:
        yield "f was passed through in a thread that nobody looks into."
    # Where a method is asked, it is lost by that.
    if "method" not in case.question.points and any("autograder" in seen.used for seen, _ in case.pairs):
        yield "it calls code of the course's own, which may be the answer."
    if MISCOUNTED in flags:
        yield "the marker made other passes than were counted."
    if case.question.budget.weighs_peak:
        if any(cost.unmetered for cost, _ in case.costs()):
            yield "f also ran where its memory can't be seen."
        yield from (says for flag, says in _UNWEIGHED.items() if flag in flags)
    if OUTWORKED in flags:
        yield "something else of its process worked while the baselines were timed, which slows them."
    # Where the cost is too high anyway, more work than usual is no sign of forgery.
    for cost, expected in () if "cost" in case.failed else case.costs():
        if expected.reference is None:
            continue
        if found := _odd_work(cost, expected.reference, _largest(expected), case.question.budget.work):
            yield f"{expected.call.label}: {found}."
            break
    if not _derivatives(case) and any(map(_is_derivative, (expected for _, expected in case.pairs))):
        yield "its value needs passes back or forward through f, and none was seen."


def _odd_work(cost: Cost, reference: Cost, largest: int, most: float) -> str:
    """Say where an answer computed nothing, or far more than its passes can; nothing where f also ran unseen."""
    passes, usual = _vectors(cost), _vectors(reference)
    if cost.unmetered or not passes or not usual or not reference.flops:
        return ""
    if not cost.flops and reference.flops > _OF_ITS_OWN * largest * usual:
        return "it made passes and computed nothing"
    if cost.flops > most * reference.flops * max(1.0, passes / usual):
        return f"it computed {cost.flops / reference.flops:.0f} times as much as the reference, in passes that can't"
    return ""


def _largest(expected: Expected) -> int:
    return max(expected.call.sizes.values(), default=1)


def _vectors(cost: Cost) -> int:
    return sum(map(cost.vectors, cost.passes))


def _derivatives(case: Case) -> bool:
    passes = (seen.cost.passes if seen.cost else seen.passes or {} for seen, _ in case.pairs)
    return any(len(kind) > 1 for kinds in passes for kind in kinds)


def _is_derivative(expected: Expected) -> bool:
    """Tell whether numbers were expected that need a derivative; a truth value may follow from values of f alone."""
    result = expected.result
    holds = isinstance(result, bool) or (isinstance(result, Tensor) and result.dtype is torch.bool)
    return not holds and any(len(kind) > 1 for kind in expected.usual.passes)


def joined(*doubts: str) -> str:
    """Put doubts, each a sentence or empty, one after the other."""
    return " ".join(filter(None, doubts))


def _taken(timings: Timings) -> float:
    """Return the seconds of all samples. One that was copied to an untimed size is an equal number: counted once."""
    return sum(seconds for rows in timings.samples.values() for seconds in {s for row in rows for s in row})


def _worked(timings: Timings) -> float:
    """Return the seconds of all samples, had each been as quick as the quickest of its row; copied ones count once."""
    return sum(len(set(row)) * min(row) for rows in timings.samples.values() for row in set(rows))


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
