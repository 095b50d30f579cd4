"""A class at a glance: points, the mistakes that are frequent, and what could not be graded.

class_table           rows of one lesson → a table for the terminal
class_report_html     all rows → a page for the instructor
points_cell, total_cell, findings   what a table's cells say

The rows themselves (`Score`, `StudentRow`, `score_of` …) are class_rows.py's, and can be had from here.
"""

import re
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.present.class_rows import (
    Score,
    State,
    StudentRow,
    doubtful,
    exercises_of,
    frequent_mistakes,
    score_of,
    spreads,
    ungraded,
)
from autograder.present.page import render
from autograder.present.safe_text import plain

__all__ = [
    "Score",
    "State",
    "StudentRow",
    "class_report_html",
    "class_table",
    "findings",
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
    if score is None or score.state is not State.GRADED or score.points is None:
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
                "doubtful": doubtful(own),
            }
        )
    students = len({row.student for row in rows})
    return render("class_report.html.j2", {"title": title, "made": made, "students": students, "sections": sections})


def _look(score: Score | None) -> str:
    """Return the class of a cell; it only repeats what the cell says."""
    if score is None or score.state is not State.GRADED or score.points is None:
        return "none"
    return "full" if score.points >= score.max_points else "zero" if score.points <= 0 else "part"
