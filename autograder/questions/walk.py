"""Find lessons and exercises by walking folders: the built-in one, then the course's own.

built_in    the lessons below the package's own folder, by their numbers
own         the lessons below the course's own folder
loaded      a module of a lesson
keep_apart  refuse names of the course's own folder that the built-in one has
with_class_points  lessons with the points that class.toml gives

What is at fault in a course's own files, or clashes with the built-in ones, is a CourseError: one clear line.
"""

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from autograder.class_settings import FILE, Points
from autograder.errors import AutograderError, CourseError, nearest
from autograder.questions.question import CRITERIA, Lesson, Question

_ABOUT = "__init__.py"
_SAYS = "an __init__.py that says NUMBER, TITLE and EXERCISES"
_LAST = 99
_MEND = "Mend it there."
_TOPIC = re.compile(r"[a-z][a-z0-9_]*")


def built_in(package: str, folder: str) -> tuple[Lesson, ...]:
    """Return the lessons that lie in a package's own folder, each with its exercises in the order that it names."""
    found = (_lesson(package, Path(folder) / topic, {}) for topic in _topics(Path(folder)))
    return tuple(sorted(found, key=lambda lesson: lesson.folder))


def own(package: str, folder: Path, known: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """Return the lessons of a course's own folder, which may take exercises from the known ones.

    Raise CourseError where a topic, a number or an exercise is there already, or a file is not as it must be.
    """
    lendable = {question.name: question for lesson in known for question in lesson.questions}
    numbers, names = {lesson.number: lesson.folder for lesson in known}, dict.fromkeys(lendable, "the built-in ones")
    found = []
    for topic in _topics(folder):
        lesson = replace(_lesson(package, folder / topic, lendable), own=True)
        _check_number(lesson, folder / topic / _ABOUT, numbers)
        numbers[lesson.number] = lesson.folder
        # A built-in exercise that it asks has no file here.
        written = [each.name for each in lesson.questions if (folder / topic / f"{each.name}.py").is_file()]
        for name in written:
            _check_name(name, folder / topic / f"{name}.py", names)
        names |= dict.fromkeys(written, lesson.folder)
        found.append(lesson)
    return tuple(sorted(found, key=lambda lesson: lesson.folder))


def _check_number(lesson: Lesson, where: Path, taken: Mapping[str, str]) -> None:
    if lesson.number in taken:
        free = next((f"{number:02}" for number in range(1, _LAST + 1) if f"{number:02}" not in taken), "none")
        found = f"{lesson.number}, which {taken[lesson.number]} has"
        raise CourseError(str(where), "a NUMBER of its own", found, f"Free is {free}.")


def _check_name(name: str, where: Path, taken: Mapping[str, str]) -> None:
    if name in taken:
        found = f"«{name}», which is one of {taken[name]}"
        step = "Rename it. A lesson that only names a built-in exercise asks that one, and has no file of it."
        raise CourseError(str(where), "a name of its own", found, step)


def keep_apart(folder: Path, built_in: str) -> None:
    """Raise CourseError where a name in an own folder is a built-in one's too: the built-in one would hide it."""
    taken = {found.name for found in iter_modules([built_in])}
    for name in sorted(found.name for found in iter_modules([str(folder)])):
        if name in taken:
            raise CourseError(str(folder / name), "a name of its own", "that of a built-in one", "Rename it.")


def loaded(dotted: str, place: Path) -> ModuleType:
    """Import a module whose file is `place`; raise CourseError, at the line, where that can't be done."""
    try:
        return import_module(dotted)
    except AutograderError:
        raise
    except Exception as error:
        says = error.msg if isinstance(error, SyntaxError) else str(error)
        found = f"{type(error).__name__}: {says}"
        raise CourseError(_line_of(error, place), "Python that can be imported", found, "Mend that line.") from error


def _line_of(error: Exception, place: Path) -> str:
    """Name the line that an import stopped at: the last one within the folder of `place`."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    within = [frame for frame in frames if Path(frame.filename).is_relative_to(place.parent)]
    return f"{within[-1].filename}:{within[-1].lineno}" if within else str(place)


def _topics(folder: Path) -> Iterator[str]:
    """Yield the names of the folders that hold lessons; raise CourseError for one that holds only Python files."""
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        if (place / _ABOUT).is_file():
            yield place.name
        elif any(place.glob("*.py")):
            raise CourseError(str(place), _SAYS, "none", "Write it: `autograder new-lesson` shows how it looks.")


def _lesson(package: str, folder: Path, lendable: Mapping[str, Question]) -> Lesson:
    where = folder / _ABOUT
    if not _TOPIC.fullmatch(folder.name):
        raise CourseError(str(folder), "a topic of small letters, digits and underscores", f"«{folder.name}»")
    about = loaded(f"{package}.{folder.name}", where)
    number, title = getattr(about, "NUMBER", None), getattr(about, "TITLE", None)
    names: Any = getattr(about, "EXERCISES", None)
    if not isinstance(number, int) or not 1 <= number <= _LAST:
        raise CourseError(str(where), f"NUMBER, from 1 to {_LAST}", repr(number))
    if not isinstance(title, str) or not title.strip():
        raise CourseError(str(where), "TITLE, a line of text", repr(title))
    if not isinstance(names, tuple | list) or not all(isinstance(name, str) for name in names):
        step = 'A tuple of one needs its comma: EXERCISES = ("my_function",).'
        raise CourseError(str(where), "EXERCISES, the names of its files in order", repr(names), step)
    asked = tuple(_question(package, folder, name, lendable) for name in names)
    if twice := sorted({name for name in names if list(names).count(name) > 1}):
        raise CourseError(str(where), "each of EXERCISES once", f"{', '.join(twice)} twice")
    points = getattr(about, "POINTS", {})
    return Lesson(f"{number:02}_{folder.name}", title, _with_points(asked, points, f"{where}, POINTS"))


def _question(package: str, folder: Path, name: str, lendable: Mapping[str, Question]) -> Question:
    """Return a lesson's question of that name: its own file's, else the built-in one."""
    place = folder / f"{name}.py"
    if not place.is_file():
        if name in lendable:
            return lendable[name]
        what = "a file of that name beside it, or a built-in exercise" if lendable else "a file of that name beside it"
        raise CourseError(str(folder / _ABOUT), f"for each of EXERCISES {what}", f"none for «{name}»")
    question = getattr(loaded(f"{package}.{folder.name}.{name}", place), "QUESTION", None)
    if not isinstance(question, Question):
        raise CourseError(str(place), "QUESTION, a Question", "none" if question is None else type(question).__name__)
    if question.name != name:
        raise CourseError(str(place), f"a question of the file's name, «{name}»", f"«{question.name}»")
    return question


def with_class_points(lessons: Sequence[Lesson], given: Points, course: Path | None) -> tuple[Lesson, ...]:
    """Return the lessons with the points that a class gives; raise CourseError where it names what a lesson lacks."""
    found = {lesson.folder: lesson for lesson in lessons}
    for folder, points in given.items():
        where = f"{(course or Path()) / FILE}, [points.{folder}]"
        if folder not in found:
            told = f"a lesson with questions ({', '.join(found)})"
            raise CourseError(where, told, f"«{folder}»", "Points of cells with tests stand in the lesson itself.")
        lesson = found[folder]
        found[folder] = replace(lesson, questions=_with_points(lesson.questions, points, where))
    return tuple(found.values())


def _with_points(asked: tuple[Question, ...], points: Any, where: str) -> tuple[Question, ...]:
    """Return the questions with the points that a table gives them; `where` names the table."""
    if not isinstance(points, Mapping):
        raise CourseError(where, "a table: exercise → criterion → points", type(points).__name__, _MEND)
    by_name = {question.name: question for question in asked}
    for name, given in points.items():
        if name not in by_name:
            near = nearest(name, by_name)
            known = f"the names of its exercises alone ({', '.join(by_name)})"
            raise CourseError(where, known, f"«{name}»", f"Is {near} meant?" if near else _MEND)
        judged = [criterion for criterion in CRITERIA if criterion in by_name[name].points]
        if not isinstance(given, Mapping) or not set(given) <= set(judged) or "value" not in given:
            found = ", ".join(map(str, given)) if isinstance(given, Mapping) else repr(given)
            told = f"for {name} points of what it judges, value among it ({', '.join(judged)})"
            raise CourseError(where, told, found, _MEND)
        if not all(isinstance(each, int) and each > 0 for each in given.values()):
            raise CourseError(where, f"for {name} whole numbers above 0", f"{dict(given)}", _MEND)
        by_name[name] = replace(by_name[name], points=dict(given))
    return tuple(by_name[question.name] for question in asked)
