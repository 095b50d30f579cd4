"""A class at a glance: points, the mistakes that are frequent, and what could not be graded.

Score, StudentRow     the rows: plain data that classroom/ fills in
score_of              Verdict → Score
class_table           rows of one lesson → a table for the terminal
class_report_html     all rows → a page for the instructor
frequent_mistakes, spreads, ungraded    the page's numbers
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.judge.verdict import Outcome, Verdict
from autograder.present.page import render
from autograder.present.words import plain


class State(StrEnum):
    """What became of one exercise of one student."""

    GRADED = "graded"
    NOT_RUN = "not run"
    WITHHELD = "withheld"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Score:
    """One exercise of one student.

    diagnosis  slug of the known mistake, or empty
    says       the diagnosis in one line, or the reason why it is not run or withheld
    """

    exercise: str
    points: float
    max_points: float
    state: State = State.GRADED
    diagnosis: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student's submission of one lesson; `reason` says why the whole of it was not run or is withheld."""

    student: str
    lesson: str
    scores: tuple[Score, ...]
    reason: str = ""

    @property
    def withheld(self) -> bool:
        """True where a failure of ours keeps back some of its grade."""
        return any(score.state is State.WITHHELD for score in self.scores)

    @property
    def points(self) -> float:
        """Points so far."""
        return sum(score.points for score in self.scores)

    @property
    def max_points(self) -> float:
        """Points to be had."""
        return sum(score.max_points for score in self.scores)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One diagnosis in a class: how many answers of which exercises show it."""

    slug: str
    says: str
    exercises: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How the points of one exercise spread: `counts` pairs points with the number of students who have them."""

    exercise: str
    max_points: float
    counts: tuple[tuple[float, int], ...]
    mean: float | None
    not_run: int
    withheld: int


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
    return Score(verdict.question, verdict.points, verdict.max_points, state, slug, says)


def exercises_of(rows: Sequence[StudentRow]) -> dict[str, float]:
    """Return each exercise that the rows hold and the points to be had for it, in order of first sight."""
    found: dict[str, float] = {}
    for row in rows:
        for score in row.scores:
            found.setdefault(score.exercise, score.max_points)
    return found


def frequent_mistakes(rows: Sequence[StudentRow]) -> list[Mistake]:
    """Return the diagnoses that the rows hold, the most frequent first."""
    seen: dict[str, list[Score]] = {}
    for row in rows:
        for score in row.scores:
            if score.diagnosis:
                seen.setdefault(score.diagnosis, []).append(score)
    mistakes = [
        Mistake(slug, scores[0].says, tuple(dict.fromkeys(score.exercise for score in scores)), len(scores))
        for slug, scores in seen.items()
    ]
    return sorted(mistakes, key=lambda mistake: (-mistake.count, mistake.slug))


def spreads(rows: Sequence[StudentRow]) -> list[Spread]:
    """Return the spread of points of each exercise over those who handed the lesson in and are graded."""
    result = []
    for exercise, max_points in exercises_of(rows).items():
        scores = [score for row in rows for score in row.scores if score.exercise == exercise]
        graded = [score.points for score in scores if score.state is State.GRADED]
        counts = tuple((points, graded.count(points)) for points in sorted(set(graded)))
        states = [score.state for score in scores]
        mean = sum(graded) / len(graded) if graded else None
        result.append(
            Spread(exercise, max_points, counts, mean, states.count(State.NOT_RUN), states.count(State.WITHHELD))
        )
    return result


def ungraded(rows: Sequence[StudentRow]) -> list[Ungraded]:
    """Return what was not run or is withheld. A reason for a whole submission stands once."""
    found = []
    for row in rows:
        if row.reason:
            state = State.WITHHELD if row.withheld else State.NOT_RUN
            found.append(Ungraded(row.student, row.lesson, "all of it", state, row.reason))
            continue
        found += [
            Ungraded(row.student, row.lesson, score.exercise, score.state, score.says)
            for score in row.scores
            if score.state in (State.NOT_RUN, State.WITHHELD)
        ]
    return found


def points_cell(score: Score | None) -> str:
    """Return «3 / 4», or the word for why there are no points; empty where the exercise was not handed in."""
    if score is None:
        return ""
    if score.state is State.GRADED:
        return f"{score.points:g} / {score.max_points:g}"
    return score.state.value


def total_cell(row: StudentRow) -> str:
    """Return a submission's sum, or that it is withheld."""
    return "withheld" if row.withheld else f"{row.points:g} / {row.max_points:g}" if row.scores else ""


def findings(row: StudentRow) -> list[str]:
    """Return what the last column says: the submission's reason, or each exercise's diagnosis."""
    if row.reason:
        return [row.reason]
    return [f"{score.exercise}: {score.diagnosis}" for score in row.scores if score.diagnosis]


def class_table(rows: Sequence[StudentRow], title: str = "") -> Table:
    """Return the class table of one lesson: student, points an exercise, sum, diagnosis."""
    exercises = exercises_of(rows)
    table = Table(
        title=Text(plain(title), style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    # Names and diagnoses give way on a narrow terminal; points never do.
    table.add_column("Student", max_width=24, overflow="fold")
    for exercise in exercises:
        heading = Text(_stacked(plain(exercise)), justify="right")
        cells = [points_cell(score) for row in rows for score in row.scores if score.exercise == exercise]
        width = max(len(line) for line in (*heading.plain.splitlines(), *cells))
        table.add_column(heading, justify="right", no_wrap=True, min_width=width)
    width = max([len("Sum"), *(len(total_cell(row)) for row in rows)])
    table.add_column("Sum", justify="right", no_wrap=True, min_width=width)
    table.add_column("Diagnosis", overflow="fold")
    for row in rows:
        scores = {score.exercise: score for score in row.scores}
        points = [_coloured(scores.get(exercise)) for exercise in exercises]
        slugs = dict.fromkeys(score.diagnosis for score in row.scores if score.diagnosis)
        said = Text("\n".join(plain(line) for line in ([row.reason] if row.reason else slugs)))
        table.add_row(Text(plain(row.student)), *points, Text(total_cell(row), style="bold"), said)
    return table


def _coloured(score: Score | None) -> Text:
    if score is None or score.state is not State.GRADED:
        return Text(points_cell(score), style="bright_black" if score is None or not score.says else "yellow")
    style = "green" if score.points >= score.max_points else "red" if score.points <= 0 else ""
    return Text(points_cell(score), style=style)


def _stacked(name: str, width: int = 11) -> str:
    """Break a long name at its underscores and hyphens, so that a class table fits a terminal."""
    lines = [""]
    for piece in re.findall(r"[^_-]+[_-]*|[_-]+", name):
        if len((lines[-1] + piece).rstrip("_-")) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def class_report_html(rows: Sequence[StudentRow], title: str, made: str = "") -> str:
    """Return the instructor's page of a class; `made` says when, as text."""
    lessons = dict.fromkeys(row.lesson for row in rows)
    sections = []
    for lesson in lessons:
        own = [row for row in rows if row.lesson == lesson]
        exercises = exercises_of(own)
        lines = []
        for row in own:
            scores = {score.exercise: score for score in row.scores}
            cells = [(points_cell(scores.get(exercise)), _look(scores.get(exercise))) for exercise in exercises]
            lines.append((row.student, cells, total_cell(row), findings(row)))
        sections.append(
            {
                "lesson": lesson,
                "exercises": list(exercises.items()),
                "lines": lines,
                "mistakes": frequent_mistakes(own),
                "spreads": spreads(own),
                "ungraded": ungraded(own),
            }
        )
    students = len({row.student for row in rows})
    return render("class_report.html.j2", {"title": title, "made": made, "students": students, "sections": sections})


def _look(score: Score | None) -> str:
    """Return the class of a cell; it only repeats what the cell says."""
    if score is None or score.state is not State.GRADED:
        return "none"
    return "full" if score.points >= score.max_points else "zero" if score.points <= 0 else "part"
