"""Cells whose own code tests an answer: nbgrader's rules, without their gaps.

points_of   a submission and its run → grade_id → points to be had, points earned, and why not all

As in nbgrader, a cell that raises earns nothing, one whose last value is a number earns that many points, and any other
that comes to its end earns all. But the kernel itself must say that the cell came to its end: a cell that ends the
kernel, or runs out of time, earns nothing. Output on stderr costs nothing, and NaN is no number of points.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.classroom.course.released import HIDDEN_TESTS
from autograder.execute import CellRun, Ended, Execution, Submission

_STOPPED = {Ended.NOT_REACHED: "not reached", Ended.SKIPPED: "not run"}
_LONGEST = 200  # characters of a reason


@dataclass(frozen=True, slots=True)
class Tested:
    """What one cell of tests gave: points to be had, points earned, and why not all."""

    most: float
    points: float
    says: str = ""


def points_of(submission: Submission, execution: Execution | None) -> dict[str, Tested]:
    """Return what each cell of tests gave; without an execution, none was run."""
    found = {}
    for index, cell in _cells_with_tests(submission):
        most = float(cell.metadata.nbgrader.points)
        if execution is None:
            tested = Tested(most, 0.0, submission.unreadable or "not run")
        else:
            tested = _tested(execution.runs[index], most, HIDDEN_TESTS in cell.source)
        found[str(cell.metadata.nbgrader.grade_id)] = tested
    return found


def _cells_with_tests(submission: Submission) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the place and the cell of each cell of tests."""
    for index, cell in enumerate(submission.notebook.cells):
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell) and index not in submission.checks:
            yield index, cell


def _tested(run: CellRun, most: float, hidden: bool) -> Tested:
    if run.ended is not Ended.RAN:
        told = run.says.partition(":")[0] if hidden and run.ended is Ended.RAISED else run.says
        return Tested(most, 0.0, (told.strip(" :") or _STOPPED.get(run.ended, "stopped"))[:_LONGEST])
    if any(output.get("output_type") == "error" for output in run.outputs):
        return Tested(most, 0.0, "it showed an error")
    values = [output for output in run.outputs if output.get("output_type") == "execute_result"]
    return _by_value(values[0], most) if values else Tested(most, most)


def _by_value(output: Mapping[str, Any], most: float) -> Tested:
    """Read partial credit from a cell's last value, if that is a number."""
    shown = output.get("data", {}).get("text/plain", "")
    try:
        value = float("".join(shown) if isinstance(shown, list) else shown)
    except (ValueError, TypeError):
        return Tested(most, most)  # a table or a word is no number of points
    if math.isnan(value):
        return Tested(most, 0.0, "its value is NaN, which is no number of points")
    points = min(max(value, 0.0), most)
    return Tested(most, points, "" if points == most else f"{points:g} of its {most:g} points")
