"""Runs a submission's notebook from its first cell to its last, in a kernel of its own.

Offers: `execute`.
"""

import re
from collections.abc import Callable, Collection

from nbformat import NotebookNode

from autograder.execute import cold, warm
from autograder.execute.client import KeepsGoing
from autograder.execute.demonstrations import left_out
from autograder.execute.submission import DEFAULT_LIMITS, CellRun, Execution, Kernel, Limits, Submission

_RECIPES = {Kernel.SANDBOXED: warm.kernel, Kernel.UNSANDBOXED: cold.kernel}
_DRAWING = re.compile("matplotlib|pylab|figures|widgets")


def execute(
    submission: Submission,
    limits: Limits = DEFAULT_LIMITS,
    kernel: Kernel = Kernel.SANDBOXED,
    ended: Callable[[int, CellRun], None] = lambda place, run: None,
) -> Execution:
    """Run a submission in a kernel of its own; return what became of each cell. Call `ended` after each.

    A cell that raises, hangs or ends the kernel stops no other. Raise KernelFailed where the fault is ours.
    """
    notebook = NotebookNode(submission.notebook)
    notebook.cells = [
        NotebookNode(cell, source=submission.checks[index].source if index in submission.checks else cell.source)
        for index, cell in enumerate(submission.notebook.cells)
    ]
    skip = left_out(notebook.cells)
    with _RECIPES[kernel](submission.seed, _draws(notebook, skip)) as recipe:
        client = KeepsGoing(
            notebook,
            limits,
            recipe,
            skip=skip,
            checks=frozenset(submission.checks),
            ended=ended,
        )
        runs = client.run()
    return Execution(runs, client.restarts)


def _draws(notebook: NotebookNode, skip: Collection[int]) -> bool:
    """Tell whether a cell that is run may draw. One that hides it from us only waits longer, for the import."""
    return any(
        cell.cell_type == "code" and place not in skip and _DRAWING.search(cell.source)
        for place, cell in enumerate(notebook.cells)
    )
