"""The course folder at work: a class's own `questions/` and `answer_key/` add to the built-in ones.

CONFIG       nbgrader's settings, which make a folder a course
GUARD        those that nbgrader reads beside them even where it can't read them: what they name refuses to go on
COURSE       the environment variable by which we tell a process of ours the folder; empty for none
OBSERVE_ONLY the one that a process has which runs students' code; SEED, the one that its inputs are drawn from
nearest      the course at or above a folder
at_work      this process's course
own          its folder of that name, where it has one beside the built-in one
ours         where code of ours lies: no answer's
"""

import os
from functools import cache
from pathlib import Path

from autograder.errors import CourseError

CONFIG = "nbgrader_config.py"
GUARD = "nbgrader_config.json"
COURSE = "AUTOGRADER_COURSE"
QUESTIONS, KEY = "questions", "answer_key"
# What holds students' work; exchange and downloads besides what the stock commands make.
_HANDED_IN = {"submitted", "autograded", "downloaded", "exchange"}
OBSERVE_ONLY = "AUTOGRADER_OBSERVE_ONLY"
SEED = "AUTOGRADER_SEED"
_PACKAGE = Path(__file__).parent


def nearest(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds nbgrader's settings; None where there is none.

    What students handed in to a course is none, whatever they put there.
    """
    here = start.resolve()
    found = [folder for folder in (here, *here.parents) if (folder / CONFIG).is_file()]
    return next((folder for folder in found if not any(_is_handed_in(folder, course) for course in found)), None)


def _is_handed_in(folder: Path, course: Path) -> bool:
    return folder.is_relative_to(course) and not _HANDED_IN.isdisjoint(folder.relative_to(course).parts)


@cache
def at_work() -> Path | None:
    """Return the course that this process works for: the one that it was told, else the one that it was started in.

    A process that only observes is always told: what lies at or above its folder, a student may have written.
    """
    told = os.environ.get(COURSE)
    if told is not None or os.environ.get(OBSERVE_ONLY):
        return Path(told) if told else None
    try:
        return nearest(Path.cwd())
    except OSError:  # the folder is gone, or may not be entered
        return None


@cache
def own(name: str) -> Path | None:
    """Return the course's own `questions` or `answer_key`; None where it has none.

    Raise CourseError where the key lies within the questions, which every student's kernel can read.
    """
    course = at_work()
    folders = {each: course / each for each in (QUESTIONS, KEY) if (course / each).is_dir()} if course else {}
    if set(folders) == {QUESTIONS, KEY} and folders[KEY].resolve().is_relative_to(folders[QUESTIONS].resolve()):
        step = "Move the key out: a student's kernel can read all that lies in questions/."
        raise CourseError(str(folders[KEY].resolve()), "a key outside of the questions", "one within", step)
    return folders.get(name)


def ours() -> tuple[str, ...]:
    """Return what the names of our own files begin with: the package, the course's own questions and key."""
    return (f"{_PACKAGE}{os.sep}", *(f"{folder}{os.sep}" for each in (QUESTIONS, KEY) if (folder := own(each))))
