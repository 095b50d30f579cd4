"""A learner's data folder of its own for each test, and IPython's shell where a notebook is played."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.logbook import FOLDER


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A shell that runs cells, with check and torch at hand; it is gone after the test."""
    made = InteractiveShell.instance()
    made.run_cell("import torch\nfrom autograder import check, hint", store_history=True)
    yield made
    InteractiveShell.clear_instance()
