"""Where a class lies: nbgrader's folders, the released lessons, and what has been handed in.

ClassFolders   the folders and files of one class
Handin         one student's folder for one lesson
handins        every Handin of the asked lessons, in order
strays         folders under submitted/ that belong to no lesson
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from autograder.classroom.course import LESSONS, notebook_of
from autograder.errors import CourseError


@dataclass(frozen=True, slots=True)
class ClassFolders:
    """A class: `root` holds submitted/, autograded/, feedback/, gradebook.db and the secret; `lessons` the releases."""

    SECRET: ClassVar[str] = ".class_secret"

    root: Path
    lessons: Path

    @classmethod
    def of_course(cls, course: Path) -> "ClassFolders":
        """Return the class that lies in a course's own folder, as nbgrader has it."""
        return cls(course, course / LESSONS)

    @property
    def gradebook(self) -> Path:
        """nbgrader's database."""
        return self.root / "gradebook.db"

    @property
    def secret(self) -> Path:
        """What the seeds of this class are drawn from."""
        return self.root / self.SECRET

    def released(self, lesson: str) -> Path:
        """Return the notebook that the students were given."""
        return self.lessons.parent / notebook_of(self.lessons.name, lesson)

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
    """Return the lessons that have been released; raise CourseError where there is none."""
    found = sorted(path.stem for path in folders.lessons.glob("*/*.ipynb") if path.stem == path.parent.name)
    if not found:
        raise CourseError(str(folders.lessons), "released lessons", "none", "Make them: `autograder build`.")
    return tuple(found)


def asked_lessons(folders: ClassFolders, names: Sequence[str]) -> tuple[str, ...]:
    """Return the released lessons of those names or numbers («01»), all of them for none; raise CourseError else."""
    lessons = released_lessons(folders)
    for name in names:
        if not any(lesson == name or lesson.split("_")[0] == name for lesson in lessons):
            raise CourseError("lesson", f"one of {', '.join(lessons)}, or its number", f"«{name}»")
    return tuple(lesson for lesson in lessons if not names or lesson in names or lesson.split("_")[0] in names)


def handins(folders: ClassFolders, lessons: Sequence[str], student: str | None = None) -> tuple[Handin, ...]:
    """Return what was handed in for the lessons, by lesson and then by student; raise CourseError where nothing was."""
    submitted = folders.root / "submitted"
    students = sorted(path.name for path in submitted.glob("*") if path.is_dir() and not path.name.startswith("."))
    if student is not None and student not in students:
        raise CourseError(str(submitted), f"a folder of the student «{student}»", ", ".join(students) or "none")
    found = [
        Handin(name, lesson, submitted / name / lesson / f"{lesson}.ipynb")
        for lesson in lessons
        for name in students
        if student in (None, name) and (submitted / name / lesson).is_dir()
    ]
    if not found:
        place = submitted / (student or "STUDENT") / lessons[0]
        raise CourseError(str(submitted), "submissions", "none", f"Put the first at {place / lessons[0]}.ipynb.")
    return tuple(found)


def strays(folders: ClassFolders, student: str | None = None) -> tuple[str, ...]:
    """Return a line for each folder under submitted/ that no released lesson is named like."""
    lessons = released_lessons(folders)
    return tuple(
        f"{path.relative_to(folders.root)}: no lesson of that name (expected {', '.join(lessons)}); not graded."
        for path in sorted((folders.root / "submitted").glob("*/*"))
        if path.is_dir()
        and not path.name.startswith(".")
        and path.name not in lessons
        and student in (None, path.parent.name)
    )
