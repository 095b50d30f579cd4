"""The gradebook written out.

exported   gradebook, «csv» or «json» → text, a line or an object for each student, lesson and exercise
"""

import csv
import io
import json
from dataclasses import asdict, fields
from pathlib import Path

from autograder.classroom.record.gradebook import GradeRow, open_book
from autograder.errors import CourseError


def exported(gradebook: Path, form: str) -> str:
    """Return every exercise of every submission; raise CourseError where nothing has been graded."""
    if not gradebook.is_file():
        raise CourseError(str(gradebook), "a gradebook", "none", "Grade first: `autograder grade`.")
    with open_book(gradebook) as book:
        rows = list(book.rows())
    if form == "json":
        return json.dumps([asdict(row) for row in rows], indent=2) + "\n"
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(GradeRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue()
