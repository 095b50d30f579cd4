"""One run at a time over a class: its gradebook, its pages and its report have one writer.

class_lock   hold a class's folder for the length of a block
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import CourseError

# Seconds to wait for it: a child of a run that was killed ends a moment after it, and holds the folder until then.
_PATIENCE, _AGAIN = 2.0, 0.05


@contextmanager
def class_lock(folder: Path) -> Iterator[None]:
    """Hold the folder; raise CourseError if another run holds it. However a run ends, the system lets go."""
    held = os.open(folder, os.O_RDONLY)
    try:
        end = time.monotonic() + _PATIENCE
        while not _taken(held):
            if time.monotonic() > end:
                step = "Wait for its end, or stop it: what it has graded stays."
                raise CourseError(str(folder), "no other run over this class", "one", step)
            time.sleep(_AGAIN)
        yield
    finally:
        os.close(held)


def _taken(held: int) -> bool:
    """Take a folder's lock; return False if another process has it."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks
    return True
