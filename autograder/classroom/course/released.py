"""A lesson as it was released: the only source of locked cells.

Released      its notebook, its check cells, and its cells with nbgrader's own kind of tests
released      read it; raises CourseError
sound         lessons → those that can be graded, and why the others can't
content       the bytes that a result depends on
is_known      whether nbgrader's metadata marks a cell
question_of   the question that a check cell asks
checked       what a check cell checks; None for a cell of another kind
given_in      where a question's points are written
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder import course_folder, questions
from autograder.answer_key import entry_of
from autograder.class_settings import FILE, class_settings
from autograder.classroom.course.places import SOLUTIONS, notebook_of
from autograder.errors import CourseError
from autograder.execute import Check
from autograder.questions import Question
from autograder.whole_file import read_whole

# A program knows the questions of the course that it was started in.
_NEXT = "For questions of a course's own, start in that course's folder."
HIDDEN_TESTS = "### BEGIN HIDDEN TESTS"


@dataclass(frozen=True, slots=True)
class Released:
    """A released lesson.

    checks  grade_id → check cell, in the notebook's order
    tests   grade_ids of the cells whose own code tests an answer, by nbgrader's rules; hidden tests included
    shown   grade_id → what students were given of a cell with hidden tests
    """

    lesson: str
    notebook: NotebookNode
    checks: Mapping[str, Check]
    tests: frozenset[str] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def graded(self) -> tuple[NotebookNode, ...]:
        """The cells that nbgrader knows: answers, checks, and all that is locked."""
        return tuple(cell for cell in self.notebook.cells if is_known(cell))


def is_known(cell: NotebookNode) -> bool:
    """Tell whether nbgrader's metadata marks a cell as an answer, as graded, or as locked."""
    return bool(is_grade(cell) or is_solution(cell) or is_locked(cell))


# What reading other bytes than a lesson's raises.
_NO_LESSON = (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError, nbformat.ValidationError)


def released(path: Path) -> Released:
    """Read a released lesson; raise CourseError if it is missing, or doesn't fit its questions.

    The same bytes are read once in a process, and all submissions share the result: don't change it.
    """
    try:
        return _read(path, read_whole(path), _source(path))
    except _NO_LESSON as error:
        says = (getattr(error, "strerror", "") or str(error)).strip().partition("\n")[0][:200]
        raise CourseError(str(path), "a released lesson", says, "Make it: `autograder build`.") from error


def sound(where: Callable[[str], Path], lessons: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lessons that can be graded, and a line for each other; `where` gives a lesson's path."""
    well, faults = [], []
    for lesson in lessons:
        try:
            released(where(lesson))
        except CourseError as error:
            faults.append(str(error))
        else:
            well.append(lesson)
    return tuple(well), tuple(faults)


def content(path: Path) -> bytes:
    """Return all that a released lesson is graded by: its notebook, and its source if that hides tests."""
    return read_whole(path) + _source(path)


def _source(path: Path) -> bytes:
    """Return the notebook that a released one was made from; empty if it hides no tests, or isn't there."""
    source = path.parents[2] / notebook_of(SOLUTIONS, path.stem)
    made = read_whole(source) if source.is_file() else b""
    return made if HIDDEN_TESTS.encode() in made else b""


@lru_cache(maxsize=16)
def _read(path: Path, lesson: bytes, source: bytes) -> Released:
    notebook = nbformat.reads(lesson.decode(), as_version=4)
    whole = {} if not source else _with_hidden(nbformat.reads(source.decode(), as_version=4))
    checks: dict[str, Check] = {}
    tests: set[str] = set()
    shown: dict[str, str] = {}
    for cell in notebook.cells:
        if not is_grade(cell) or is_solution(cell) or cell.cell_type != "code":
            continue
        check = _check(cell, path)
        if check is None:
            name = str(cell.metadata.nbgrader.grade_id)
            tests.add(name)
            if name in whole:
                shown[name], cell.source = cell.source, whole[name]
        else:
            checks[check.grade_id] = check
    return Released(path.stem, notebook, checks, frozenset(tests), shown)


def _with_hidden(source: NotebookNode) -> dict[str, str]:
    """Return the text of each cell that hides tests from students, by its grade_id."""
    return {
        str(cell.metadata.nbgrader.grade_id): cell.source
        for cell in source.cells
        if is_grade(cell) and HIDDEN_TESTS in cell.source
    }


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


def checked(source: str, where: str) -> tuple[str, str] | None:
    """Return the function and the question of `check(function)` or `check(function, question="name")`.

    None for a cell of another kind; raise CourseError for one that calls `check` otherwise.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None  # IPython's own syntax
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
    ]
    if not calls:
        return None
    body = tree.body[0] if len(tree.body) == 1 else None
    alone = isinstance(body, ast.Expr) and body.value is calls[0]
    if not alone or len(calls[0].args) != 1 or not isinstance(calls[0].args[0], ast.Name):
        step = "Tests of another kind stand in a cell of their own, which doesn't call `check`."
        raise CourseError(where, "one call `check(function)`, and nothing else", f"«{source[:200]}»", step)
    function = calls[0].args[0].id
    named = [word.value.value for word in calls[0].keywords if isinstance(word.value, ast.Constant)]
    return function, str(named[0]) if named else function


def given_in(question: str, lesson: str) -> str:
    """Return the place where a question's points in a lesson are written."""
    course = course_folder.at_work()
    if question in class_settings(course).points.get(lesson, {}):
        return f"{FILE}, [points.{lesson}.{question}]"
    found = next((each for each in questions.LESSONS if each.folder == lesson), None)
    if found is not None and question in getattr(import_module(f"{questions.__name__}.{found.topic}"), "POINTS", {}):
        return f"questions/{found.topic}/__init__.py, POINTS"
    topics = [each.topic for each in (found, *questions.LESSONS) if each]
    places = (f"{topic}/{question}.py" for topic in topics)
    there = (place for place in places if any((Path(root) / place).is_file() for root in questions.__path__))
    return f"questions/{next(there, question)}"


def _check(cell: NotebookNode, path: Path) -> Check | None:
    """Read what a check cell checks; None for a cell of another kind."""
    grade_id = str(cell.metadata.nbgrader.grade_id)
    where = f"{path}, cell {grade_id}"
    asked = checked(cell.source, where)
    if asked is None:
        return None
    check = Check(grade_id, *asked, int(cell.metadata.nbgrader.points))
    question = question_of(check, path.stem)
    if check.points != question.max_points:
        place = given_in(check.question, path.stem)
        told = f"{question.max_points} points, as {place} gives"
        step = "Run `autograder build`, which names what is out of step."
        raise CourseError(where, told, f"{check.points}", step)
    entry_of(question)
    return check
