"""Rows of a class, as plain data, and what can be read off them.

Score, StudentRow     the rows that classroom/ fills in
score_of              Verdict → Score
exercises_of          what they hold
ungraded              what was not run or is withheld, and why
doubtful              what the instructor should look at, and why
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.judge.verdict import CostRow, Outcome, Verdict


class State(StrEnum):
    """What became of one exercise of one student. CHANGED: since a reader gave it points; it is to be read again."""

    GRADED = "graded"
    NOT_RUN = "not run"
    WITHHELD = "withheld"
    TO_READ = "to read"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Score:
    """One exercise of one student.

    points     None where there are none: it waits for a reader, or is withheld
    diagnosis  slug of the known mistake, or empty
    says       the diagnosis in one line, or the reason why it is not run or withheld
    doubt      why its evidence may not be its own, or empty
    by_hand    True where a reader gave the points
    costs      what its calls cost; source, the answer's code
    """

    exercise: str
    points: float | None
    max_points: float
    state: State = State.GRADED
    diagnosis: str = ""
    says: str = ""
    doubt: str = ""
    by_hand: bool = False
    costs: tuple[CostRow, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student's submission of one lesson.

    reason   why the whole of it was not run or is withheld
    name     the student's, where the gradebook has one
    penalty  points lost for being late
    notes    what else the instructor should know of it
    """

    student: str
    lesson: str
    scores: tuple[Score, ...]
    reason: str = ""
    name: str = ""
    penalty: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Its student, by name where there is one."""
        return self.name or self.student

    @property
    def withheld(self) -> bool:
        """True where a failure of ours keeps back some of its grade."""
        return any(score.state is State.WITHHELD for score in self.scores)

    @property
    def waits(self) -> bool:
        """True where some of its points are still to come."""
        return any(score.points is None for score in self.scores)

    @property
    def points(self) -> float:
        """Points so far, less the penalty."""
        return max(0.0, sum(score.points or 0.0 for score in self.scores) - self.penalty)

    @property
    def max_points(self) -> float:
        """Points to be had."""
        return sum(score.max_points for score in self.scores)


@dataclass(frozen=True, slots=True)
class Ungraded:
    """Something that was not run or is withheld, and why."""

    student: str
    lesson: str
    exercise: str
    state: State
    reason: str


def score_of(verdict: Verdict) -> Score:
    """Return a verdict's row in the class table."""
    outcomes = {mark.outcome for mark in verdict.marks}
    state = State.WITHHELD if verdict.withheld else State.NOT_RUN if outcomes == {Outcome.NOT_RUN} else State.GRADED
    reasons = {State.WITHHELD: Outcome.GRADER_ERROR, State.NOT_RUN: Outcome.NOT_RUN}
    says = verdict.diagnosis.why if verdict.diagnosis else ""
    if state in reasons:
        says = next(mark.says for mark in verdict.marks if mark.outcome is reasons[state])
    slug = verdict.diagnosis.slug if verdict.diagnosis else ""
    points = None if state is State.WITHHELD else float(verdict.points)
    costs = tuple(cost for cost in verdict.costs if cost.who == "yours")
    return Score(verdict.question, points, verdict.max_points, state, slug, says, verdict.doubt, costs=costs)


def exercises_of(rows: Sequence[StudentRow]) -> dict[str, float]:
    """Return each exercise that the rows hold and the points to be had for it, in order of first sight."""
    found: dict[str, float] = {}
    for row in rows:
        for score in row.scores:
            found.setdefault(score.exercise, score.max_points)
    return found


def ungraded(rows: Sequence[StudentRow]) -> list[Ungraded]:
    """Return what was not run or is withheld. A reason for a whole submission stands once."""
    found = []
    for row in rows:
        if row.reason:
            state = State.WITHHELD if row.withheld else State.NOT_RUN
            found.append(Ungraded(row.shown, row.lesson, "all of it", state, row.reason))
            continue
        found += [
            Ungraded(row.shown, row.lesson, score.exercise, score.state, score.says)
            for score in row.scores
            if score.state in (State.NOT_RUN, State.WITHHELD)
        ]
    return found


def doubtful(rows: Sequence[StudentRow]) -> list[tuple[str, Score]]:
    """Return students and exercises whose evidence may not be their own."""
    return [(row.shown, score) for row in rows for score in row.scores if score.doubt]
