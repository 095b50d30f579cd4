"""One run at a time over a class: its gradebook, its pages and its report have one writer.

alone   hold a class's folder for the length of a block
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import CourseError


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder; raise CourseError if another run holds it. However a run ends, the system lets go."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            step = "Wait for its end, or stop it: what it has graded stays."
            raise CourseError(str(folder), "no other run over this class", "one", step) from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(held)
