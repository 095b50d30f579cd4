"""What one of Dask's workers begins with, before it reads any task of ours.

OfTheCourse   Dask's plugin that makes a worker, wherever it was started, work for the grader's course
"""

import os
import socket
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin

from autograder import course_folder
from autograder.errors import MachineError


class OfTheCourse(WorkerPlugin):
    """Tells a worker its course; raises MachineError there if it has no such folder, or began with another course."""

    def __init__(self, course: str) -> None:
        self.course = course

    def setup(self, worker: Any) -> None:
        """Tell the worker its course, before our modules read it: they do so once."""
        where = f"Dask's worker {worker.address} on {socket.gethostname()}"
        if self.course and not Path(self.course).is_dir():
            step = "Workers need the course's folder, at the same place as here."
            raise MachineError(where, f"the folder {self.course}", "none", step)
        os.environ[course_folder.COURSE] = self.course
        known = str(course_folder.at_work() or "")
        if known != self.course:
            step = "Restart the workers: each works for one course."
            raise MachineError(where, self.course or "a worker for no course", f"one for {known or 'none'}", step)
