"""What a worker does: one submission, from its file to its verdicts. It sees neither the gradebook nor the secret.

Task         what to grade
Entry        what goes into the gradebook for one cell
Graded       the result: plain data
grade        Task → Graded
not_graded   the result if grading itself broke
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution

from autograder.classroom.course.released import released
from autograder.classroom.grading.marking import verdicts, withheld
from autograder.classroom.grading.notebook_as_run import notebook_as_run, stopped, text_of
from autograder.classroom.grading.supervised import read_apart, supervised
from autograder.classroom.grading.tests_in_cells import Tested, points_of
from autograder.classroom.handin.read import untouched
from autograder.execute import DEFAULT_LIMITS, Execution, Kernel, KernelFailed, Limits, Submission
from autograder.judge import Verdict


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to grade: the file, the released lesson, the seed of its inputs, its limits and its kernel."""

    student: str
    lesson: str
    path: Path
    released: Path
    seed: int
    limits: Limits = DEFAULT_LIMITS
    kernel: Kernel = Kernel.SANDBOXED


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the gradebook.

    graded      True: it has a score
    points      that score; None if a reader must give it, or it is withheld
    answer      True: it is an answer, and has a comment
    unanswered  True: it is still its template
    """

    grade_id: str
    graded: bool
    points: float | None
    answer: bool
    unanswered: bool


@dataclass(frozen=True, slots=True)
class Graded:
    """The result of a task: plain data, of bounded size, with nothing drawn yet.

    notebook   the graded notebook, as nbformat's JSON, with what its cells displayed; check cells show nothing
    verdicts   grade_id of the check cell → verdict, in the notebook's order
    by_hand    written questions: grade_id → points to be had, and points: 0 if nothing was written, else None
    tested     cells of tests, which no question judges: grade_id → points to be had and earned, and why not all
    reason     why nothing was run, or why all is withheld
    kept       True: it was graded earlier, and the gradebook has these points
    held       True: all of it is withheld
    """

    student: str
    lesson: str
    notebook: str
    verdicts: Mapping[str, Verdict]
    entries: tuple[Entry, ...]
    by_hand: Mapping[str, tuple[float, float | None]]
    notes: tuple[str, ...] = ()
    reason: str = ""
    kept: bool = False
    tested: Mapping[str, Tested] = field(default_factory=dict)
    held: bool = False

    @property
    def withheld(self) -> bool:
        """True if some of it is withheld: by a failure of ours, or since the file may not be the one that is meant."""
        return self.held or any(verdict.withheld for verdict in self.verdicts.values())


def grade(task: Task) -> Graded:
    """Grade one submission: read it, run it, judge what was seen."""
    lesson = released(task.released)
    try:
        submission, execution = supervised(task.path, lesson, task.student, task.seed, task.limits, task.kernel)
    except KernelFailed as error:
        submission = read_apart(task.path, lesson, task.student, task.seed)
        return _held(task, submission, str(error))
    if submission.misplaced:
        return _held(task, submission, submission.unreadable or "")
    return _graded(task, submission, execution, verdicts(submission, execution), submission.unreadable or "")


def not_graded(task: Task, reason: str) -> Graded:
    """Return a task's result if grading itself broke: the whole grade is withheld, written answers included."""
    return _without_points(_held(task, untouched(released(task.released), task.student, task.seed, ""), reason))


def _held(task: Task, submission: Submission, reason: str) -> Graded:
    """Return a task's result with checks and tests withheld; written answers stand, as far as they were read."""
    found = _graded(task, submission, None, withheld(submission, reason), reason)
    entries = tuple(replace(each, points=None) if each.grade_id in found.tested else each for each in found.entries)
    held = replace(found, entries=entries, tested={}, held=True)
    return _without_points(held) if submission.misplaced else held


def _without_points(held: Graded) -> Graded:
    entries = tuple(replace(entry, points=None) for entry in held.entries)
    return replace(held, entries=entries, by_hand={name: (most, None) for name, (most, _) in held.by_hand.items()})


def _graded(
    task: Task, submission: Submission, execution: Execution | None, found: Mapping[str, Verdict], reason: str = ""
) -> Graded:
    notes = (*submission.notes, *(stopped(submission, execution) if execution else ()))
    tested = points_of(submission, execution)
    entries, by_hand = _entries(submission.notebook, found, tested)
    notebook = text_of(notebook_as_run(submission, execution))
    return Graded(task.student, task.lesson, notebook, found, entries, by_hand, notes, reason, tested=tested)


def _entries(
    notebook: NotebookNode, found: Mapping[str, Verdict], tested: Mapping[str, Tested]
) -> tuple[tuple[Entry, ...], dict[str, tuple[float, float | None]]]:
    """Return what the gradebook gets: a check's points from its verdict, the others by nbgrader's own rules."""
    entries, by_hand = [], {}
    for cell in notebook.cells:
        if not is_grade(cell) and not is_solution(cell):
            continue
        name = str(cell.metadata.nbgrader.grade_id)
        points = None
        if name in found:
            points = None if found[name].withheld else float(found[name].points)
        elif name in tested:
            points = tested[name].points
        elif is_grade(cell):
            points, most = determine_grade(cell)
            by_hand[name] = (most, points)
        unanswered = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
        entries.append(Entry(name, is_grade(cell), points, is_solution(cell), unanswered))
    return tuple(entries), by_hand
