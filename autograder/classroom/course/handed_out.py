"""The cells of the lessons as they were handed out, to tell a learner's code from what was there.

cells_of      the cells of a notebook that nbgrader knows
is_template   whether a function is as a lesson hands it out, comments and layout aside
is_locked     whether a text is, to the letter, one of the lessons' locked cells
"""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder import course_folder
from autograder.classroom.course.places import LESSONS as FOLDER
from autograder.classroom.course.places import notebook_of, shipped
from autograder.parsing import parsed
from autograder.questions import LESSONS
from autograder.whole_file import read_whole


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that nbgrader knows."""

    grade_id: str
    locked: bool
    source: str


def cells_of(path: Path) -> list[Cell]:
    """Return a notebook's cells that nbgrader knows; none if there is no notebook."""
    try:
        cells = json.loads(read_whole(path))["cells"]
        about = [(cell.get("metadata", {}).get("nbgrader"), "".join(cell["source"])) for cell in cells]
        return [Cell(known["grade_id"], bool(known.get("locked")), source) for known, source in about if known]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # no lesson here: nothing to compare with
        return []


def is_template(name: str, text: str) -> bool:
    """Tell whether a text's function of that name is a lesson's template, comments and layout aside."""
    written = _function(text, name)
    return written is not None and written in _templates(name)


def is_locked(text: str) -> bool:
    """Tell whether a text is one of the lessons' locked cells."""
    return text in _locked()


@cache
def _templates(name: str) -> frozenset[str]:
    found = (_function(cell.source, name) for cell in _handed_out() if cell.grade_id == name)
    return frozenset(each for each in found if each is not None)


@cache
def _locked() -> frozenset[str]:
    return frozenset(cell.source for cell in _handed_out() if cell.locked)


@cache
def _handed_out() -> tuple[Cell, ...]:
    """Return the cells of all lessons: those of the course at work, and those that came with this package."""
    return tuple(cell for path in _notebooks() for cell in cells_of(path))


def _notebooks() -> Iterator[Path]:
    for course in (course_folder.at_work(), shipped()):
        if course is not None:
            yield from (course / notebook_of(FOLDER, lesson.folder) for lesson in LESSONS)


def _function(text: str, name: str) -> str | None:
    """Return a text's function of that name in a form that can be compared; None if it has none."""
    try:
        body = parsed(text).body
        return next((ast.dump(node) for node in body if isinstance(node, ast.FunctionDef) and node.name == name), None)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
