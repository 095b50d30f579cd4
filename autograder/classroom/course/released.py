"""A lesson as it was released: the one source of locked cells.

Released   its notebook and its check cells
released   read it
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder import course_folder, questions
from autograder.answer_key import entry_of
from autograder.errors import CourseError
from autograder.execute import Check
from autograder.questions import Question

# Which questions there are was settled when this program began.
_NEXT = "For questions of a course's own, start in that course's folder."


@dataclass(frozen=True, slots=True)
class Released:
    """A released lesson: `checks` by grade_id, in the notebook's order."""

    lesson: str
    notebook: NotebookNode
    checks: Mapping[str, Check]

    @property
    def graded(self) -> tuple[NotebookNode, ...]:
        """The cells that nbgrader knows: answers, checks, and all that is locked."""
        return tuple(cell for cell in self.notebook.cells if is_known(cell))


def is_known(cell: NotebookNode) -> bool:
    """True for a cell that nbgrader's metadata marks as an answer, as graded, or as locked."""
    return bool(is_grade(cell) or is_solution(cell) or is_locked(cell))


def released(path: Path) -> Released:
    """Read a released lesson; raise CourseError where it is missing or out of step with its questions.

    The same bytes are read once in a process, so a class's submissions share what is given: change nothing of it.
    """
    try:
        return _read(path, path.read_bytes())
    except (OSError, ValueError, AttributeError) as error:
        raise CourseError(str(path), "a released lesson", f"{error}", "Make it: `autograder build`.") from error


@lru_cache(maxsize=16)
def _read(path: Path, content: bytes) -> Released:
    notebook = nbformat.reads(content.decode(), as_version=4)
    checks: dict[str, Check] = {}
    for cell in notebook.cells:
        if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code":
            check = _check(cell, path)
            checks[check.grade_id] = check
    return Released(path.stem, notebook, checks)


def question_of(check: Check, lesson: str) -> Question:
    """Return the question that a check cell of a lesson asks, with that lesson's points."""
    question = questions.question(check.question, lesson)
    if question is None:
        told = f"«{check.question}»"
        raise CourseError(f"{lesson}, cell {check.grade_id}", f"a question of {_whose()}", told, _NEXT)
    return question


def _whose() -> str:
    own = course_folder.own(course_folder.QUESTIONS)
    return f"the built-in lessons or of {own}" if own else "the built-in lessons"


def _check(cell: NotebookNode, path: Path) -> Check:
    """Read what a check cell checks from its source: `check(function)` or `check(function, question="name")`."""
    grade_id = str(cell.metadata.nbgrader.grade_id)
    where = f"{path}, cell {grade_id}"
    calls = [
        node
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
    ]
    if len(calls) != 1 or len(calls[0].args) != 1 or not isinstance(calls[0].args[0], ast.Name):
        raise CourseError(where, "one call `check(function)`", f"«{cell.source}»")
    function = calls[0].args[0].id
    named = [word.value.value for word in calls[0].keywords if isinstance(word.value, ast.Constant)]
    check = Check(grade_id, function, str(named[0]) if named else function, int(cell.metadata.nbgrader.points))
    question = question_of(check, path.stem)
    if check.points != question.max_points:
        told = f"{question.max_points} points, as its question has"
        raise CourseError(where, told, f"{check.points}", "Write them into the lesson and run `autograder build`.")
    entry_of(question)
    return check
