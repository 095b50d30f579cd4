"""Small notebooks without torch: a kernel for them starts in under a second."""

from collections.abc import Callable, Mapping

import pytest
from nbformat import v4

from autograder.execute import DEFAULT_LIMITS, Check, Execution, Kernel, Limits, Submission, cold, execute

Run = Callable[..., Execution]


@pytest.fixture(autouse=True)
def _no_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the import of torch, which takes seconds."""
    monkeypatch.setattr(cold, "FIRST", "")


@pytest.fixture(params=[Kernel.UNSANDBOXED])
def run(request: pytest.FixtureRequest) -> Run:
    """Return a function that runs cells given as text (a pair is text and tags)."""

    def run(
        *cells: str | tuple[str, list[str]], limits: Limits = DEFAULT_LIMITS, checks: Mapping[int, Check] = {}
    ) -> Execution:
        made = [
            v4.new_code_cell(cell) if isinstance(cell, str) else v4.new_code_cell(cell[0], metadata={"tags": cell[1]})
            for cell in cells
        ]
        submission = Submission("ann", "01", v4.new_notebook(cells=made), checks, seed=7)
        return execute(submission, limits, request.param)

    return run
