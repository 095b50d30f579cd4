"""Whether an answer is still as its lesson handed it out.

Offers: `is_untouched`.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from autograder import course_folder
from autograder.classroom.course.places import LESSONS as FOLDER
from autograder.classroom.course.places import notebook_of, shipped
from autograder.questions import LESSONS


def is_untouched(name: str, answer: Callable[..., Any]) -> bool:
    """Tell whether a function does what the lesson's template of that name does, comments and layout aside."""
    try:
        written = _function(textwrap.dedent(inspect.getsource(answer)), name)
    except (OSError, TypeError):  # nobody knows its source
        return False
    return written is not None and written in _templates(name)


@cache
def _templates(name: str) -> tuple[str, ...]:
    """Return what the lessons that ask for a function hand out for it."""
    courses = [course for course in (course_folder.at_work(), shipped()) if course is not None]
    asking = [lesson for lesson in LESSONS if any(question.name == name for question in lesson.questions)]
    paths = [course / notebook_of(FOLDER, lesson.folder) for course in courses for lesson in asking]
    return tuple(found for path in paths for text in _cells(path, name) if (found := _function(text, name)))


def _cells(path: Path, name: str) -> list[str]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if _grade_id(cell) == name]
    except (OSError, ValueError, LookupError, TypeError):  # no lesson here: nothing to compare with
        return []


def _grade_id(cell: dict[str, Any]) -> object:
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")


def _function(text: str, name: str) -> str | None:
    """Return a text's function of that name in a form that two texts can be compared by; None where it has none."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return None
    return next((ast.dump(node) for node in body if isinstance(node, ast.FunctionDef) and node.name == name), None)
