"""A class's submissions as `grade` and `regrade` go through them: the steps that both begin and end with.

Submitted       one submission, with all that tells whether its last result still holds
submitted_in    what was handed in → a Submitted for each
releases_of     the released lessons that these are copies of
kept_at_points  a result that need not be graded again, at its lesson's points of today
results_of      each submission's result: the kept one, or else a worker's
draw            write the graded notebook and the page of a submission that is recorded
secret_of       the class's secret; it must be there if anything was graded
"""

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, Handin
from autograder.classroom.course.released import Released, released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.grading.workers import graded_in_order
from autograder.classroom.handin.collection_notes import arrivals
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.record import files
from autograder.classroom.record.carried import carried
from autograder.classroom.record.gradebook import Book
from autograder.classroom.record.journal import Done, key_of
from autograder.classroom.record.priced import priced
from autograder.classroom.record.results import Recorded
from autograder.errors import CourseError
from autograder.execute import Kernel, Limits


@dataclass(frozen=True, slots=True)
class Submitted:
    """One submission before it is graded.

    content   a hash of what was handed in
    key       a hash of all that its result depends on, but for points: a result in the journal that has it still holds
    arrival   when it was handed in
    task      what a worker needs to grade it
    """

    student: str
    lesson: str
    content: str
    key: str
    arrival: Arrival
    task: Task

    @property
    def handin(self) -> Handin:
        """Whose it is, and where its notebook should lie."""
        return Handin(self.student, self.lesson, self.task.path)


def submitted_in(
    folders: ClassFolders, book: Book, found: Iterable[Handin], secret: bytes, limits: Limits, kernel: Kernel
) -> list[Submitted]:
    """Return a Submitted for each of these, in their order, without students whom a teacher took out of the gradebook.

    Of the secret, a task holds only the seed that is drawn from it.
    """
    removed = book.removed()
    handins = [handin for handin in found if handin.student not in removed]
    submissions = []
    for handin, arrival in zip(handins, arrivals(folders, handins, class_settings(folders.root).timezone), strict=True):
        student, lesson = handin.student, handin.lesson
        seed = seed_for(secret, student, lesson)
        task = Task(student, lesson, handin.path, folders.released(lesson), seed, limits, kernel)
        content = fingerprint(handin.path)
        submissions.append(Submitted(student, lesson, content, key_of(task, content), arrival, task))
    return submissions


def releases_of(submissions: Iterable[Submitted]) -> dict[str, Released]:
    """Return lesson → the released lesson, for each lesson that a submission is of."""
    paths = {each.lesson: each.task.released for each in submissions}
    return {lesson: released(path) for lesson, path in paths.items()}


def kept_at_points(done: Done | None, lesson: Released) -> Done | None:
    """Return a result that need not be graded again, at the points that its lesson gives now; None if it must be.

    It is marked `kept` if these are the points that it was recorded with.
    """
    graded = None if done is None else priced(done.graded, lesson)
    if done is None or graded is None:
        return None
    return replace(done, graded=replace(graded, kept=graded is done.graded))


def results_of(
    submissions: Sequence[Submitted], kept: Sequence[Done | None], jobs: int | None, cluster: str | None
) -> Generator[Graded, None, None]:
    """Yield each submission's result in order: the kept one or, where there is none, that of a worker.

    `kept` has an entry for each submission. A caller that stops early must close this generator, and with it the
    workers.
    """
    left = [each.task for each, done in zip(submissions, kept, strict=True) if done is None]
    with closing(graded_in_order(left, jobs or os.cpu_count() or 1, cluster)) as results:
        for done in kept:
            yield next(results) if done is None else done.graded


def draw(folders: ClassFolders, book: Book, submitted: Submitted, graded: Graded, drawn_as: str = "") -> Recorded:
    """Write a recorded submission's notebook and page, if they are missing or no longer true; return it with its row.

    drawn_as   the journal's hash of what the page shows; empty to write them whatever is there
    """
    scores = book.scores(submitted.student, submitted.lesson)
    places = files.Places.of(folders, submitted.handin, carried(folders, submitted.handin, book.ignore))
    if not files.there(places) or drawn_as != files.look(scores, places):
        graded = files.write(places, graded, scores)
        book.journal.note_shown(submitted.student, submitted.lesson, files.look(scores, places))
    fault = submitted.arrival.fault
    # Its notebook lies in autograded/ by now; a thousand of them would fill the memory.
    return Recorded(replace(graded, notebook=""), scores.row, (fault,) if fault else ())


def secret_of(folders: ClassFolders, book: Book) -> bytes:
    """Return the class's secret; raise CourseError if it is missing and drew the inputs of what is graded already."""
    graded = len(book.journal)
    if graded and not folders.secret.exists():
        raise CourseError(
            str(folders.secret),
            f"the secret that drew the inputs of the {graded} submissions graded so far",
            "none",
            "Put it back, or pass --force to grade all again with new inputs.",
        )
    return class_secret(folders.secret)
