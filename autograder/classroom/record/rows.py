"""A gradebook's content as plain data: reports, tables, exports and pages are made from this alone.

Standing     the state of one part: graded, to be read, changed since it was read, withheld
Person       a student
Part         one exercise or written question of one submission
Row          one submission: who, when, its parts, its penalty, its sum
BookLesson   a lesson: its due date and points
rows_in      a gradebook's session → every Row
people_in    → everyone in it
lessons_in   → its lessons
shown_time   a time of these as text, with its zone

Points that wait for a reader, or are withheld, are None and never 0; so is the sum that they belong to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from nbgrader.api import Assignment, Grade, Notebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import joinedload, selectinload, undefer

from autograder.grade_id import CHECK


class Standing(StrEnum):
    """The state of one part of a submission."""

    GRADED = "graded"
    TO_READ = "to be read"
    CHANGED = "changed since it was read"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Person:
    """A student in the gradebook; all but `id` may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """First and last name; the id if the gradebook has neither."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


@dataclass(frozen=True, slots=True)
class Part:
    """One graded cell of one submission.

    exercise   its name
    written    True: a reader grades it
    points     None unless it is GRADED; a reader's points and extra credit included
    auto       the grader's own points; None if it gave none
    given      a reader's points in place of these, for this answer or an earlier one (CHANGED); else None
    """

    grade_id: str
    exercise: str
    written: bool
    points: float | None
    max_points: float
    standing: Standing
    auto: float | None = None
    given: float | None = None

    @property
    def by_hand(self) -> bool:
        """True if a reader's points count: in place of the grader's, or in addition."""
        return self.points is not None and self.points != self.auto or self.given is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One submission. Times are UTC without a zone, as nbgrader keeps them; `due` includes any extension."""

    student: Person
    lesson: str
    parts: tuple[Part, ...]
    penalty: float = 0.0
    handed_in: datetime | None = None
    due: datetime | None = None

    @property
    def max_points(self) -> float:
        """Points to be had."""
        return sum(part.max_points for part in self.parts)

    @property
    def so_far(self) -> float:
        """Points of what is graded, less the penalty."""
        return max(0.0, sum(part.points or 0.0 for part in self.parts) - self.penalty)

    @property
    def points(self) -> float | None:
        """The sum, less the penalty; None while a part of it waits or is withheld."""
        return self.so_far if all(part.standing is Standing.GRADED for part in self.parts) else None

    @property
    def withheld(self) -> bool:
        """True if some of it is withheld."""
        return any(part.standing is Standing.WITHHELD for part in self.parts)

    @property
    def seconds_late(self) -> float:
        """How long after the due date it came; 0 if either time is unknown."""
        if self.handed_in is None or self.due is None:
            return 0.0
        return max(0.0, (self.handed_in - self.due).total_seconds())


@dataclass(frozen=True, slots=True)
class BookLesson:
    """A lesson in the gradebook: its due date (UTC, without a zone), and the points to be had."""

    lesson: str
    due: datetime | None
    max_points: float


def shown_time(when: datetime | None) -> str:
    """Return one of these times in ISO 8601, with its zone; empty for None."""
    return "" if when is None else when.replace(tzinfo=UTC).isoformat(timespec="seconds")


def rows_in(session: Any, lesson: str | None = None, student: str | None = None) -> Iterator[Row]:
    """Yield every submission (of one lesson, of one student) by lesson, then student; its parts in lesson order."""
    asked = session.query(SubmittedAssignment).join(Assignment).join(Student)
    if lesson is not None:
        asked = asked.filter(Assignment.name == lesson)
    if student is not None:
        asked = asked.filter(Student.id == student)
    notebooks = selectinload(SubmittedAssignment.notebooks)
    asked = asked.order_by(Assignment.name, Student.id).options(
        joinedload(SubmittedAssignment.assignment),
        joinedload(SubmittedAssignment.student),
        notebooks.selectinload(SubmittedNotebook.grades).joinedload(Grade.cell),
        notebooks.joinedload(SubmittedNotebook.notebook).selectinload(Notebook.source_cells),
    )
    for submission in asked.populate_existing():
        yield row_of_submission(submission)


def row_of_submission(submission: Any) -> Row:
    """Return one of nbgrader's submissions as a Row."""
    notebooks = list(submission.notebooks)
    due = submission.assignment.duedate
    return Row(
        _person_of(submission.student),
        submission.assignment.name,
        tuple(part for notebook in notebooks for part in _parts(notebook)),
        sum(notebook.late_submission_penalty or 0.0 for notebook in notebooks),
        submission.timestamp,
        due + submission.extension if due is not None and submission.extension is not None else due,
    )


def people_in(session: Any) -> tuple[Person, ...]:
    """Return everyone in the gradebook, by id, whether they handed in or not."""
    return tuple(_person_of(student) for student in session.query(Student).order_by(Student.id))


def lessons_in(session: Any) -> tuple[BookLesson, ...]:
    """Return the lessons in the gradebook, by name."""
    asked = session.query(Assignment).options(undefer(Assignment.max_score)).order_by(Assignment.name)
    return tuple(BookLesson(each.name, each.duedate, float(each.max_score or 0.0)) for each in asked)


def _person_of(student: Any) -> Person:
    """Return one of nbgrader's students as a Person."""
    told = (student.first_name, student.last_name, student.email, student.lms_user_id)
    return Person(str(student.id), *(str(each or "").strip() for each in told))


def _parts(notebook: Any) -> list[Part]:
    order = {cell.name: index for index, cell in enumerate(notebook.notebook.source_cells)}
    answers = {cell.name for cell in notebook.notebook.solution_cells}
    grades = sorted(notebook.grades, key=lambda grade: order.get(grade.cell.name, 0))
    return [_part(grade, grade.cell.name in answers or grade.cell.cell_type != "code") for grade in grades]


def _part(grade: Any, written: bool) -> Part:
    name, standing = str(grade.cell.name), _standing_of(grade, written)
    graded = standing is Standing.GRADED
    return Part(
        name,
        name.removeprefix(CHECK),
        written,
        float(grade.score) if graded else None,
        float(grade.cell.max_score),
        standing,
        None if grade.auto_score is None else float(grade.auto_score),
        None if grade.manual_score is None else float(grade.manual_score),
    )


def _standing_of(grade: Any, written: bool) -> Standing:
    """Return the state of one of nbgrader's grades."""
    if grade.manual_score is not None:
        return Standing.CHANGED if grade.needs_manual_grade else Standing.GRADED
    if grade.auto_score is not None:
        return Standing.GRADED
    return Standing.TO_READ if written else Standing.WITHHELD
