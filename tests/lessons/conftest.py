"""Fixtures for the tests of lessons; a file about one lesson names it as `LESSON`."""

from collections.abc import Callable
from typing import Any

import pytest
from nbformat import NotebookNode
from support.lesson_runs import AT_ONCE


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The names that the lesson defines, without its demonstrations."""
    names: dict[str, Any] = request.module.LESSON.run()
    return names


@pytest.fixture(scope="module")
def solved(request: pytest.FixtureRequest, ended_with: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The names that it ended with as a notebook, its demonstrations' too; run fast, and in float64."""
    return ended_with(request.module.LESSON.folder)


@pytest.fixture(scope="module")
def printed(request: pytest.FixtureRequest, through_papermill: Callable[..., list[NotebookNode]]) -> str:
    """What its cells printed in that run."""
    cells = through_papermill("solutions", request.module.LESSON.folder, AT_ONCE)
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return "".join(output.text for output in outputs if output.output_type == "stream")
