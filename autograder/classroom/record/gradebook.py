"""nbgrader's gradebook, by its own API: the only place that writes to it.

Book       one class's gradebook, open
Scores     what a feedback page shows of a submission
waits      whether a grade still waits for a reader
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import DBAPIError, SAWarning

from autograder.classroom.course.late import note_due
from autograder.classroom.course.released import Released
from autograder.classroom.grading.work import Entry, Graded
from autograder.classroom.record.journal import Journal
from autograder.classroom.record.rows import Asked, Person, Row, lessons_in, people_in, rows_in
from autograder.errors import CourseError

# What SQLite says, and what helps.
_NEXT = {
    "locked": "Another program writes to it (the formgrader, nbgrader): try again when that is done.",
    "full": "Free some space on its disk and try again; what was graded is there.",
    "readonly": "Make it, and the folder that it lies in, writable.",
    "unable to open": "Make it a file that you may read and write, in a folder that you may write.",
}
_ELSE = "Put a copy of it back; or move it away and grade anew, without what was given by hand."


@dataclass(frozen=True, slots=True)
class Scores:
    """What a feedback page shows of the gradebook.

    points, most   of the notebook in all, less what it lost for being late
    cells          grade_id → points, None where a reader must still give them, and those to be had
    comments       grade_id → what a reader, or nbgrader, wrote
    """

    points: float
    most: float
    cells: Mapping[str, tuple[float | None, float]]
    comments: Mapping[str, str | None]

    @property
    def fingerprint(self) -> str:
        """All of it as one hash: it tells whether a page is still true."""
        told = self.points, sorted(self.cells.items()), sorted(self.comments.items())
        return sha256(repr(told).encode()).hexdigest()


class Book:
    """A gradebook at a path; made there where there is none."""

    def __init__(self, path: Path) -> None:
        """Open it."""
        self.url = f"sqlite:///{path.resolve()}"
        self._api = Gradebook(self.url)
        self.journal = Journal(self._api.db)

    def close(self) -> None:
        """Close the database."""
        self._api.close()

    def register(self, lesson: Released, due: datetime | None = None) -> None:
        """Enter a released lesson's cells, as nbgrader's generate_assignment does; without effect where they are in.

        A date by which it is due takes the place of the gradebook's.
        """
        note_due(self._api, lesson.lesson, due)
        names = {"notebook": lesson.lesson, "assignment": lesson.lesson, "db_url": self.url}
        try:
            SaveCells().preprocess(lesson.notebook, {"nbgrader": names})
        except RuntimeError as error:
            # nbgrader forbids it: the grades of the cells that are gone would be lost.
            raise CourseError(
                f"gradebook, {lesson.lesson}",
                "the released lesson's cells",
                "others, with submissions graded by them",
                "Grade this class with the release that it was given, or begin a new gradebook.",
            ) from error
        self._api.db.expire_all()

    def record(self, graded: Graded, timestamp: str | None = None, key: str = "") -> None:
        """Enter one result, in the journal too under its key, if it has one; both or neither.

        What an instructor gave by hand stays, and is marked to be looked at again.
        """
        with warnings.catch_warnings():
            # nbgrader flushes half-built submissions; SQLAlchemy says so at each one.
            warnings.simplefilter("ignore", SAWarning)
            self._record(graded, timestamp, key)

    def _record(self, graded: Graded, timestamp: str | None, key: str) -> None:
        self._api.update_or_create_student(graded.student)
        when = {"timestamp": timestamp} if timestamp else {}
        self._api.update_or_create_submission(graded.lesson, graded.student, **when)
        notebook = self._api.find_submission_notebook(graded.lesson, graded.lesson, graded.student)
        entries = {entry.grade_id: entry for entry in graded.entries}
        for grade in notebook.grades:
            _score(grade, entries.get(grade.name))
        for comment in notebook.comments:
            entry = entries.get(comment.name)
            comment.auto_comment = "No response." if entry and entry.unanswered else None
        if key:
            self.journal.enter(graded, key)
        self._api.db.commit()

    def scores(self, student: str, lesson: str) -> Scores:
        """Return what a feedback page shows of the gradebook."""
        notebook = self._api.find_submission_notebook(lesson, lesson, student)
        return Scores(
            notebook.score - (notebook.late_submission_penalty or 0),
            notebook.max_score,
            {grade.name: (None if waits(grade) else grade.score, grade.max_score) for grade in notebook.grades},
            {comment.name: comment.comment for comment in notebook.comments},
        )

    def rows(self, lesson: str | None = None, student: str | None = None) -> Iterator[Row]:
        """Yield every submission (of one lesson, of one student), by lesson and then by student."""
        yield from rows_in(self._api.db, lesson, student)

    def people(self) -> tuple[Person, ...]:
        """Return everyone whom the gradebook knows, whether they handed in or not."""
        return people_in(self._api.db)

    def lessons(self) -> tuple[Asked, ...]:
        """Return the lessons that the gradebook knows, with due dates and points."""
        return lessons_in(self._api.db)


def waits(grade: Any) -> bool:
    """True where nobody has given a grade's points yet; its score reads as zero all the same."""
    return grade.auto_score is None and grade.manual_score is None


def _score(grade: Any, entry: Entry | None) -> None:
    """Set one grade as nbgrader's SaveAutoGrades does. No entry is no evidence: zero."""
    grade.auto_score = entry.points if entry else 0
    grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _newest_schema() -> str:
    """Return the version of the gradebooks that this nbgrader makes."""
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


# nbgrader asks the program `alembic`, which imports nbgrader anew: four CPU seconds for each new gradebook.
nbgrader.api.get_alembic_version = _newest_schema


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open a gradebook for the length of a block; raise CourseError where the database fails, in the block too."""
    try:
        book = Book(path)
        try:
            yield book
        finally:
            book.close()
    except DBAPIError as error:
        found = str(error.orig)
        step = next((step for words, step in _NEXT.items() if words in found), _ELSE)
        raise CourseError(str(path), "a gradebook", f"«{found}»", step) from error
