"""What goes into execution and what comes out of it.

Check        one check cell: which function is judged as which question, for how many points
Submission   one student's notebook, its locked cells restored, ready to be run
Kernel       where it runs: warm and in a box, or cold with the grader's own rights
Limits       what one run may take; DEFAULT_LIMITS is the course's table
Ended        how a cell ended
Spent        what a check cell took, seen from outside the kernel
CellRun      one cell of a run: how it ended and what it displayed
Execution    a run: one CellRun for each cell of the notebook, in order
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nbformat import NotebookNode

DEMO_TAG = "demo"


@dataclass(frozen=True, slots=True)
class Check:
    """A check cell: its grade_id, the function that it judges, the question and its points."""

    grade_id: str
    function: str
    question: str
    points: int

    @property
    def source(self) -> str:
        """What runs in the check cell's place: no name that a student may have bound stands in it."""
        return f"__import__('autograder').check({self.function}, question={self.question!r})"


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as it will be graded.

    notebook    locked cells as released, no outputs; cells tagged `demo` are those that grading skips
    checks      index of a check cell in the notebook → what it checks
    notes       what was put right while reading, one sentence each, for the student and the instructor
    unreadable  why nothing of the file could be read, or None; then the notebook is the released one
    seed        what the fresh inputs are drawn from
    """

    student: str
    lesson: str
    notebook: NotebookNode
    checks: Mapping[int, Check]
    seed: int
    notes: tuple[str, ...] = ()
    unreadable: str | None = None


class Kernel(StrEnum):
    """Where a submission runs: forked warm into a sandbox, or started cold with the grader's own rights."""

    SANDBOXED = "sandboxed"
    UNSANDBOXED = "unsandboxed"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds on the wall, bytes of output kept, kernels started anew.

    cell           an ordinary cell; then it is interrupted
    check          a check cell
    grace          from the interrupt to the kernel's next idle; then the kernel is killed
    notebook       the whole run
    start          a kernel's start
    stream_bytes   text kept of one cell
    display_bytes  displays kept of one cell, `check_bytes` of a check cell (evidence is up to 4 MiB)
    restarts       new kernels after one that hung or died
    """

    cell: float = 30
    check: float = 60
    grace: int = 4
    notebook: float = 600
    start: int = 120
    stream_bytes: int = 64 * 1024
    display_bytes: int = 2 * 1024 * 1024
    check_bytes: int = 9 * 1024 * 1024
    restarts: int = 4


DEFAULT_LIMITS = Limits()


class Ended(StrEnum):
    """How a cell ended."""

    RAN = "RAN"
    RAISED = "RAISED"
    TIMED_OUT = "TIMED_OUT"
    DIED = "DIED"
    SKIPPED = "SKIPPED"
    NOT_REACHED = "NOT_REACHED"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a cell took: seconds on the wall, CPU seconds, and bytes by which its process grew at its largest."""

    wall: float
    cpu: float
    grown: int


@dataclass(frozen=True, slots=True)
class CellRun:
    """One cell of a run. `says` is the error's name and message, or what became of the kernel.

    spent   what a check cell took, as the supervisor saw it; None where it could not see
    """

    ended: Ended
    says: str = ""
    outputs: tuple[Mapping[str, Any], ...] = ()
    spent: Spent | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """A run of a submission: `runs[i]` is what became of its notebook's cell i."""

    runs: tuple[CellRun, ...]
    restarts: int = 0
