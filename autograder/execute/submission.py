"""What goes into execution and what comes out of it.

Check        one check cell: which function is judged as which question, for how many points
Submission   one student's notebook, its locked cells restored, ready to be run
Kernel       where it runs: warm and in a box, or cold with the grader's own rights
Limits       what one run may take (from autograder/limits.py)
Ended        how a cell ended
Spent        what a check cell took, seen from outside the kernel
CellRun      one cell of a run: how it ended and what it displayed
Execution    a run: one CellRun for each cell of the notebook, in order
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from autograder.limits import DEFAULT_LIMITS as DEFAULT_LIMITS
from autograder.limits import Limits as Limits

if TYPE_CHECKING:  # a command that only needs `Kernel` does without nbformat
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
        """The code that runs in the check cell's place. Of names that a student may bind it uses the function alone."""
        return f"__import__('autograder').check({self.function}, question={self.question!r})"


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as it will be graded.

    notebook    locked cells as released, no outputs; cells tagged `demo` are those that grading skips
    checks      index of a check cell in the notebook → what it checks
    notes       what was corrected while reading, one sentence each, for the student and the instructor
    unreadable  why the file could not be read, or None; if it could not, the notebook is the released one
    misplaced   True: it may not be the file that was meant; no grade is given before somebody has looked
    seed        seeds the fresh inputs
    """

    student: str
    lesson: str
    notebook: "NotebookNode"
    checks: Mapping[int, Check]
    seed: int
    notes: tuple[str, ...] = ()
    unreadable: str | None = None
    misplaced: bool = False


class Kernel(StrEnum):
    """Where a submission runs: forked warm into a sandbox, or started cold with the grader's own rights."""

    SANDBOXED = "sandboxed"
    UNSANDBOXED = "unsandboxed"


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
    """What a cell took: seconds on the wall, CPU seconds, and the most bytes by which its process grew."""

    wall: float
    cpu: float
    grown: int


@dataclass(frozen=True, slots=True)
class CellRun:
    """One cell of a run.

    says    the error's name and message, or what became of the kernel
    spent   what a check cell took, seen from outside the kernel; None where that could not be seen
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
