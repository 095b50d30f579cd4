"""The folder of the course that this process works for: its `questions/` and `answer_key/` add to the built-in ones.

CONFIG        nbgrader's settings file, which makes a folder a course
GUARD         a second one, which stops nbgrader's commands if CONFIG can't be read
LESSON        what a lesson's name matches
COURSE        environment variable: the course folder that a process of ours works for; empty for none
OBSERVE_ONLY  environment variable: set in a process that runs students' code
SEED          environment variable: the seed of that process's inputs
nearest       the course at or above a folder
at_work       this process's course
own           the course's own folder of a name, if it has one
ours          the paths of our own code, which is no answer's
"""

import os
import re
from functools import cache
from pathlib import Path

from autograder.errors import CourseError

CONFIG = "nbgrader_config.py"
GUARD = "nbgrader_config.json"
LESSON = re.compile(r"\d\d_[a-z0-9_]+")
COURSE = "AUTOGRADER_COURSE"
QUESTIONS, KEY = "questions", "answer_key"
# Folders that hold students' work.
_HANDED_IN = {"submitted", "autograded", "downloaded", "exchange"}
OBSERVE_ONLY = "AUTOGRADER_OBSERVE_ONLY"
SEED = "AUTOGRADER_SEED"
_PACKAGE = Path(__file__).parent


def nearest(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds nbgrader's settings; None where there is none.

    A folder that students handed in is none, whatever they put there.
    """
    here = start.resolve()
    found = [folder for folder in (here, *here.parents) if (folder / CONFIG).is_file()]
    return next((folder for folder in found if not any(_is_handed_in(folder, course) for course in found)), None)


def _is_handed_in(folder: Path, course: Path) -> bool:
    return folder.is_relative_to(course) and not _HANDED_IN.isdisjoint(folder.relative_to(course).parts)


@cache
def at_work() -> Path | None:
    """Return the course that this process works for: the one that COURSE names, else the one that it was started in.

    A process that only observes takes COURSE's alone: a student may have written what lies at or above its folder.
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

    Raise CourseError if the key lies inside the questions, which every student's kernel can read.
    """
    course = at_work()
    folders = {each: course / each for each in (QUESTIONS, KEY) if (course / each).is_dir()} if course else {}
    if set(folders) == {QUESTIONS, KEY} and folders[KEY].resolve().is_relative_to(folders[QUESTIONS].resolve()):
        step = "Move the key out: a student's kernel can read all that lies in questions/."
        raise CourseError(str(folders[KEY].resolve()), "a key outside of the questions", "one within", step)
    return folders.get(name)


def ours() -> tuple[str, ...]:
    """Return what the paths of our own files begin with: the package, the course's own questions and key."""
    return (f"{_PACKAGE}{os.sep}", *(f"{folder}{os.sep}" for each in (QUESTIONS, KEY) if (folder := own(each))))
