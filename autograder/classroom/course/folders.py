"""Where a class's files lie: nbgrader's folders, the released lessons, and what has been handed in.

ClassFolders       the folders and files of one class
Handin             what one student handed in for one lesson
handins            every Handin of some lessons, in order
released_lessons   the class's lessons that have been released
asked_lessons      those of some names or numbers; `asked_lesson`, one of them
strays             folders under submitted/ that are not graded, and why
left_out           the next step if class.toml leaves out a lesson that was handed in
can_be_folder      whether a student's id can be a folder's name
in_the_way         why a student's folder can't be written to
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from autograder.class_settings import FILE, class_settings
from autograder.classroom.course.places import LESSONS, called, notebook_of, one_of
from autograder.errors import CourseError, nearest
from autograder.present.safe_text import plain

_FEW = 5  # names that a line shows
_LONGEST_NAME = 200  # bytes; systems allow 255, and temporary files beside it have longer names


@dataclass(frozen=True, slots=True)
class ClassFolders:
    """A class: `root` holds submitted/, autograded/, feedback/, gradebook.db and the secret; `lessons` the releases."""

    SECRET: ClassVar[str] = ".class_secret"

    root: Path
    lessons: Path

    @classmethod
    def of_course(cls, course: Path) -> "ClassFolders":
        """Return the class that lies in the course folder itself, where nbgrader expects it."""
        return cls(course, course / LESSONS)

    @property
    def gradebook(self) -> Path:
        """nbgrader's database."""
        return self.root / "gradebook.db"

    @property
    def secret(self) -> Path:
        """The file with the secret that this class's seeds are drawn from."""
        return self.root / self.SECRET

    def released(self, lesson: str) -> Path:
        """Return the notebook that students were given."""
        return self.lessons.parent / notebook_of(self.lessons.name, lesson)

    def submitted(self, student: str, lesson: str) -> Path:
        """Return where the notebook that a student hands in should lie."""
        return self.step("submitted", student, lesson) / f"{lesson}.ipynb"

    def step(self, name: str, student: str, lesson: str) -> Path:
        """Return a student's folder in one of nbgrader's steps (submitted, autograded, feedback)."""
        return self.root / name / student / lesson


@dataclass(frozen=True, slots=True)
class Handin:
    """What one student handed in for one lesson: `path` is where the notebook should lie."""

    student: str
    lesson: str
    path: Path


def released_lessons(folders: ClassFolders) -> tuple[str, ...]:
    """Return the class's lessons that have been released; raise CourseError if there is none."""
    settings = class_settings(folders.root)
    found = [lesson for lesson in _there(folders) if settings.does(lesson)]
    if not found:
        raise CourseError(str(folders.lessons), "released lessons", "none", "Make them: `autograder build`.")
    return tuple(found)


def _there(folders: ClassFolders) -> list[str]:
    """Return every released lesson, whether the class does it or not."""
    return sorted(path.stem for path in folders.lessons.glob("*/*.ipynb") if path.stem == path.parent.name)


def left_out(folders: ClassFolders, lessons: Sequence[str]) -> str:
    """Return the next step if class.toml leaves some of these lessons out; empty if it doesn't."""
    settings = class_settings(folders.root)
    names = [lesson for lesson in lessons if not settings.does(lesson)]
    return f"{FILE} leaves out {', '.join(names)}: add it to `lessons` there." if names else ""


def asked_lessons(folders: ClassFolders, names: Sequence[str]) -> tuple[str, ...]:
    """Return the released lessons of some names or numbers («1»), or of none, all; raise CourseError if unknown."""
    lessons = released_lessons(folders)
    asked = {asked_lesson(folders, lessons, name) for name in names}
    return tuple(lesson for lesson in lessons if not names or lesson in asked)


def asked_lesson(folders: ClassFolders, lessons: Sequence[str], name: str) -> str:
    """Return the lesson among these of a name or number; raise CourseError, which says if class.toml leaves it out."""
    return one_of(lessons, name, left_out(folders, called(_there(folders), name)))


def handins(folders: ClassFolders, lessons: Sequence[str], student: str | None = None) -> tuple[Handin, ...]:
    """Return what was handed in for the lessons, by lesson and then by student; raise CourseError if nothing was."""
    submitted = folders.root / "submitted"
    _expect_to_read(submitted)
    students = [path.name for path in _students(submitted) if _is_text(path.name)]
    if student is not None and student not in students:
        some = ", ".join(map(plain, students[:_FEW])) or "none"
        more = f" and {len(students) - _FEW} more" if len(students) > _FEW else ""
        near = nearest(student, students)
        step = f"Did you mean {plain(near)}?" if near else "Name one of the folders there."
        raise CourseError(str(submitted), f"a folder of the student «{student}»", f"{some}{more}", step)
    found = [
        Handin(name, lesson, folders.submitted(name, lesson))
        for lesson in lessons
        for name in students
        if student in (None, name) and os.path.isdir(submitted / name / lesson)
    ]
    if not found:
        place = submitted / (student or "STUDENT") / lessons[0]
        others = [
            other for other in _there(folders) if any(os.path.isdir(submitted / name / other) for name in students)
        ]
        step = left_out(folders, others) or f"Put the first at {place / lessons[0]}.ipynb."
        raise CourseError(
            str(submitted), f"submissions{f' of {lessons[0]}' if len(lessons) == 1 else ''}", "none", step
        )
    return tuple(found)


def strays(folders: ClassFolders, student: str | None = None) -> tuple[str, ...]:
    """Return a line for each folder under submitted/ that is not graded, and why."""
    submitted = folders.root / "submitted"
    lessons = released_lessons(folders)
    others = set(_there(folders)) - set(lessons)
    lines = [
        f"submitted/: {other} of {len(whose)} not graded: {FILE} leaves the lesson out."
        for other in sorted(others)
        if (whose := [path for path in _students(submitted) if os.path.isdir(path / other)])
    ]
    for path in _students(submitted):
        if not _is_text(path.name):
            shown = os.fsencode(path.name).decode("utf-8", "backslashreplace")
            lines.append(f"submitted/{plain(shown)}: expected a name in UTF-8; not graded. Rename the folder.")
        elif not os.access(path, os.R_OK | os.X_OK):
            lines.append(
                f"submitted/{plain(path.name)}: may not be read; not graded. Make it readable, and grade again."
            )
        elif student in (None, path.name):
            lines += [
                f"submitted/{plain(path.name)}/{plain(other.name)}: no lesson of that name"
                f" (expected {', '.join(lessons)}); not graded."
                for other in sorted(path.glob("*"))
                if other.is_dir() and not other.name.startswith(".") and other.name not in {*lessons, *others}
            ]
            lines += _no_folders(path, f"submitted/{plain(path.name)}", f"submitted/{plain(path.name)}/LESSON")
    if student is None:
        lines += _no_folders(submitted, "submitted", "submitted/STUDENT/LESSON")
    return tuple(lines)


def _no_folders(within: Path, shown: str, expected: str) -> list[str]:
    """Return a line for hand-ins, and links to nowhere, that lie where only folders are looked into."""
    others = (path for path in sorted(within.glob("*")) if not path.is_dir() and not path.name.startswith("."))
    names = [path.name for path in others if path.suffix.lower() in (".ipynb", ".zip") or not path.is_file()]
    if not names:
        return []
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    listed = ", ".join(plain(os.fsencode(name).decode("utf-8", "backslashreplace"), 80) for name in names[:_FEW])
    return [f"{shown}/: {listed}{more}: expected folders, {expected}; not graded."]


def _expect_to_read(submitted: Path) -> None:
    """Raise CourseError if something is there that is no folder, or one that may not be read."""
    try:
        os.scandir(submitted).close()
    except OSError as error:
        if os.path.lexists(submitted):
            found = error.strerror or type(error).__name__
            raise CourseError(str(submitted), "a folder of what was handed in", found, "Mend that.") from error


def can_be_folder(student: str) -> bool:
    """Tell whether an id can be a folder's name on every system, and not a hidden folder's."""
    wrong = (
        student != student.strip()
        or student == ""
        or student.startswith(".")
        or not student.isprintable()  # a line's end, or a sign that nobody sees
        or not {"/", "\\"}.isdisjoint(student)
    )
    return not wrong and _is_text(student) and len(student.encode()) <= _LONGEST_NAME


def in_the_way(place: Path) -> str:
    """Return why `STEP/STUDENT/LESSON` can't be written to: a link or a file in place of a folder; empty if it can.

    A link may lead to another student's work, or out of the class: nothing is written or removed through one. STEP
    itself is the teacher's, and may be one.
    """
    for each in (place.parent, place):
        if each.is_symlink() or (each.exists() and not each.is_dir()):
            kind = "a link" if each.is_symlink() else "a file"
            return f"{plain(each.relative_to(place.parents[2]).as_posix())} is {kind} in a folder's place. Take it away"
    return ""


def _students(submitted: Path) -> list[Path]:
    return sorted(path for path in submitted.glob("*") if path.is_dir() and not path.name.startswith("."))


def _is_text(name: str) -> bool:
    """Tell whether a name is UTF-8, and so can stand in a gradebook and on a page."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
