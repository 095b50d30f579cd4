"""From a learning platform's archives to submitted/, for `autograder collect`.

collect_files   archives, and Moodle's worksheets → what became of them
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, asked_lessons
from autograder.classroom.course.released import released
from autograder.classroom.handin.collect import Collected, Dates, collect
from autograder.classroom.handin.delivered import WORKSHEET, delivered
from autograder.classroom.handin.roster import Roster
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.rows import BookLesson, Person
from autograder.errors import CourseError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of archives.

    unknown   a line for each person who is not in the roster
    unread    a line for each thing that can't be read, or not put in its place
    """

    collected: Collected
    unknown: tuple[str, ...]
    unread: tuple[str, ...]


def collect_files(folders: ClassFolders, files: Sequence[Path], lesson: str | None) -> Outcome:
    """Collect archives into a class's submitted/. `lesson`, by name or number, is the one that all of them are of.

    Raise CourseError if there is no roster, or no such file or lesson. Nobody is added to the roster.
    """
    archives = [path for path in files if path.suffix.lower() != WORKSHEET]
    if not archives:
        step = "Name it as well: a worksheet alone says when, and not what."
        raise CourseError("collect", "an archive, FILE.zip", ", ".join(map(str, files)) or "none", step)
    for path in files:
        if path.is_dir():  # some browsers unpack what they download
            raise CourseError(str(path), "a file", "a folder", "Pack it as a zip archive again, or download that.")
        if not path.is_file():
            instead = "something that is no file" if path.exists() else "none"
            raise CourseError(str(path), "a file", instead, "Download it from the platform first.")
    settings = class_settings(folders.root)
    names = asked_lessons(folders, [] if lesson is None else [lesson])
    with class_lock(folders.root):
        people, asked = _roster(folders)
        due = {each.lesson: each.due.replace(tzinfo=UTC) for each in asked if each.due is not None}
        dates = Dates(settings.timezone, due | dict(settings.due), settings.late.grace if settings.late else 0.0)
        lessons = [released(folders.released(name)) for name in names]
        found = delivered(files, Roster(people), lessons, names[0] if lesson is not None else None)
        done = collect(found, folders, [each.id for each in people], dates)
        return Outcome(done, found.unknown, (*found.unread, *done.blocked))


def _roster(folders: ClassFolders) -> tuple[tuple[Person, ...], tuple[BookLesson, ...]]:
    """Return everyone in the gradebook, and its lessons; raise CourseError if nobody is in it."""
    people: tuple[Person, ...] = ()
    asked: tuple[BookLesson, ...] = ()
    if os.path.lexists(folders.gradebook):  # a folder or a broken link is a gradebook that can't be read
        with open_book(folders.gradebook) as book:
            people, asked = book.people(), book.lessons()
    if not people:
        step = "Enter the class first: `autograder roster FILE.csv`, with id, first_name, last_name, email."
        raise CourseError(str(folders.gradebook), "a roster", "nobody", step)
    return people, asked
