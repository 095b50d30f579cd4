"""A class from submitted/ to gradebook, autograded/ and feedback/.

grade_class   grade what was handed in; yields each result once it is recorded
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nbformat import v4
from nbgrader.utils import parse_utc

from autograder.classroom.course.alone import alone
from autograder.classroom.course.folders import ClassFolders, Handin, handins
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.grading.crew import graded_in_order
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.record.feedback import page
from autograder.classroom.record.gradebook import Scores, open_book
from autograder.classroom.record.journal import key_of
from autograder.errors import CourseError
from autograder.execute import DEFAULT_LIMITS, Kernel, Limits

_TIMESTAMP = "timestamp.txt"
_LONGEST_TIMESTAMP = 200
_NO_PAGE = "<!doctype html><title>Feedback</title><p>This page could not be made. Your points are recorded.</p>"


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
    One writer records, in the order of lessons and students. Raises CourseError before anything is run where the
    course's own files are at fault, or another run is over the same class; no submission ever stops another.
    """
    found = handins(folders, lessons, student)
    with alone(folders.root), open_book(folders.gradebook) as book:
        secret = class_secret(folders.secret) if force else _secret(folders, len(book.journal))
        tasks = [_task(folders, handin, secret, limits, kernel) for handin in found]
        for lesson in dict.fromkeys(handin.lesson for handin in found):
            book.register(released(folders.released(lesson)))
        keys = [key_of(task, _timestamp(handin)) for task, handin in zip(tasks, found, strict=True)]
        done = [
            None if force else book.journal.find(task.student, task.lesson, key)
            for task, key in zip(tasks, keys, strict=True)
        ]
        left = [task for task, known in zip(tasks, done, strict=True) if known is None]
        results = graded_in_order(left, jobs or os.cpu_count() or 1, cluster)
        for handin, key, known in zip(found, keys, done, strict=True):
            if known is None:
                graded = next(results)
                book.record(graded, _timestamp(handin), key)
                shown = ""
            else:
                graded, shown = replace(known.graded, kept=True), known.shown
            scores = book.scores(handin.student, handin.lesson)
            if shown != scores.fingerprint or not _has_files(folders, handin):
                graded = _written(folders, handin, graded, scores)
                book.journal.note_shown(handin.student, handin.lesson, scores.fingerprint)
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


def _has_files(folders: ClassFolders, handin: Handin) -> bool:
    names = {"autograded": f"{handin.lesson}.ipynb", "feedback": f"{handin.lesson}.html"}
    return all((folders.step(step, handin.student, handin.lesson) / name).is_file() for step, name in names.items())


def _timestamp(handin: Handin) -> str | None:
    """Return when it was handed in, where the exchange wrote that down in a form that nbgrader reads."""
    path = handin.path.with_name(_TIMESTAMP)
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST_TIMESTAMP:
            return None
        text = path.read_text(encoding="utf-8").strip()
        parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return None
    return text or None


def _written(folders: ClassFolders, handin: Handin, graded: Graded, scores: Scores) -> Graded:
    """Write the graded notebook and its feedback page where nbgrader would.

    Its points are recorded by then: a page that can't be made is noted, and stops nobody else's.
    """
    try:
        feedback = page(handin.student, handin.lesson, v4.reads(graded.notebook), scores)
    except Exception as error:
        feedback = _NO_PAGE
        note = f"Its feedback page could not be made ({type(error).__name__}: {error})."
        graded = replace(graded, notes=(*graded.notes, note))
    texts = {
        "autograded": (f"{handin.lesson}.ipynb", graded.notebook, 0o444),
        "feedback": (f"{handin.lesson}.html", feedback, 0o644),
    }
    for step, (name, text, mode) in texts.items():
        folder = folders.step(step, handin.student, handin.lesson)
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / name, text, mode)
        _note_timestamp(_timestamp(handin), folder / _TIMESTAMP)
    return graded


def _replace(path: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all; nbgrader leaves its own unwritable."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(mode)
    os.replace(fresh, path)


def _note_timestamp(timestamp: str | None, target: Path) -> None:
    """Carry the timestamp along, by which nbgrader knows a newer submission.

    The file itself is not copied: it came with the submission, and may be a link to anything.
    """
    target.unlink(missing_ok=True)
    if timestamp:
        target.write_text(timestamp, encoding="utf-8")
