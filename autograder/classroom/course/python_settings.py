"""nbgrader_config.py, the teacher's Python that sets nbgrader up.

read_settings      a folder → what its nbgrader_config.py sets; nothing where it has none
settings_at_fault  let an error in what the block reads be a line that names the file
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder.classroom.course.places import CONFIG
from autograder.errors import CourseError


def read_settings(folder: str) -> Config:
    """Return what the nbgrader_config.py of a folder sets; it may raise anything."""
    try:
        found: Config = PyFileConfigLoader(CONFIG, path=folder).load_config()
    except ConfigFileNotFound:
        return Config()
    return found


@contextmanager
def settings_at_fault(course: Path) -> Iterator[None]:
    """Raise a CourseError that names the course's nbgrader_config.py for whatever the block raises."""
    try:
        yield
    except (Exception, SystemExit) as error:
        told = f"{type(error).__name__}: {error}"
        raise CourseError(str(course / CONFIG), "nbgrader's settings", told, "Mend them.") from error
