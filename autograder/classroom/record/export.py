"""The gradebook written out.

book_rows  gradebook → its rows, people and lessons, as plain data: what every export is made from
exported   gradebook, «csv» or «json» → text, a line or an object for each student, lesson and exercise
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.rows import Asked, Person, Row
from autograder.errors import CourseError

_COLUMNS = ("student", "lesson", "exercise", "points", "max_points", "standing")


@dataclass(frozen=True, slots=True)
class BookRows:
    """All that a gradebook says: every submission, everyone (who handed nothing in too), and every lesson."""

    rows: tuple[Row, ...]
    people: tuple[Person, ...]
    lessons: tuple[Asked, ...]


def book_rows(gradebook: Path) -> BookRows:
    """Read a gradebook; raise CourseError where nothing has been graded."""
    if not gradebook.is_file():
        raise CourseError(str(gradebook), "a gradebook", "none", "Grade first: `autograder grade`.")
    with open_book(gradebook) as book:
        return BookRows(tuple(book.rows()), book.people(), book.lessons())


def exported(gradebook: Path, form: str) -> str:
    """Return every exercise of every submission; points that wait for somebody, or are withheld, are empty (null)."""
    lines = list(_lines(book_rows(gradebook)))
    if form == "json":
        return json.dumps(lines, indent=2) + "\n"
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _lines(book: BookRows) -> Iterator[dict[str, Any]]:
    for row in book.rows:
        for part in row.parts:
            told = (row.student.id, row.lesson, part.exercise, part.points, part.max_points, part.standing.value)
            yield dict(zip(_COLUMNS, told, strict=True))
