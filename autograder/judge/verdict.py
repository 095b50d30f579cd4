"""The verdict on one answer.

Outcome     PASSED, FAILED, NOT_RUN, GRADER_ERROR; only PASSED earns
Mark        one criterion: outcome, points, and a line that says why
Diagnosis   the known mistake that explains the evidence: what we saw, why, next step
CostRow     one line of the cost card, and its Sweeps: passes of one sort and width
TrendResult the timing claim and what was measured
Verdict     all of it
not_begun   the verdict of an answer that nobody has touched; NOT_BEGUN, its diagnosis' slug
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a criterion."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_RUN = "NOT_RUN"
    GRADER_ERROR = "GRADER_ERROR"


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion's outcome; `points` of `max_points`; `says` is one line for the student."""

    criterion: str
    outcome: Outcome
    points: int
    max_points: int
    says: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One known mistake, by name: what we saw, why, and the next step.

    asks  the question that leads to it; `form` is True where the next step gives nothing of a solution away
    line  the answer's line that raised an error; empty where none did
    """

    slug: str
    saw: str
    why: str
    next_step: str
    asks: str = ""
    form: bool = False
    line: str = ""

    @property
    def says(self) -> str:
        """The whole of it as one text."""
        return " ".join(filter(None, (self.saw, self.why, self.next_step)))


@dataclass(frozen=True, slots=True)
class Sweep:
    """Passes of one sort and one width: `kind` as in questions/marker.py («f», «fr», «ft», «frt» …)."""

    kind: str
    width: int
    count: int


@dataclass(frozen=True, slots=True)
class CostRow:
    """Cost of one call by one party: `who` is yours, reference or naive.

    forwards and passes are printable («1», «5 × 1»: passes × width); peak in bytes; sweeps are all passes, for drawing.
    """

    label: str
    who: str
    forwards: str
    passes: str
    peak: int
    flops: int
    sweeps: tuple[Sweep, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendResult:
    """A timing claim: `state` is CONFIRMED, CONTRADICTED or INCONCLUSIVE.

    medians: who → seconds at each size; naive: what the naive way is called; ratio: the answer's time over its at the
    largest size;
    slope: fitted exponent of the answer's time in the size. Intervals are (low, high).
    """

    claim: str
    state: str
    size_name: str
    sizes: tuple[int, ...]
    medians: Mapping[str, tuple[float, ...]]
    ratio: float
    ratio_interval: tuple[float, float]
    slope: float
    slope_interval: tuple[float, float]
    naive: str = "naive"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer earned and why. `remark` is a hint that costs nothing.

    doubt     for the instructor: why the evidence may not be the answer's own, or empty; it moves no mark
    claimed   the mistakes, by slug, that claim the evidence; the first is told, and the audit allows no second
    """

    question: str
    marks: tuple[Mark, ...]
    diagnosis: Diagnosis | None = None
    remark: Diagnosis | None = None
    costs: tuple[CostRow, ...] = ()
    trend: TrendResult | None = None
    doubt: str = ""
    claimed: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(mark.points for mark in self.marks)

    @property
    def max_points(self) -> int:
        """Points to be had."""
        return sum(mark.max_points for mark in self.marks)

    @property
    def withheld(self) -> bool:
        """True where a failure of ours keeps the grade back."""
        return any(mark.outcome is Outcome.GRADER_ERROR for mark in self.marks)


# As that of an answer that gives nothing back and differentiates nothing (answer_key/unfinished.py).
NOT_BEGUN = "not-written-yet"


def not_begun(verdict: Verdict) -> Verdict:
    """Return the verdict of an answer that is still as its lesson handed it out, whatever it does."""
    name = verdict.question
    begins = f"Write your answer into the cell above, run that cell, then this one. `hint({name})` starts you off."
    why = "It is not written yet: it is still as the lesson handed it out."
    return replace(verdict, diagnosis=Diagnosis(NOT_BEGUN, f"`{name}` is not begun yet.", why, begins), remark=None)
