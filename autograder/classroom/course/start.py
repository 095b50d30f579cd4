"""A learner's folder and a teacher's, made from what the package ships; no file is overwritten.

start_learner   make a folder with each student notebook at NN_topic/NN_topic.ipynb, as it is handed in
start_class     make a course folder, for nbgrader and `autograder grade`
working_copy    the learner's folder that is the current one; in a course it is work/, made on first use
lesson_in       a lesson's notebook in a learner's folder
reset           hand a lesson's notebook out again; the old one is kept beside it, dated

For other files of a learner's: `course_of`, `notebooks_of`, `put`, `replaced`.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.class_settings import FILE
from autograder.classroom.course.class_file import BEGINS, IGNORED
from autograder.classroom.course.places import (
    CONFIG,
    GUARD,
    LESSONS,
    SOLUTIONS,
    holds_solutions,
    shipped,
    student_notebook,
)
from autograder.errors import CourseError
from autograder.whole_file import read_whole

WORK = "work"
_MARK = ".learner"
_MARK_SAYS = b"`autograder lab` and `autograder reset` know a learner's folder by this file.\n"


def start_learner(folder: Path) -> tuple[str, ...]:
    """Hand out the lessons that a new, an empty or a learner's folder lacks; return their names.

    Raise CourseError if the folder is none of these, lacks no lesson, or can't be written.
    """
    handed_out = _hand_out(folder, shipped())
    if not handed_out:
        step = "Open it: `autograder lab`. For a fresh copy of a lesson: `autograder reset LESSON`."
        raise CourseError(str(folder), "a folder without the lessons", "a learner's with all of them", step)
    return handed_out


def start_class(folder: Path) -> tuple[str, ...]:
    """Make a new or an empty folder a course: settings, sources and releases; return the lessons' names.

    Raise CourseError if the folder is neither, can't be written, or could be read by students' code.
    """
    # A sandboxed kernel may read Python's own folders: see execute/sandbox.py.
    for python in (sys.prefix, sys.base_prefix, sys.base_exec_prefix):
        # A path, unlike `realpath`, is not resolved where a link leads to itself.
        if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(python)):
            where = f"a folder outside {python}, which students' code may read"
            raise CourseError(str(folder), where, "one inside", "Name another folder.")
    _expect_empty(folder)
    course = shipped()
    if not holds_solutions(course):
        step = "Install the whole one, which `pip wheel --no-deps .` builds in a clone of the course."
        raise CourseError("this package", "the course with its solutions", "a student's wheel: lessons alone", step)
    lessons = notebooks_of(course)
    sources = [path for name in lessons for path in sorted((course / SOLUTIONS / name).glob(f"{name}.*"))]
    paths = [course / CONFIG, course / GUARD, *sources, *lessons.values()]
    contents = {path.relative_to(course).as_posix(): path.read_bytes() for path in paths}
    own = {FILE: _class_file(tuple(lessons)), ".gitignore": IGNORED}
    put(folder, contents | {name: text.encode() for name, text in own.items() if not (folder / name).exists()})
    return tuple(lessons)


def _class_file(lessons: tuple[str, ...]) -> str:
    """Return a new class's class.toml; its examples name the first lesson."""
    listed = ", ".join(f'"{name}"' for name in lessons)
    return BEGINS.format(lessons=f"[{listed}]", first=lessons[0])


def working_copy() -> Path:
    """Return the current learner's folder, with every lesson; in a course, its work/.

    Raise CourseError if the current folder is in neither.
    """
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file() or (folder / CONFIG).is_file():
            copy = folder if (folder / _MARK).is_file() else folder / WORK
            _hand_out(copy, course_of(copy))
            return copy
    step = "Make one: `autograder start FOLDER`, then `cd FOLDER`."
    raise CourseError(str(here), "a learner's folder here or above", "none", step)


def lesson_in(copy: Path, lesson: str | None) -> Path:
    """Return the notebook of the lesson of that name or number, for None the first; raise CourseError if unknown."""
    return copy / student_notebook(course_of(copy), lesson).relative_to(course_of(copy) / LESSONS)


def reset(copy: Path, lesson: str) -> Path | None:
    """Hand out a lesson's notebook again; return where the old one is kept, None if it was as handed out.

    Raise CourseError if there is no such lesson, or the folder can't be written.
    """
    fresh = read_whole(student_notebook(course_of(copy), lesson))
    mine = lesson_in(copy, lesson)
    if read_whole(mine) == fresh:
        return None
    return replaced(mine, fresh)


def replaced(mine: Path, fresh: bytes) -> Path:
    """Replace a file's content; return where the old one is kept: beside it, dated.

    Raise CourseError if the folder can't be written.
    """
    with _staged(mine.parent) as stage:
        # Written first: if the disk is full, the old one has not moved yet.
        (stage / mine.name).write_bytes(fresh)
        kept = _reserved(mine)
        os.replace(mine, kept)
        os.rename(stage / mine.name, mine)
    return kept


def course_of(copy: Path) -> Path:
    """Return where a learner's folder gets its lessons: the course whose work/ it is, else what is shipped."""
    return copy.parent if copy.name == WORK and (copy.parent / CONFIG).is_file() else shipped()


def notebooks_of(course: Path) -> dict[str, Path]:
    """Return lesson → student notebook of a course, in order."""
    found = sorted((course / LESSONS).glob("*/*.ipynb"))
    return {path.stem: path for path in found if path.stem == path.parent.name}


def _hand_out(copy: Path, course: Path) -> tuple[str, ...]:
    """Write the lessons that a learner's folder lacks; return their names."""
    if not (copy / _MARK).is_file():
        _expect_empty(copy)
    lacking = {name: path for name, path in notebooks_of(course).items() if not (copy / name / path.name).exists()}
    if lacking:
        put(copy, {_MARK: _MARK_SAYS} | {f"{name}/{path.name}": read_whole(path) for name, path in lacking.items()})
    return tuple(lacking)


def _expect_empty(folder: Path) -> None:
    """Raise CourseError if the folder holds anything but hidden files: an environment may lie in .venv."""
    if not folder.exists():
        return
    held = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
    if held or not folder.is_dir():
        found = f"one that holds {held[0]}" if held else "a file"
        step = "Name another folder, or move away what is there."
        raise CourseError(str(folder), "a new folder, or an empty one", found, step)


def put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, by their paths in it: first all of them aside, then each moved into its place."""
    with _staged(folder) as stage:
        for path, content in contents.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(content)
        for path in contents:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.rename(stage / path, folder / path)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Yield a folder inside `folder` to write in first; if writing fails, raise CourseError with nothing changed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".autograder-") as stage:
            yield Path(stage)
    except OSError as error:
        step = "Mend that and run the same command again: no file of yours is lost."
        says = error.strerror or type(error).__name__
        raise CourseError(str(folder), "a folder that can be written", says, step) from error


def _reserved(mine: Path) -> Path:
    """Make an empty file beside `mine`, named for this second, and return it; no other reset gets the same name."""
    stem, number = f"{mine.stem}_{datetime.now():%Y-%m-%d_%H-%M-%S}", 1
    while True:
        kept = mine.with_name(f"{stem}_{number}{mine.suffix}" if number > 1 else f"{stem}{mine.suffix}")
        with suppress(FileExistsError):
            kept.touch(exist_ok=False)
            return kept
        number += 1
