"""A lesson run as a notebook, through papermill: its cells, and the names that it ended with.

AT_ONCE          the parameters of the one run of a solution that all of a lesson's tests share
LessonRun        a run's cells, and the file that holds its names
executed         a notebook, run in a folder of its own
with_names_kept  a notebook that ends by writing down its names (kernel_names.py)

Tests look at what a lesson's demonstrations computed in that one run: no test runs them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import papermill
import pytest
from nbformat import NotebookNode, v4

# One run covers what each of these may break; each alone, and with another seed, is a test marked long. The seed is the
# lesson's own, since its text quotes the results.
AT_ONCE = {"dtype": "float64", "fast": True}
_LAST = "import sys\nsys.path.append({tests!r})\nfrom support.kernel_names import write\nwrite(globals(), {path!r})"


@dataclass(frozen=True, slots=True)
class LessonRun:
    """A run's cells, and the file that its last one wrote."""

    cells: list[NotebookNode]
    names: Path


def executed(notebook: NotebookNode, parameters: Mapping[str, object], kernel: str, home: Path) -> list[NotebookNode]:
    """Run a notebook's cells in a folder, which holds its learner's progress too; return them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_DATA", str(home))
        patch.delenv("AUTOGRADER_OBSERVE_ONLY", raising=False)
        ran = papermill.execute_notebook(
            notebook,
            None,
            dict(parameters),
            engine_name="autograder",
            kernel_name=kernel,
            progress_bar=False,
            cwd=home,
        )
    cells: list[NotebookNode] = ran.cells
    return cells


def with_names_kept(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Return a notebook whose last cell writes its names into a file."""
    last = v4.new_code_cell(_LAST.format(tests=str(Path(__file__).parents[1]), path=str(path)))
    return v4.new_notebook(metadata=notebook.metadata, cells=[*notebook.cells, last])
