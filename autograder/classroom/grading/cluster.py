"""Dask's workers in place of this machine's.

connected   a scheduler's address → an executor, for the length of a block
"""

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from autograder import course_folder
from autograder.errors import AutograderError, MachineError

_CONNECTS_WITHIN = "10s"
_ADDRESS = re.compile(r"(\w+://)?([\w.-]+|\[[0-9a-fA-F:.%]+\]):\d{1,5}")
_PLUGIN = "autograder"


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """Connect to the scheduler at «tcp://host:8786»; raise MachineError if there is none.

    Its workers, and those that join later, are told this process's course, wherever they were started; raise
    MachineError if one can't work for it. When a worker dies, Dask gives its task to another.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise MachineError(
            "grade --cluster", "the package distributed", "none", "Install it: pip install 'jacobian-course[cluster]'"
        ) from error
    if not _ADDRESS.fullmatch(address):  # Dask waits for ever at some that are none
        step = "`dask scheduler` starts one, and prints its address."
        raise MachineError("grade --cluster", "a Dask scheduler's address, tcp://HOST:PORT", f"«{address}»", step)
    try:
        client = Client(address, timeout=_CONNECTS_WITHIN)  # type: ignore[no-untyped-call]  # untyped, like all of it
    except (OSError, ValueError) as error:
        found = f"none that answers within {_CONNECTS_WITHIN}"
        step = "Start one, `dask scheduler`, or mend the address."
        raise MachineError("grade --cluster", f"a Dask scheduler at {address}", found, step) from error
    with client:
        _tell(client, str(course_folder.at_work() or ""))
        crew: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        try:
            yield crew
        finally:
            crew.shutdown(wait=False)


def _tell(client: Any, course: str) -> None:
    """Tell the workers their course, and those that join later; raise MachineError if one can't work for it."""
    from autograder.classroom.grading.on_a_worker import OfTheCourse

    try:
        client.register_plugin(OfTheCourse(course), name=_PLUGIN)
    except AutograderError:
        raise
    except Exception as error:
        raise MachineError(
            "grade --cluster",
            "workers that have this very version of the course installed",
            f"one that said {type(error).__name__}: {error}",
            "Install it there: pip install 'jacobian-course[cluster]'.",
        ) from error
