"""A class at a glance: points, what was not grasped, who is stuck, what stands out, what could not be graded.

class_table           rows of one lesson → a table for the terminal
class_report_html     all rows → a page for the instructor
points_cell, total_cell, findings   what a table's cells say

The rows (`Score`, `StudentRow`, `score_of` …) are those of class_rows.py, and can be imported from here. What is read
off them is in class_findings.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from autograder.present.class_findings import Alike, heavy, items, mistakes, stuck
from autograder.present.class_rows import (
    Score,
    State,
    StudentRow,
    doubtful,
    exercises_of,
    score_of,
    ungraded,
)
from autograder.present.page import render
from autograder.present.safe_text import plain
from autograder.present.words import binary, count

__all__ = [
    "Score",
    "State",
    "StudentRow",
    "class_report_html",
    "class_table",
    "findings",
    "late",
    "points_cell",
    "score_of",
    "total_cell",
]


def points_cell(score: Score | None) -> str:
    """Return «3 / 4», or the word for why there are no points; empty where the exercise was not handed in."""
    if score is None:
        return ""
    if score.state is State.GRADED and score.points is not None:
        return f"{score.points:g} / {score.max_points:g}"
    return score.state.value


def total_cell(row: StudentRow) -> str:
    """Return a submission's sum («16+? / 19» where some is still to come), or that it is withheld."""
    if row.withheld or not row.scores:
        return "withheld" if row.withheld else ""
    return f"{row.points:g}{'+?' if row.waits else ''} / {row.max_points:g}"


def late(row: StudentRow) -> str:
    """Return what a submission lost for being late; empty for nothing."""
    return f"−{row.penalty:g} late" if row.penalty else ""


def findings(row: StudentRow) -> list[str]:
    """Return what the last column says: the submission's reason, or each exercise's diagnosis."""
    if row.reason:
        return [row.reason]
    return [f"{score.exercise}: {score.diagnosis}" for score in row.scores if score.diagnosis]


def class_table(rows: Sequence[StudentRow], title: str = "") -> "ClassTable":
    """Return the class table of one lesson: student, points an exercise, sum, diagnosis."""
    return ClassTable(tuple(rows), title)


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A lesson's rows, as a terminal shows them: in one table, or in several below one another where it is narrow.

    Each of them begins with the students; neither they nor points ever give way to the width.
    """

    rows: tuple[StudentRow, ...]
    title: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the tables."""
        exercises = list(exercises_of(self.rows))
        title = self.title
        for part, last in _parts(self.rows, exercises, options.max_width):
            yield _table(self.rows, part, last, title)
            title = ""


def _parts(rows: Sequence[StudentRow], exercises: list[str], width: int) -> Iterator[tuple[list[str], bool]]:
    """Yield the exercises that each table shows, and whether it is the last, with sums and diagnoses."""
    left = width - _EDGES - _student_width(rows) - _BETWEEN
    end = _sum_width(rows) + _BETWEEN + (_DIAGNOSIS if any(findings(row) for row in rows) else 0)
    part: list[str] = []
    used = wants = 0
    for exercise in exercises:
        wants = _points_width(rows, exercise) + _BETWEEN
        if part and used + wants > left:
            yield part, False
            part, used = [], 0
        part, used = [*part, exercise], used + wants
    if part and used + end > left:
        kept = part[-1:] if len(part) > 1 and wants + end <= left else []  # beside the sums, where they fit
        yield part[: len(part) - len(kept)], False
        part = kept
    yield part, True


_DIGITS = 4  # of a sum of all lessons, which may be one of shares
# Columns of a terminal: what a diagnosis wants, a student at most, a line of an exercise's name; a table's edges, and
# what is between two columns.
_DIAGNOSIS, _WHO, _EXERCISE, _EDGES, _BETWEEN = 16, 24, 11, 2, 2


def _student_width(rows: Sequence[StudentRow]) -> int:
    return min(_WHO, max(map(cell_len, ["Student", *map(_who, rows)])))


def _who(row: StudentRow) -> str:
    """Return a student's id, and the name where there is one: an id like 0010 is nobody whom a teacher knows."""
    return plain(row.student if row.name in ("", row.student) else f"{row.student} {row.name}")


def _sum_width(rows: Sequence[StudentRow]) -> int:
    return max([len("Sum"), *(len(total_cell(row)) for row in rows)])


def _points_width(rows: Sequence[StudentRow], exercise: str) -> int:
    cells = [points_cell(score) for row in rows for score in row.scores if score.exercise == exercise]
    return max(len(line) for line in (*_stacked(plain(exercise)).splitlines(), *cells))


def _table(rows: Sequence[StudentRow], exercises: list[str], last: bool, title: str) -> Table:
    table = Table(
        title=Text(plain(title), style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    width = _student_width(rows)
    table.add_column("Student", min_width=width, max_width=_WHO, overflow="fold")
    for exercise in exercises:
        heading = Text(_stacked(plain(exercise)), justify="right")
        table.add_column(heading, justify="right", no_wrap=True, min_width=_points_width(rows, exercise))
    if last:
        table.add_column("Sum", justify="right", no_wrap=True, min_width=_sum_width(rows))
        table.add_column("Diagnosis", overflow="fold")
    for row in rows:
        scores = {score.exercise: score for score in row.scores}
        cells = [_coloured(scores.get(exercise)) for exercise in exercises]
        if last:
            slugs = dict.fromkeys(score.diagnosis for score in row.scores if score.diagnosis)
            told = [*filter(None, [late(row)]), *([row.reason] if row.reason else slugs)]
            said = Text("\n".join(map(plain, told)))
            cells += [Text(total_cell(row), style="bold"), said]
        table.add_row(Text(_who(row)), *cells)
    return table


def _coloured(score: Score | None) -> Text:
    if score is None or score.state is not State.GRADED or score.points is None:
        return Text(points_cell(score), style="bright_black" if score is None or not score.says else "yellow")
    style = "green" if score.points >= score.max_points else "red" if score.points <= 0 else ""
    return Text(points_cell(score), style=style)


def _stacked(name: str) -> str:
    """Break a long name at its underscores and hyphens, so that a class table fits a terminal."""
    lines = [""]
    for piece in re.findall(r"[^_-]+[_-]*|[_-]+", name):
        if len((lines[-1] + piece).rstrip("_-")) > _EXERCISE and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def class_report_html(
    rows: Sequence[StudentRow],
    title: str,
    made: str = "",
    alike: Sequence[Alike] = (),
    people: Mapping[str, str] = MappingProxyType({}),
    worth: Mapping[str, tuple[float, float]] = MappingProxyType({}),
) -> str:
    """Return the instructor's page of a class.

    `made` says when, as text; `alike` are the submissions that are, by names; `people`: id → name of everyone, whether
    they handed in or not; `worth`: each lesson's points to be had, and what one of them counts in the sum of all.
    """
    lessons = list(dict.fromkeys(row.lesson for row in rows))
    came = {row.student for row in rows}
    values = {
        "title": title,
        "made": made,
        "students": len(came),
        "everyone": len(came | people.keys()),
        "lessons": lessons,
        "term": _term(rows, lessons, worth) if len(lessons) > 1 else [],
        "nothing": [name for student, name in people.items() if student not in came],
        "stuck": stuck(rows),
        "sections": [
            _section(
                [row for row in rows if row.lesson == lesson],
                lesson,
                alike,
                {student: name for student, name in people.items() if student in came},
            )
            for lesson in lessons
        ],
    }
    return render("class_report.html.j2", values)


def _term(
    rows: Sequence[StudentRow], lessons: Sequence[str], worth: Mapping[str, tuple[float, float]]
) -> list[tuple[str, list[str], str]]:
    """Return everyone's name, sum of each lesson (empty where nothing was handed in), and sum of all, as exported."""
    by_student: dict[str, dict[str, StudentRow]] = {}
    for row in rows:
        by_student.setdefault(row.student, {})[row.lesson] = row
    counts = {row.lesson: (row.max_points, 1.0) for row in rows} | dict(worth)
    most = round(sum(points * weight for points, weight in counts.values()), _DIGITS)
    found = []
    for own in by_student.values():
        waits = any(row.waits for row in own.values())
        points = round(sum(row.points * counts[lesson][1] for lesson, row in own.items()), _DIGITS)
        sums = [total_cell(own[lesson]) if lesson in own else "" for lesson in lessons]
        name = next(iter(own.values())).shown
        found.append((name, sums, f"{points:g}{'+?' if waits else ''} / {most:g}"))
    return found


def _section(
    rows: Sequence[StudentRow], lesson: str, alike: Sequence[Alike], people: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page says of one lesson; `people`: id → name of those who handed in any."""
    came = {row.student for row in rows}
    exercises = exercises_of(rows)
    lines = []
    for row in rows:
        scores = {score.exercise: score for score in row.scores}
        cells = [(points_cell(scores.get(exercise)), _look(scores.get(exercise))) for exercise in exercises]
        lines.append((row.shown, row.student if row.name else "", cells, total_cell(row), late(row), findings(row)))
    return {
        "lesson": lesson,
        "exercises": list(exercises.items()),
        "lines": lines,
        "without": [name for student, name in people.items() if student not in came],
        "mistakes": mistakes(rows),
        "how": items(rows),
        "heavy": [(each, _cost(each.what, each.cost), _cost(each.what, each.median)) for each in heavy(rows)],
        "ungraded": ungraded(rows),
        "notes": [(row.shown, note) for row in rows for note in row.notes],
        "doubtful": doubtful(rows),
        "alike": [pair for pair in alike if pair.lesson == lesson],
    }


def _cost(what: str, value: int) -> str:
    return binary(value) if what == "peak" else count(value)


def _look(score: Score | None) -> str:
    """Return the class of a cell; it only repeats what the cell says."""
    if score is None or score.state is not State.GRADED or score.points is None:
        return "none"
    return "full" if score.points >= score.max_points else "zero" if score.points <= 0 else "part"
