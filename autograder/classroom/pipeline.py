"""A class from submitted/ to gradebook, autograded/ and feedback/, for `autograder grade` and `demo`.

grade_class   grade what was handed in; yields each result once it is recorded
fitting       the lessons that can be recorded, and why others can't
removed_in    the students that it leaves out
taken_out     what a teacher is told of one of them
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, handins
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret
from autograder.classroom.grading.work import Graded
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import Book, holds, open_book
from autograder.classroom.record.results import Recorded
from autograder.classroom.record.rows import Row
from autograder.classroom.submissions import (
    Submitted,
    draw,
    kept_at_points,
    releases_of,
    results_of,
    secret_of,
    submitted_in,
)
from autograder.errors import CourseError
from autograder.execute import Kernel, Limits
from autograder.present.safe_text import plain

_STRANGER = (
    "The roster had nobody of that id: its folder's name was entered. Is it somebody's who is there? Then move the"
    " folder, and take the name out again: `nbgrader db student remove ID`."
)


def grade_class(
    folders: ClassFolders,
    lessons: Sequence[str],
    *,
    student: str | None = None,
    limits: Limits | None = None,
    kernel: Kernel = Kernel.SANDBOXED,
    jobs: int | None = None,
    cluster: str | None = None,
    force: bool = False,
) -> Iterator[Recorded]:
    """Grade every submission of the lessons (or one student's), and yield each once it is recorded, without notebook.

    Grades `jobs` at a time on this machine, or on the Dask cluster whose scheduler `cluster` names. Where no limits are
    given, class.toml's hold. What the journal holds of the same submission, graded by the same code, is not graded
    again unless `force` says so.
    One writer records and draws, in the order of lessons and students. A student whom the teacher took out of the
    gradebook after grading is left out. Raise CourseError, before anything is run, if the course's own files are at
    fault or the same class is being graded by another run; no submission stops another.
    """
    found = handins(folders, lessons, student)
    settings = class_settings(folders.root)
    expect_packages(settings.packages)
    with class_lock(folders.root), open_book(folders.gradebook, folders.lessons.parent) as book:
        roster = _roster_of(book)
        secret = class_secret(folders.secret) if force else secret_of(folders, book)
        submissions = submitted_in(folders, book, found, secret, limits or settings.limits, kernel)
        releases = releases_of(submissions)
        before = {(row.student.id, row.lesson): row for row in book.rows()}
        for lesson, release in releases.items():
            book.register(release, settings.due.get(lesson))
        known = [None if force else book.journal.find(each.student, each.lesson, each.key) for each in submissions]
        kept = [kept_at_points(done, releases[each.lesson]) for each, done in zip(submissions, known, strict=True)]
        drawn_as = ["" if done is None else done.shown for done in kept]
        with closing(results_of(submissions, kept, jobs, cluster)) as results:
            for each, graded, shown in zip(submissions, results, drawn_as, strict=True):
                result = _recorded(folders, book, each, graded, before.get((each.student, each.lesson)), shown)
                strange = (_STRANGER,) if roster and each.student not in roster else ()
                yield replace(result, notes=(*result.notes, *strange))


def _recorded(
    folders: ClassFolders, book: Book, submitted: Submitted, graded: Graded, before: Row | None, drawn_as: str
) -> Recorded:
    """Enter a result into the gradebook, draw it, and return it with a line if its points moved.

    before     its row in the gradebook until now; None if it had none
    drawn_as   the journal's hash of what its page shows, if the result was kept
    """
    student, lesson = submitted.student, submitted.lesson
    if graded.kept and not holds(before, graded):
        graded = replace(graded, kept=False)
    same = graded.kept or book.journal.handed_in(student, lesson) == submitted.content
    if graded.kept:
        book.arrived(student, lesson, submitted.arrival)
    else:
        book.record(graded, submitted.arrival, submitted.key, submitted.content)
    result = draw(folders, book, submitted, graded, drawn_as if graded.kept else "")
    moved = _moved(before, result.row, same) if before is not None else ()
    return replace(result, notes=(*result.notes, *moved))


def _moved(before: Row, now: Row, same: bool) -> tuple[str, ...]:
    """Return a line if the same submission had other points, or the one before it had more.

    The same one has other points where a date, the course or a setting has changed. A new one may be worse, or late.
    """
    if not same:
        lost = not now.withheld and round(now.so_far + _waiting(now) - before.so_far, 9) < 0
        return (f"{_had(before)} before it was handed in anew, which counts.",) if lost else ()
    earned = round(_earned(now) - _earned(before), 9)
    if round(now.penalty - before.penalty, 9) and not earned:
        return (f"Its late penalty was {before.penalty:g} and is {now.penalty:g}.",)
    if before.withheld or now.withheld or not earned:
        return ()
    return (f"{_had(before)}: the course, or what the class sets, has changed since, and its answers have not.",)


def _earned(row: Row) -> float:
    """Return the points of what is graded, which no lateness changes."""
    return sum(part.points or 0.0 for part in row.parts)


def _had(before: Row) -> str:
    return f"It had {before.so_far:g} of {before.max_points:g} points"


def _waiting(row: Row) -> float:
    """Return the most points that are still to come: with them, it may yet have as many as before."""
    return sum(part.max_points for part in row.parts if part.points is None)


def _roster_of(book: Book) -> frozenset[str]:
    """Return the ids of a gradebook's students if a teacher entered them, with more than an id; else none."""
    people = book.people()
    entered = any(person.email or person.lms_user_id or person.name != person.id for person in people)
    return frozenset(person.id for person in people) if entered else frozenset()


def fitting(folders: ClassFolders, lessons: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lessons whose cells are those that submissions were graded by, if any was; a line for each other."""
    faults: dict[str, str] = {}
    if not os.path.lexists(folders.gradebook):
        return tuple(lessons), ()
    with open_book(folders.gradebook, folders.lessons.parent) as book:
        for lesson in lessons:
            try:
                book.expect_cells(released(folders.released(lesson)))
            except CourseError as error:
                faults[lesson] = str(error)
    return tuple(lesson for lesson in lessons if lesson not in faults), tuple(faults.values())


def removed_in(folders: ClassFolders) -> frozenset[str]:
    """Return whom `grade_class` leaves out: students who were graded, and taken out of the gradebook since."""
    if not os.path.lexists(folders.gradebook):
        return frozenset()
    with open_book(folders.gradebook, folders.lessons.parent) as book:
        return book.removed()


def taken_out(student: str) -> str:
    """Return the line about a student whom `removed_in` names, and whose folder is there."""
    step = "Move the folder away, or enter the student again (`nbgrader db student add ID`) and grade."
    return f"submitted/{plain(student)}: was taken out of the gradebook; not graded. {step}"
