"""A class from submitted/ to gradebook, autograded/ and feedback/: what composes the four rooms.

grade_class   grade what was handed in; yields each result once it is recorded
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, Handin, handins
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.grading.workers import graded_in_order
from autograder.classroom.handin.timestamp import timestamp_of
from autograder.classroom.record import files
from autograder.classroom.record.alone import alone
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.journal import key_of
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
) -> Iterator[Graded]:
    """Grade every submission of the lessons (or one student's), and yield each once it is recorded, less its notebook.

    `jobs` at a time on this machine, or by the Dask cluster whose scheduler `cluster` names. What the journal holds,
    made from the same submission by the same code, is not graded again unless `force` says so.
    One writer records and draws, in the order of lessons and students. Raises CourseError before anything is run where
    the course's own files are at fault, or another run is over the same class; no submission ever stops another.
    """
    found = handins(folders, lessons, student)
    settings = class_settings(folders.root)
    expect_packages(settings.packages)
    with alone(folders.root), open_book(folders.gradebook) as book:
        secret = class_secret(folders.secret) if force else _secret(folders, len(book.journal))
        tasks = [_task(folders, handin, secret, limits, kernel) for handin in found]
        for lesson in dict.fromkeys(handin.lesson for handin in found):
            book.register(released(folders.released(lesson)), settings.due.get(lesson))
        keys = [key_of(task, timestamp_of(handin.path)) for task, handin in zip(tasks, found, strict=True)]
        done = [
            None if force else book.journal.find(task.student, task.lesson, key)
            for task, key in zip(tasks, keys, strict=True)
        ]
        left = [task for task, known in zip(tasks, done, strict=True) if known is None]
        results = graded_in_order(left, jobs or os.cpu_count() or 1, cluster)
        for handin, key, known in zip(found, keys, done, strict=True):
            if known is None:
                graded = next(results)
                book.record(graded, timestamp_of(handin.path), key)
                shown = ""
            else:
                graded, shown = replace(known.graded, kept=True), known.shown
            scores = book.scores(handin.student, handin.lesson)
            look = files.look(scores)
            if shown != look or not files.there(folders, handin):
                graded = files.write(folders, handin, graded, scores)
                book.journal.note_shown(handin.student, handin.lesson, look)
            yield replace(graded, notebook="")  # it lies in autograded/ by now; a thousand would fill the memory


def _task(folders: ClassFolders, handin: Handin, secret: bytes, limits: Limits, kernel: Kernel) -> Task:
    """Return what a worker is told of one submission: of the secret, its seed alone."""
    seed = seed_for(secret, handin.student, handin.lesson)
    return Task(handin.student, handin.lesson, handin.path, folders.released(handin.lesson), seed, limits, kernel)


def _secret(folders: ClassFolders, graded: int) -> bytes:
    """Return the class's secret; refuse to make a new one where the old one drew the inputs of what is graded."""
    if graded and not folders.secret.exists():
        raise CourseError(
            str(folders.secret),
            f"the secret that drew the inputs of the {graded} submissions graded so far",
            "none",
            "Put it back, or pass --force to grade all again with new inputs.",
        )
    return class_secret(folders.secret)
