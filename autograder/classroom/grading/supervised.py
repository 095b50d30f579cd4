"""One submission, read and run in a process of its own: whatever its bytes do, they do it to that process.

    supervised   what was handed in → Submission, and its Execution if it could be read
    read_apart   what was handed in → Submission; nothing is run

If that process breaks, or takes too much time or memory, the submission loses what was not seen by then. A kernel that
does not start is still a failure of ours.
"""

import gc
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import nbformat

from autograder.classroom.course.released import Released
from autograder.classroom.handin.read import NoNotebook, load, submission_of, untouched
from autograder.execute import CellRun, Ended, Execution, Kernel, KernelFailed, Limits, Spent, Submission, execute
from autograder.execute.apart import Overrun, Tell, apart
from autograder.execute.demonstrations import left_out
from autograder.execute.forks import share, zygote
from autograder.limits import APART

_UNSEEN = "its reader ended early"
_TOLD = ("notebook", "notes", "unreadable", "misplaced")


def supervised(
    path: Path, lesson: Released, student: str, seed: int, limits: Limits, kernel: Kernel
) -> tuple[Submission, Execution | None]:
    """Read a submission and run it; raise KernelFailed if no kernel started, OSError if it may not be read."""
    left_out(lesson.notebook.cells)  # cached in this process for its forks: most cells are the released ones
    mother = zygote() if kernel is Kernel.SANDBOXED else None

    def work(tell: Tell) -> None:
        if mother is not None:
            share(mother)
        submission = _read(path, lesson, student, seed, tell)
        if submission is not None and submission.unreadable is None:
            _run(submission, limits, kernel, tell)

    submission: Submission | None = None
    runs: dict[int, CellRun] = {}
    restarts, why = 0, _UNSEEN
    try:
        for told in apart(work, replace(APART, wall=max(APART.wall, _longest(limits)))):
            match told:
                case {"read": read}:
                    submission = _submission(read, lesson, student, seed)
                case {"cell": int(place), "run": run}:
                    runs[place] = _cell_run(run)
                case {"restarts": int(number)}:
                    restarts, why = number, ""
                case _:
                    _raise(told)
    except Overrun as error:
        why = str(error)
    if submission is None:
        return untouched(lesson, student, seed, _too_costly(path, why)), None
    if submission.unreadable is not None:
        return submission, None
    lost = CellRun(Ended.NOT_REACHED, why)
    return submission, Execution(tuple(runs.get(n, lost) for n in range(len(submission.notebook.cells))), restarts)


def _longest(limits: Limits) -> float:
    """Return the seconds that one cell may take, with each start of a kernel that there may be on its way."""
    return max(limits.cell, limits.check) + limits.grace + (limits.restarts + 1) * limits.start


def read_apart(path: Path, lesson: Released, student: str, seed: int) -> Submission:
    """Read a submission; raise OSError if it may not be read."""

    def work(tell: Tell) -> None:
        _read(path, lesson, student, seed, tell)

    why = _UNSEEN
    try:
        for told in apart(work):
            _raise(told)
            return _submission(told["read"], lesson, student, seed)
    except Overrun as error:
        why = str(error)
    return untouched(lesson, student, seed, _too_costly(path, why))


def _too_costly(path: Path, why: str) -> str:
    step = "Take out what is not yours and hand it in again."
    return str(NoNotebook(path.name, "a notebook that can be read within limits", f"one that can't: {why}", step))


def _read(path: Path, lesson: Released, student: str, seed: int, tell: Tell) -> Submission | None:
    """Read a submission and tell it, in its own process; None if the grader may not read it."""
    gc.disable()  # a file makes millions of objects and no garbage: the collector would walk them many times
    try:
        submission = load(path, lesson, student, seed)
    except OSError as error:
        tell({"not_read": [error.errno, error.strerror, str(error.filename)]})
        return None
    finally:
        gc.enable()
    tell({"read": {name: getattr(submission, name) for name in _TOLD}})
    return submission


def _run(submission: Submission, limits: Limits, kernel: Kernel, tell: Tell) -> None:
    """Run a submission and tell each cell's end, in its own process."""
    seen: list[int] = []

    def ended(place: int, run: CellRun) -> None:
        tell({"cell": place, "run": asdict(run)})
        seen.append(place)

    try:
        execution = execute(submission, limits, kernel, ended)
    except KernelFailed as error:
        tell({"not_started": error.args})
    except Exception as error:
        if seen or isinstance(error, MemoryError):
            raise
        # No code of the student has run yet.
        tell({"not_started": [f"the run did not begin ({type(error).__name__}: {error})"]})
    else:
        tell({"restarts": execution.restarts})


def _raise(told: Any) -> None:
    """Raise the failure of ours that was told, if it is one."""
    match told:
        case {"not_started": reason}:
            raise KernelFailed(*reason)
        case {"not_read": [number, strerror, filename]}:
            raise OSError(number, strerror, filename)


def _submission(told: Mapping[str, Any], lesson: Released, student: str, seed: int) -> Submission:
    notebook = nbformat.from_dict(told["notebook"])
    submission = submission_of(notebook, lesson, student, seed, tuple(told["notes"]), told["unreadable"])
    return replace(submission, misplaced=bool(told["misplaced"]))


def _cell_run(told: Mapping[str, Any]) -> CellRun:
    spent = told["spent"]
    outputs = tuple(told["outputs"])
    return CellRun(Ended(told["ended"]), told["says"], outputs, None if spent is None else Spent(**spent))
