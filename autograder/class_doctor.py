"""What a class still lacks, for `autograder doctor`: its settings, lessons, roster and dates.

class_findings   a place → the findings of the class that it lies in; none if it lies in none. Nothing is written.
"""

import os
import shlex
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from autograder.class_settings import FILE, Points, class_settings
from autograder.classroom.course.folders import can_be_folder
from autograder.classroom.course.places import CONFIG, GUARD, LESSONS, notebook_of, shipped
from autograder.classroom.course.python_settings import read_settings, settings_at_fault
from autograder.classroom.handin.roster import shared
from autograder.course_folder import nearest
from autograder.errors import CourseError
from autograder.finding import Finding
from autograder.present.safe_text import plain

_ROSTER = "Enter them: `autograder roster FILE.csv`."
_IDS = "Give them ids that can be a folder's name: nothing of theirs can be collected or graded."
_TWICE = "Is it one student? Take an id out: `nbgrader db student remove ID`, with its folder under submitted/."
_COURSE_ID = f"Write course_id into {FILE}, if the class uses nbgrader's exchange."
_DUE = f"Write them into {FILE}, under [due]."


def class_findings(place: Path) -> tuple[Finding, ...]:
    """Return what the class lacks that `place` lies in. A folder is a class if it has a class.toml."""
    course = nearest(place)
    if course is None or not os.path.lexists(course / FILE):  # a folder in its place, or a broken link, is told
        return ()
    try:
        settings = class_settings(course)
        _expect_points(course, settings.points)
    except CourseError as error:
        return (Finding(f"class: {FILE}", str(error), False, True, "Mend it there."),)
    try:
        with settings_at_fault(course):
            read_settings(str(course))
    except CourseError as error:
        return (Finding(f"class: {CONFIG}", error.found, False, True, "Mend it there."),)
    asked = settings.lessons or tuple(sorted(path.name for path in (course / LESSONS).glob("[0-9][0-9]_*")))
    guard, book = course / GUARD, _read(course / "gradebook.db")
    copy = f"Run `cp {shlex.quote(str(shipped() / GUARD))} {shlex.quote(str(course))}`."
    return (
        Finding(
            "class: guard of nbgrader's commands",
            GUARD if guard.is_file() else f"no {GUARD}",
            guard.is_file(),
            next=copy,
        ),
        *_lessons(course, asked),
        *_roster(book),
        Finding("class: course id", settings.course_id or "none", bool(settings.course_id), next=_COURSE_ID),
        _due([lesson for lesson in asked if lesson not in settings.due], book.dates),
    )


def _expect_points(course: Path, points: Points) -> None:
    """Raise CourseError if class.toml gives points to what its lessons don't ask."""
    from autograder.questions import LESSONS  # imports the course's own questions too: their errors come up here
    from autograder.questions.walk import with_class_points

    with_class_points(LESSONS, points, course)


def _lessons(course: Path, asked: Sequence[str]) -> Iterator[Finding]:
    """Yield what keeps a lesson from being graded: it was not built, or it holds other points than it gives now."""
    from autograder.classroom.course.released import released  # takes time

    for lesson in asked:
        path = course / notebook_of(LESSONS, lesson)
        try:
            released(path)
        except CourseError as error:
            found = f"expected {error.expected}, found {error.found}" if path.is_file() else "no notebook to hand out"
            name = error.where.removeprefix(f"{course}{os.sep}")
            yield Finding(f"class: {plain(name, 200)}", found, False, True, "Run `autograder build`.")


@dataclass(frozen=True, slots=True)
class _Book:
    """What a gradebook says: each student's id, number and e-mail, each lesson's due date; or why it can't be read."""

    students: tuple[tuple[str, ...], ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


def _read(path: Path) -> _Book:
    """Look at a gradebook, without making one."""
    if not os.path.lexists(path):
        return _Book()
    if path.exists() and not path.is_file():  # SQLite would wait at a pipe for its writer
        return _Book(fault="unable to open something that is no file")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as book:
            told = book.execute("SELECT id, COALESCE(lms_user_id, ''), COALESCE(email, '') FROM student")
            students = tuple(tuple(map(str, row)) for row in told)
            return _Book(students, dict(book.execute("SELECT name, duedate FROM assignment WHERE duedate IS NOT NULL")))
    except sqlite3.Error as error:
        return _Book(fault="" if "no such table" in str(error) else str(error))  # a new one has no tables yet


def _roster(book: _Book) -> Iterator[Finding]:
    """Yield how many students there are, whose id can't be a folder's name, and which ids may be one student's."""
    if book.fault:
        from autograder.classroom.record.gradebook import mended

        yield Finding("class: gradebook", f"can't be read: «{book.fault}»", False, True, mended(book.fault))
        return
    many = f"{len(book.students)} {'student' if len(book.students) == 1 else 'students'}"
    yield Finding("class: roster", many, bool(book.students), next=_ROSTER)
    wrong = [_shown(each) for each, *_ in book.students if not can_be_folder(each)]
    if wrong:
        yield Finding("class: students' ids", ", ".join(wrong), False, next=_IDS)
    if twice := [" and ".join(map(_shown, ids)) for ids in shared(book.students)]:
        yield Finding("class: one student, two ids", ", ".join(twice), False, next=_TWICE)


def _shown(student: str) -> str:
    return f"«{plain(student, 40)}»{'' if student == student.strip() else ' with a space'}"


def _due(undated: Sequence[str], dates: Mapping[str, str]) -> Finding:
    """Return which lessons have no due date in class.toml; one from the gradebook still holds."""
    told = [f"{each} (the gradebook's {dates[each][:16]} UTC holds)" if each in dates else each for each in undated]
    return Finding("class: due dates", f"none for {', '.join(told)}" if told else "all", not told, next=_DUE)
