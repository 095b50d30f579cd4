"""nbgrader's own settings of a course, read as its commands read them.

NbgraderSettings   course id, files that are never copied, the late rule
nbgrader_settings  a course's folder → NbgraderSettings
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.classroom.course.places import CONFIG
from autograder.classroom.course.python_settings import read_settings, settings_at_fault
from autograder.errors import CourseError


@dataclass(frozen=True, slots=True)
class NbgraderSettings:
    """nbgrader's settings: `late` is its plugin for late submissions; `ignore`, names of files that it leaves out."""

    course_id: str
    ignore: tuple[str, ...]
    late: Any

    def penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        """Return what a submission loses for being late, at most what it has; None for nothing.

        Raise CourseError if the plugin, which is the teacher's, fails.
        """
        if seconds_late <= 0:
            return None
        try:
            penalty = self.late.late_submission_penalty(student, score, seconds_late)
            return None if penalty is None else min(max(float(penalty), 0.0), score)
        except Exception as error:
            name = type(self.late).__name__
            told = f"{type(error).__name__}: {error}"
            raise CourseError(f"{CONFIG}, {name}", "a late penalty", told, "Mend the plugin.") from error


def nbgrader_settings(course: Path) -> NbgraderSettings:
    """Read a course's settings; raise CourseError if they can't be read."""
    config = Config()
    with settings_at_fault(course):
        for folder in reversed([str(course), *jupyter_config_path()]):
            config.merge(read_settings(folder))
        directory = CourseDirectory(config=config)
        with _importable(course):  # where a teacher's own plugin lies
            step = AssignLatePenalties(config=config)
            step.init_plugin()
    return NbgraderSettings(str(directory.course_id), tuple(map(str, directory.ignore)), step.plugin_inst)


@contextmanager
def _importable(course: Path) -> Iterator[None]:
    sys.path.insert(0, str(course))
    try:
        yield
    finally:
        sys.path.remove(str(course))
