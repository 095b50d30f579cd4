"""Dask's workers in place of this machine's.

connected   a scheduler's address → an executor, for the length of a block
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from autograder.errors import MachineError

_CONNECTS_WITHIN = "10s"


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """Connect to the scheduler at «tcp://host:8786»; raise MachineError where there is none.

    A task that was on a worker which died is done by another, as Dask has it.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise MachineError(
            "grade --cluster", "the package distributed", "none", "Install it: pip install 'jacobian-course[cluster]'"
        ) from error
    try:
        client = Client(address, timeout=_CONNECTS_WITHIN)  # type: ignore[no-untyped-call]  # untyped, like all of it
    except (OSError, ValueError) as error:
        raise MachineError(
            "grade --cluster",
            f"a Dask scheduler at {address}",
            f"{type(error).__name__}",
            "Start one: `dask scheduler`.",
        ) from error
    with client:
        crew: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        try:
            yield crew
        finally:
            crew.shutdown(wait=False)
