"""The notebook of a submission as it was run: what a reader sees of it besides the verdicts.

notebook_as_run   Submission, Execution → the notebook, with what its cells displayed
stopped           a sentence for each cell that was stopped
text_of           a notebook → text that any file can hold
"""

from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode, v4

from autograder.execute import Ended, Execution, Submission
from autograder.grade_id import grade_id_of

# What is kept of a cell's displays. A page with a student's HTML or SVG in it would run their scripts.
_SHOWN = ("text/plain", "image/png", "image/jpeg")


def notebook_as_run(submission: Submission, execution: Execution | None) -> NotebookNode:
    """Return the graded notebook with bounded outputs; check cells have none: their verdicts come there later."""
    notebook: NotebookNode = v4.new_notebook(metadata=submission.notebook.metadata)
    for index, cell in enumerate(submission.notebook.cells):
        done = NotebookNode(cell)
        if cell.cell_type == "code":
            outputs = execution.runs[index].outputs if execution and index not in submission.checks else ()
            done.outputs = [kept for output in outputs if (kept := _kept(output)) is not None]
        notebook.cells.append(done)
    return notebook


def stopped(submission: Submission, execution: Execution) -> tuple[str, ...]:
    """Return a sentence for each of the student's cells that was stopped before its end."""
    lines = []
    for index, (cell, run) in enumerate(zip(submission.notebook.cells, execution.runs, strict=True)):
        if index not in submission.checks and run.ended in (Ended.TIMED_OUT, Ended.DIED):
            name = grade_id_of(cell) or cell.source.strip().splitlines()[0][:60]
            lines.append(f"The cell «{name}» was stopped: {run.says.rstrip('.')}. The cells after it were still run.")
    return tuple(lines)


def text_of(notebook: NotebookNode) -> str:
    """Return a notebook's text; lone surrogates, which a cell may print and no file can hold, are replaced."""
    return f"{v4.writes(notebook)}\n".encode("utf-8", "replace").decode()


def _kept(output: Mapping[str, Any]) -> NotebookNode | None:
    """Return an output of a student's cell without what a page could run, or None if nothing is left."""
    kept = NotebookNode(output)
    if "data" in kept:
        kept.data = NotebookNode({kind: kept.data[kind] for kind in _SHOWN if kind in kept.data})
        kept.metadata = NotebookNode()
        if not kept.data:
            return None
    try:
        nbformat.validate(kept, ref="output", version=4)
    except nbformat.ValidationError:
        return None  # a student's code can send any message
    return kept
