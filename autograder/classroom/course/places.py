"""Where a course's files lie.

Offers: `shipped`, `find_course`, `holds_solutions`, `lessons_in`, `one_of`, `called`, `source_of`, `notebook_of`,
`student_notebook`, and the names of the folders.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from autograder.course_folder import CONFIG as CONFIG
from autograder.course_folder import GUARD as GUARD
from autograder.course_folder import LESSON, nearest
from autograder.errors import CourseError

SOLUTIONS = "solutions"
LESSONS = "lessons"


def shipped() -> Path:
    """Return the course that came with this package: inside it if a wheel was installed, around it in a clone."""
    package = Path(str(files("autograder")))
    inside = package / "shipped"  # put there by setup.py
    return inside if inside.is_dir() else package.parent


def find_course() -> Path:
    """Return the course of the current folder: the nearest one, here or above, with nbgrader's settings.

    Raise CourseError if there is none.
    """
    here = Path.cwd().resolve()
    found = nearest(here)
    if found is not None:
        return found
    raise CourseError(
        str(here),
        f"a course here or above (a folder with {CONFIG} and {SOLUTIONS}/)",
        "none",
        "Change into the course's folder, or make one: `autograder start --class FOLDER`.",
    )


def holds_solutions(course: Path) -> bool:
    """Tell whether a course has its solutions; a student's wheel ships lessons alone."""
    return (course / SOLUTIONS).is_dir() or not (course / LESSONS).is_dir()


def lessons_in(course: Path) -> tuple[str, ...]:
    """Return the lessons' names (`NN_topic`) in order: those of the folders under solutions/ that look like one.

    A student's wheel has no solutions, and they are those under lessons/. Raise CourseError if there is none.
    """
    folders = course / SOLUTIONS if holds_solutions(course) else course / LESSONS
    found = sorted(path.name for path in folders.glob("*") if path.is_dir() and LESSON.fullmatch(path.name))
    if not found:
        raise CourseError(
            str(folders),
            "a folder NN_topic for each lesson",
            "none",
            f"Write the first lesson at {SOLUTIONS}/01_topic/01_topic.py.",
        )
    return tuple(found)


def source_of(lesson: str) -> str:
    """Return a lesson's source as a path within the course."""
    return f"{SOLUTIONS}/{lesson}/{lesson}.py"


def notebook_of(folder: str, lesson: str) -> str:
    """Return a lesson's notebook under `folder` (solutions or lessons) as a path within the course."""
    return f"{folder}/{lesson}/{lesson}.ipynb"


def _lesson_named(course: Path, name: str | None) -> str:
    """Return the lesson of that name or number («01», «1»), for None the first; raise CourseError if there is none."""
    lessons = lessons_in(course)
    return lessons[0] if name is None else one_of(lessons, name)


def one_of(lessons: Sequence[str], name: str, next: str = "") -> str:
    """Return the lesson among these of that name or number; raise CourseError, with the next step, if there is none."""
    found = called(lessons, name)
    if len(found) != 1:
        raise CourseError("lesson", f"one of {', '.join(lessons)}, or its number", f"«{name}»", next)
    return found[0]


def called(lessons: Sequence[str], name: str) -> list[str]:
    """Return the lessons that a name may mean: that of the name, else those that begin with it, or its number («1»)."""
    begins = name.zfill(2) if name.isdigit() else name
    return [name] if name in lessons else [lesson for lesson in lessons if begins and lesson.startswith(begins)]


def student_notebook(course: Path, name: str | None) -> Path:
    """Return the student's notebook of the lesson of that name or number; raise CourseError if it isn't there."""
    notebook = course / notebook_of(LESSONS, _lesson_named(course, name))
    if not notebook.is_file():
        raise CourseError(str(notebook), "the lesson's notebook", "no such file", "Make it: `autograder build`.")
    return notebook
