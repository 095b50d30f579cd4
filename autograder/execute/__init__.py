"""A submission's notebook, run: nothing is judged here.

Offers: `execute` and the types of `submission.py`; `KernelFailed` where no kernel came up.
"""

from nbformat import NotebookNode

from autograder.execute import cold
from autograder.execute.client import KeepsGoing, KernelFailed
from autograder.execute.submission import (
    DEFAULT_LIMITS,
    DEMO_TAG,
    CellRun,
    Check,
    Ended,
    Execution,
    Limits,
    Submission,
)


def execute(submission: Submission, limits: Limits = DEFAULT_LIMITS) -> Execution:
    """Run a submission in a kernel of its own; return what became of each cell.

    A cell that raises, hangs or ends the kernel stops no other. Raise KernelFailed where that is our doing.
    """
    notebook = NotebookNode(submission.notebook)
    notebook.cells = [
        NotebookNode(cell, source=submission.checks[index].source if index in submission.checks else cell.source)
        for index, cell in enumerate(submission.notebook.cells)
    ]
    skip = frozenset(index for index, cell in enumerate(notebook.cells) if DEMO_TAG in cell.metadata.get("tags", []))
    with cold.private_home() as home:
        client = KeepsGoing(
            notebook,
            limits,
            manager=cold.manager(home),
            start=cold.start(home, submission.seed),
            skip=skip,
            checks=frozenset(submission.checks),
            first=cold.FIRST,
            extra_arguments=cold.arguments(),
        )
        runs = client.run()
    return Execution(runs, client.restarts)


__all__ = [
    "DEFAULT_LIMITS",
    "DEMO_TAG",
    "CellRun",
    "Check",
    "Ended",
    "Execution",
    "KeepsGoing",
    "KernelFailed",
    "Limits",
    "Submission",
    "execute",
]
