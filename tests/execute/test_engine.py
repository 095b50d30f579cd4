"""papermill with our engine: it goes on, and tells papermill what became of each cell."""

import nbformat
import papermill
import pytest
from nbformat import v4
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from autograder.execute.engine import KeepsGoingEngine


@pytest.fixture
def notebook(tmp_path):
    def write(*cells: str):
        made = [v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}), *map(v4.new_code_cell, cells)]
        spec = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
        path = tmp_path / "given.ipynb"
        nbformat.write(v4.new_notebook(cells=made, metadata=spec), path)
        return path

    return write


def test_papermill_finds_it_by_its_entry_point():
    assert papermill_engines.get_engine("autograder") is KeepsGoingEngine


def test_it_goes_on_after_a_cell_that_fails_and_one_that_ends_the_kernel(notebook, tmp_path):
    path, done = notebook("1/0", "import os; os._exit(0)", "print(n)"), tmp_path / "done.ipynb"
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(path, done, {"n": 42}, engine_name="autograder", progress_bar=False)
    cells = [cell for cell in nbformat.read(done, 4).cells if "papermill" in cell.metadata]
    assert [cell.metadata.papermill.status for cell in cells] == ["completed"] * 2 + ["failed"] * 2 + ["completed"]
    assert cells[-1].outputs[0].text == "42\n"


def test_a_cells_limit_is_papermills_own_option(notebook, tmp_path):
    path, done = notebook("while True: pass", "print(n)"), tmp_path / "done.ipynb"
    with pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(path, done, engine_name="autograder", execution_timeout=1, progress_bar=False)
    assert nbformat.read(done, 4).cells[-1].outputs[0].text == "1\n"
