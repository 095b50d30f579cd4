"""The gradebook as a table.

BookRows   a gradebook's rows, people and lessons, as plain data: every export is made from it
book_rows  gradebook → BookRows
exported   its rows of some lessons, «csv» or «json» → text, a line or an object for each student, lesson and exercise
csv_of     header, rows → text
shown      points as a table shows them
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.rows import BookLesson, Person, Row
from autograder.errors import CourseError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a formula begins
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_COLUMNS = ("student", "lesson", "exercise", "points", "max_points", "standing")


@dataclass(frozen=True, slots=True)
class BookRows:
    """A gradebook's content: every submission, everyone (also who handed in nothing), and every lesson."""

    rows: tuple[Row, ...]
    people: tuple[Person, ...]
    lessons: tuple[BookLesson, ...]

    def row(self, student: str, lesson: str) -> Row | None:
        """Return a student's submission of a lesson; None if there is none."""
        return next((row for row in self.rows if (row.student.id, row.lesson) == (student, lesson)), None)

    def most(self, lesson: str) -> float:
        """Return the points to be had in a lesson."""
        return next((asked.max_points for asked in self.lessons if asked.lesson == lesson), 0.0)


def shown(points: float | None, digits: int = 2) -> str:
    """Return points as a table shows them, to so many decimals; empty for None."""
    return "" if points is None else f"{round(points, digits):g}"


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV; no cell of it is a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*map(_inert, row)] for row in (header, *rows))
    return text.getvalue()


def _inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a name like «=1+1» gets an apostrophe before it.

    Names, ids and addresses may come from students, and a spreadsheet runs formulas. A number stays one.
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def book_rows(gradebook: Path) -> BookRows:
    """Read a gradebook; raise CourseError if there is none."""
    if not os.path.lexists(gradebook):
        raise CourseError(str(gradebook), "a gradebook", "none", "Grade first: `autograder grade`.")
    with open_book(gradebook) as book:
        return BookRows(tuple(book.rows()), book.people(), book.lessons())


def exported(book: BookRows, lessons: Sequence[str], form: str) -> str:
    """Return every exercise of every submission of some lessons; points that wait or are withheld are empty."""
    lines = [line for line in _lines(book) if line["lesson"] in lessons]
    if form == "json":
        return json.dumps(lines, indent=2) + "\n"
    return csv_of(_COLUMNS, (["" if cell is None else str(cell) for cell in line.values()] for line in lines))


def _lines(book: BookRows) -> Iterator[dict[str, Any]]:
    for row in book.rows:
        for part in row.parts:
            told = (row.student.id, row.lesson, part.exercise, part.points, part.max_points, part.standing.value)
            yield dict(zip(_COLUMNS, told, strict=True))
