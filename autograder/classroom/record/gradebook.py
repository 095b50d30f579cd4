"""nbgrader's gradebook, by nbgrader's own API: the only module that writes to it.

Book       one class's gradebook, open
Scores     what a feedback page shows of a submission
open_book  open a gradebook for the length of a block
mended     an error of SQLite's → the next step
holds      whether a gradebook's row has a result's points
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, Student
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import parse_utc
from sqlalchemy.exc import DBAPIError, SAWarning

from autograder.classroom.course.late import note_due
from autograder.classroom.course.released import Released
from autograder.classroom.grading.work import Entry, Graded
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.record.damaged_book import place_of, told_once, wrong_value
from autograder.classroom.record.journal import Journal
from autograder.classroom.record.nbgrader_settings import NbgraderSettings, nbgrader_settings
from autograder.classroom.record.rows import BookLesson, Person, Row, lessons_in, people_in, row_of_submission, rows_in
from autograder.classroom.record.schema import ask_no_program
from autograder.classroom.record.seen import Seen, answers_in, looked_at, of_an_earlier_answer
from autograder.errors import CourseError

_DAMAGED = "Put a copy of it back; or move it away and grade anew, without what was given by hand."
# Words of SQLite's errors → the next step.
_NEXT = {
    "locked": "Another program writes to it (the formgrader, nbgrader): try again when that is done.",
    "full": "Free some space on its disk and try again; what was graded is there.",
    "no such column": "An older nbgrader made it: run `nbgrader db upgrade`, which keeps a copy of it.",
    "disk I/O": "Its disk is full, over its quota or failing: look there, and try again; what was graded is there.",
    "readonly": "Make it, and the folder that it lies in, writable.",
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "unable to open": "Make it a file that you may read and write, in a folder that you may write.",
}
_ELSE = "Look at what it says, and try again; what was recorded before is there."
ask_no_program()


@dataclass(frozen=True, slots=True)
class Scores:
    """What a page shows of the gradebook.

    row        the submission's row
    comments   grade_id → what a reader, or nbgrader, wrote
    earlier    grade_ids of comments on an answer that has been rewritten since
    """

    row: Row
    comments: Mapping[str, str]
    earlier: frozenset[str]

    @property
    def fingerprint(self) -> str:
        """All of it as one hash, by which a page is known to be still true."""
        told = self.row, sorted(self.comments.items()), sorted(self.earlier)
        return sha256(repr(told).encode()).hexdigest()


class Book:
    """A gradebook; made if there is none."""

    def __init__(self, url: str, settings: NbgraderSettings) -> None:
        """Open it, with nbgrader's settings of the course."""
        self.url = url
        self._settings = settings
        self._api = Gradebook(url, settings.course_id)
        self.journal = Journal(self._api.db)

    @property
    def ignore(self) -> tuple[str, ...]:
        """Names of files that nbgrader never copies."""
        return self._settings.ignore

    @property
    def wrong_value(self) -> str:
        """The first value in it that no gradebook holds, with its place; empty for none."""
        self._api.db.rollback()
        return wrong_value(self._api.db)

    def close(self) -> None:
        """Close the database."""
        self._api.close()

    def register(self, lesson: Released, due: datetime | None = None) -> None:
        """Enter a released lesson's cells, as nbgrader's generate_assignment does; no effect if they are there.

        A due date replaces the gradebook's. Raise CourseError if submissions were graded by other cells.
        """
        self.expect_cells(lesson)
        note_due(self._api, lesson.lesson, due)
        names = {"notebook": lesson.lesson, "assignment": lesson.lesson, "db_url": self.url}
        try:
            SaveCells().preprocess(lesson.notebook, {"nbgrader": names})
        except RuntimeError as error:
            raise _other_cells(lesson.lesson, "others of another kind") from error
        self._api.db.expire_all()

    def expect_cells(self, lesson: Released) -> None:
        """Raise CourseError if submissions were graded by other cells; nbgrader would neither add nor remove any."""
        try:
            notebook = self._api.find_notebook(lesson.lesson, lesson.lesson)
        except MissingEntry:
            return
        there = {str(cell.name) for cell in notebook.source_cells}
        names = {str(cell.metadata.nbgrader.grade_id) for cell in lesson.graded}
        moved = {"new": sorted(names - there), "gone": sorted(there - names)}
        if notebook.submissions and there != names:
            found = "; ".join(f"{how}: {', '.join(which)}" for how, which in moved.items() if which)
            raise _other_cells(lesson.lesson, f"others ({found})")

    def record(self, graded: Graded, arrival: Arrival | None = None, key: str = "", handed: str = "") -> None:
        """Enter one result with its penalty, in the journal too, under its key: all of it or nothing.

        Points that a reader gave stay, and wait to be looked at again if the answer has changed.
        """
        with warnings.catch_warnings():
            # nbgrader flushes half-built submissions, and SQLAlchemy warns of each.
            warnings.simplefilter("ignore", SAWarning)
            self._api.update_or_create_student(graded.student)
            self._arrived(graded.student, graded.lesson, arrival or Arrival())
            notebook = self._api.find_submission_notebook(graded.lesson, graded.lesson, graded.student)
            entries = {entry.grade_id: entry for entry in graded.entries}
            before, now = self.journal.seen(graded.student, graded.lesson), answers_in(graded)
            comments = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
            seen = {}
            for grade in notebook.grades:
                name = grade.name
                read = grade.manual_score is not None and not grade.needs_manual_grade
                told = (now.get(name, ""), comments.pop(name, ""), grade.manual_score is not None, read)
                seen[name] = looked_at(before.get(name), *told)
                _score(grade, entries.get(name), seen[name])
            for name, comment in comments.items():
                seen[name] = looked_at(before.get(name), now.get(name, ""), comment, False, False)
            for comment in notebook.comments:
                entry = entries.get(comment.name)
                comment.auto_comment = "No response." if entry and entry.unanswered else None
            self.journal.enter(graded, key, handed, seen)
            self._penalise(notebook)
            self._api.db.commit()

    def arrived(self, student: str, lesson: str, arrival: Arrival) -> None:
        """Enter when a submission that is graded already was handed in, and its late penalty."""
        self._arrived(student, lesson, arrival)
        self._penalise(self._api.find_submission_notebook(lesson, lesson, student))
        self._api.db.commit()

    def _arrived(self, student: str, lesson: str, arrival: Arrival) -> None:
        """Enter the time, and any extension that the platform gave.

        If no time was written down, that of an earlier submission stands, as with nbgrader; if the platform says
        nothing of extensions, one that a teacher entered stands.
        """
        when = {"timestamp": arrival.time} if arrival.time or arrival.fault else {}
        submission = self._api.update_or_create_submission(lesson, student, **when)
        if arrival.until is not None:
            submission.extension = _extension(arrival.until, submission.assignment.duedate)

    def _penalise(self, notebook: Any) -> None:
        """Set the penalty from the points that there are now, as nbgrader's AssignLatePenalties does."""
        self._api.db.flush()
        self._api.db.refresh(notebook, ["score"])
        late = row_of_submission(notebook.assignment).seconds_late
        notebook.late_submission_penalty = self._settings.penalty(notebook.student.id, notebook.score, late)

    def penalised(self, row: Row) -> Row:
        """Return a row with the penalty that it would have."""
        score = sum((part.given or 0.0) if part.points is None else part.points for part in row.parts)
        return replace(row, penalty=self._settings.penalty(row.student.id, score, row.seconds_late) or 0.0)

    def scores(self, student: str, lesson: str) -> Scores:
        """Return what a feedback page shows of the gradebook."""
        (row,) = self.rows(lesson, student)
        notebook = self._api.find_submission_notebook(lesson, lesson, student)
        seen = self.journal.seen(student, lesson)
        reread = {part.grade_id for part in row.parts if part.by_hand and part.points is not None}
        written = {comment.name: comment for comment in notebook.comments}
        return Scores(
            row,
            {name: comment.comment or "" for name, comment in written.items()},
            frozenset(
                name
                for name, comment in written.items()
                if of_an_earlier_answer(seen.get(name), comment.manual_comment or "", name in reread)
            ),
        )

    def rows(self, lesson: str | None = None, student: str | None = None) -> Iterator[Row]:
        """Yield every submission (of one lesson, of one student), by lesson and then by student."""
        yield from rows_in(self._api.db, lesson, student)

    def people(self) -> tuple[Person, ...]:
        """Return everyone in the gradebook, whether they handed in or not."""
        return people_in(self._api.db)

    def enter(self, students: Mapping[str, Mapping[str, str]]) -> None:
        """Enter students, id → what is known of each by nbgrader's names: all of them or nobody."""
        for student, told in students.items():
            known = self._api.db.get(Student, student) or Student(id=student)
            for name, text in told.items():
                setattr(known, name, text)
            self._api.db.add(known)
        self._api.db.commit()

    def removed(self) -> frozenset[str]:
        """Return the students who were graded and are no longer in the gradebook: a teacher took them out."""
        return self.journal.students() - {person.id for person in self.people()}

    def lessons(self) -> tuple[BookLesson, ...]:
        """Return the lessons in the gradebook, with due dates and points."""
        return lessons_in(self._api.db)


def _other_cells(lesson: str, found: str) -> CourseError:
    step = (
        "Put the lesson's source back and `autograder build`: what is new goes into a lesson of its own. Or, without"
        f" what was given by hand in this one, `nbgrader db assignment remove {lesson} --force`, and grade."
    )
    return CourseError(f"gradebook, {lesson}", "the cells that its submissions were graded by", found, step)


def _extension(until: str, due: datetime | None) -> timedelta | None:
    """Return by how much a date is later than everybody's due date, as nbgrader keeps it; None if it is not."""
    if not until or due is None:
        return None
    extension: timedelta = parse_utc(until) - due
    return extension if extension > timedelta() else None


def holds(row: Row | None, graded: Graded) -> bool:
    """Tell whether a gradebook's row has a result's points; it hasn't if the lesson was taken out since."""
    points = {entry.grade_id: entry.points for entry in graded.entries}
    return row is not None and all(part.auto == points.get(part.grade_id, 0.0) for part in row.parts)


def _score(grade: Any, entry: Entry | None, seen: Seen) -> None:
    """Set one grade as nbgrader's SaveAutoGrades does; 0 if there is no entry.

    nbgrader marks every grade with points by hand to be looked at again; we do so only if the answer has changed.
    """
    grade.auto_score = entry.points if entry else 0
    if grade.manual_score is None:
        grade.needs_manual_grade = grade.auto_score is None
    else:
        grade.needs_manual_grade = seen.points_of != seen.now


@contextmanager
def open_book(where: Path | str, course: Path | None = None) -> Iterator[Book]:
    """Open a gradebook, at a path or a URL, for the length of a block, with the settings of its course.

    Without `course`, that is the gradebook's folder. Raise CourseError if the settings can't be read, or the database
    fails, also inside the block.
    """
    settings = nbgrader_settings(course or (where.parent if isinstance(where, Path) else Path.cwd()))
    try:
        book = Book(
            f"sqlite:///{place_of(where, _NEXT['unable to open'])}" if isinstance(where, Path) else where, settings
        )
        try:
            with told_once():
                yield book
        except (ValueError, TypeError, AttributeError) as error:
            if not (wrong := book.wrong_value):
                raise  # it is no value's fault
            step = "Mend that value, or put a copy of the gradebook back; what was recorded before is there."
            raise CourseError(f"{where}", "values as nbgrader writes them", wrong, step) from error
        finally:
            book.close()
    except (DBAPIError, InvalidEntry) as error:
        # nbgrader turns some of the database's errors into InvalidEntry.
        failed = error if isinstance(error, DBAPIError) else error.__context__
        if not isinstance(failed, DBAPIError):
            raise
        found = str(failed.orig)
        raise CourseError(str(where), "a gradebook", f"«{found}»", mended(found)) from error


def mended(says: str) -> str:
    """Return the next step after an error of SQLite's."""
    return next((step for words, step in _NEXT.items() if words in says), _ELSE)
