"""A class from submitted/ to gradebook, autograded/ and feedback/, for `autograder grade` and `demo`.

grade_class   grade what was handed in; yields each result once it is recorded
fitting       the lessons that can be recorded, and why others can't
removed_in    the students that it leaves out

Its steps, which `regrade` uses too: `task_of`, `secret_of`, `kept_at_points`, `shown`.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, Handin, handins
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.released import Released, released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.grading.workers import graded_in_order
from autograder.classroom.handin.noted import arrivals
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.record import files
from autograder.classroom.record.alone import alone
from autograder.classroom.record.carried import carried
from autograder.classroom.record.gradebook import Book, holds, open_book
from autograder.classroom.record.journal import Done, key_of
from autograder.classroom.record.priced import priced
from autograder.classroom.record.results import Recorded
from autograder.classroom.record.rows import Row
from autograder.errors import CourseError
from autograder.execute import DEFAULT_LIMITS, Kernel, Limits


def grade_class(
    folders: ClassFolders,
    lessons: Sequence[str],
    *,
    student: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    kernel: Kernel = Kernel.SANDBOXED,
    jobs: int | None = None,
    cluster: str | None = None,
    force: bool = False,
) -> Iterator[Recorded]:
    """Grade every submission of the lessons (or one student's), and yield each once it is recorded, without notebook.

    Grades `jobs` at a time on this machine, or on the Dask cluster whose scheduler `cluster` names. What the journal
    holds of the same submission, graded by the same code, is not graded again unless `force` says so.
    One writer records and draws, in the order of lessons and students. A student whom the teacher took out of the
    gradebook after grading is left out. Raises CourseError, before anything is run, if the course's own files are at
    fault or the same class is being graded by another run; no submission stops another.
    """
    found = handins(folders, lessons, student)
    settings = class_settings(folders.root)
    expect_packages(settings.packages)
    course = folders.lessons.parent
    with alone(folders.root), open_book(folders.gradebook, course) as book:
        removed, roster = book.removed(), roster_of(book)
        found = tuple(handin for handin in found if handin.student not in removed)
        secret = class_secret(folders.secret) if force else secret_of(folders, len(book.journal))
        tasks = [task_of(folders, handin, secret, limits, kernel) for handin in found]
        releases = {
            lesson: released(folders.released(lesson)) for lesson in dict.fromkeys(task.lesson for task in tasks)
        }
        rows = {(row.student.id, row.lesson): row for row in book.rows()}
        for lesson, release in releases.items():
            book.register(release, settings.due.get(lesson))
        handed = [fingerprint(handin.path) for handin in found]
        keys = [key_of(task, content) for task, content in zip(tasks, handed, strict=True)]
        done = [
            None if force else kept_at_points(book.journal.find(task.student, task.lesson, key), releases[task.lesson])
            for task, key in zip(tasks, keys, strict=True)
        ]
        left = [task for task, known in zip(tasks, done, strict=True) if known is None]
        with closing(graded_in_order(left, jobs or os.cpu_count() or 1, cluster)) as results:
            came = arrivals(folders, found, settings.timezone)
            for handin, content, key, known, arrival in zip(found, handed, keys, done, came, strict=True):
                graded = next(results) if known is None else known.graded
                before = rows.get((handin.student, handin.lesson))
                if graded.kept and not holds(before, graded):
                    graded = replace(graded, kept=False)
                same = graded.kept or book.journal.handed_in(handin.student, handin.lesson) == content
                if graded.kept:
                    book.arrived(handin.student, handin.lesson, arrival)
                else:
                    book.record(graded, arrival, key, content)
                there = known.shown if known is not None and graded.kept else ""
                result = shown(folders, handin, graded, arrival, book, there)
                moved = _moved(before, result.row, graded.kept, same) if before is not None else ()
                strange = (_STRANGER,) if roster and handin.student not in roster else ()
                yield replace(result, notes=(*result.notes, *moved, *strange))


_STRANGER = (
    "The roster had nobody of that id: its folder's name was entered. Is it somebody's who is there? Then move the"
    " folder, and take the name out again: `nbgrader db student remove ID`."
)


def _moved(before: Row, now: Row, kept: bool, same: bool) -> tuple[str, ...]:
    """Return a line if the same submission had other points, or the one before it had more.

    The same one has other points where a date, the course or a setting has changed. A new one may be worse, or late.
    """
    if not same:
        lost = not now.withheld and round(now.so_far + _waiting(now) - before.so_far, 9) < 0
        return (f"{_had(before)} before it was handed in anew, which counts.",) if lost else ()
    if round(now.penalty - before.penalty, 9) and kept:
        return (f"Its late penalty was {before.penalty:g} and is {now.penalty:g}.",)
    if before.withheld or now.withheld or round(now.so_far - before.so_far, 9) == 0:
        return ()
    return (f"{_had(before)}: the course, or what the class sets, has changed since, and its answers have not.",)


def _had(before: Row) -> str:
    return f"It had {before.so_far:g} of {before.max_points:g} points"


def _waiting(row: Row) -> float:
    """Return the most points that are still to come: with them, it may yet have as many as before."""
    return sum(part.max_points for part in row.parts if part.points is None)


def roster_of(book: Book) -> frozenset[str]:
    """Return the ids of a gradebook's students if a teacher entered them, with more than an id; else none."""
    people = book.people()
    entered = any(person.email or person.lms_user_id or person.name != person.id for person in people)
    return frozenset(person.id for person in people) if entered else frozenset()


def fitting(folders: ClassFolders, lessons: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lessons whose cells are those that submissions were graded by, if any was; a line for each other."""
    faults: dict[str, str] = {}
    if not folders.gradebook.is_file():
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
    if not folders.gradebook.is_file():
        return frozenset()
    with open_book(folders.gradebook, folders.lessons.parent) as book:
        return book.removed()


def kept_at_points(known: Done | None, lesson: Released) -> Done | None:
    """Return a result that need not be graded again, with the points that its lesson gives now; None if it must be.

    It is marked `kept` if these are the points that it was recorded with.
    """
    found = priced(known.graded, lesson) if known is not None else None
    if known is None or found is None:
        return None
    return replace(known, graded=replace(found, kept=found is known.graded))


def shown(folders: ClassFolders, handin: Handin, graded: Graded, arrival: Arrival, book: Book, there: str) -> Recorded:
    """Write a recorded submission's files if they are missing or no longer true, and return it with its row."""
    scores = book.scores(handin.student, handin.lesson)
    places = files.Places.of(folders, handin, carried(folders, handin, book.ignore))
    if not files.there(places) or there != files.look(scores, places):
        graded = files.write(places, graded, scores)
        book.journal.note_shown(handin.student, handin.lesson, files.look(scores, places))
    # Its notebook lies in autograded/ by now; a thousand of them would fill the memory.
    return Recorded(replace(graded, notebook=""), scores.row, (arrival.fault,) if arrival.fault else ())


def task_of(folders: ClassFolders, handin: Handin, secret: bytes, limits: Limits, kernel: Kernel) -> Task:
    """Return what a worker needs to grade one submission; of the secret it gets only the seed."""
    seed = seed_for(secret, handin.student, handin.lesson)
    return Task(handin.student, handin.lesson, handin.path, folders.released(handin.lesson), seed, limits, kernel)


def secret_of(folders: ClassFolders, graded: int) -> bytes:
    """Return the class's secret; raise CourseError if it is missing and drew the inputs of what is graded already."""
    if graded and not folders.secret.exists():
        raise CourseError(
            str(folders.secret),
            f"the secret that drew the inputs of the {graded} submissions graded so far",
            "none",
            "Put it back, or pass --force to grade all again with new inputs.",
        )
    return class_secret(folders.secret)
