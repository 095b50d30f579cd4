"""Find lessons and exercises by walking folders.

packages       the folders below a package: one a lesson
lessons_below  the lessons below the package of questions, by their numbers
"""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from autograder.questions.question import Lesson


def packages(path: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the packages that lie in the folders of `path`, sorted."""
    return tuple(sorted(found.name for found in iter_modules(path) if found.ispkg))


def lessons_below(package: str, path: Iterable[str]) -> tuple[Lesson, ...]:
    """Return the lessons that lie below a package, each with its exercises in the order that it names."""
    return tuple(sorted((_lesson(package, topic) for topic in packages(path)), key=lambda lesson: lesson.folder))


def _lesson(package: str, topic: str) -> Lesson:
    about = import_module(f"{package}.{topic}")
    questions = (import_module(f"{package}.{topic}.{name}").QUESTION for name in about.EXERCISES)
    return Lesson(f"{about.NUMBER:02}_{topic}", about.TITLE, tuple(questions))
