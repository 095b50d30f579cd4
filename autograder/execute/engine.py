"""The papermill engine `autograder` (`papermill --engine autograder`): papermill that keeps going.

A cell that raises, hangs or ends the kernel is recorded as failed; the ones after it still run. papermill itself
raises at the end where a cell failed, once the notebook is written.
"""

from dataclasses import replace
from typing import Any

from papermill.engines import Engine, NotebookExecutionManager

from autograder.execute.client import KeepsGoing
from autograder.execute.one_kernel import Recipe
from autograder.execute.submission import DEFAULT_LIMITS, CellRun, Ended

_FAILED = (Ended.RAISED, Ended.TIMED_OUT, Ended.DIED)


class KeepsGoingEngine(Engine):  # type: ignore[misc]  # papermill is untyped
    """Runs a notebook through KeepsGoing and tells papermill of each cell."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        start_timeout: int = DEFAULT_LIMITS.start,
        execution_timeout: float | None = None,
        **_: Any,
    ) -> None:
        """Run `nb_man.nb` in place. `execution_timeout` is a cell's limit in seconds."""
        limits = replace(
            DEFAULT_LIMITS,
            start=start_timeout,
            cell=execution_timeout or DEFAULT_LIMITS.check,
            display_bytes=DEFAULT_LIMITS.check_bytes,
        )

        def starting(index: int) -> None:
            nb_man.cell_start(nb_man.nb.cells[index], index)

        def ended(index: int, run: CellRun) -> None:
            cell = nb_man.nb.cells[index]
            if run.ended in _FAILED:
                nb_man.cell_exception(cell, cell_index=index)
            nb_man.cell_complete(cell, cell_index=index)

        KeepsGoing(
            nb_man.nb,
            limits,
            Recipe(manager={"kernel_name": kernel_name}, start={}),
            starting=starting,
            ended=ended,
        ).run()
