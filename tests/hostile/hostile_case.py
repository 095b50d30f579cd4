"""One hostile submission: what is handed in, and what must hold of its grade. What must hold of the whole class is in
`hostile_class.py`.

Case, Earns                            a submission, and what it may earn
beside, in_place_of, changed, stripped   ways to make one
"""

import importlib.util
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4

_LESSON = Path(__file__).parents[1] / "classroom" / "conftest.py"


def _small_lesson() -> Any:
    """Return the module that makes the small lesson, which the tests of a class use too."""
    spec = importlib.util.spec_from_file_location("small_lesson", _LESSON)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SMALL = _small_lesson()


class Earns(StrEnum):
    """What a hostile submission may earn."""

    ALL = "all its points"
    NOTHING = "no point"
    ANY = "what its evidence is worth"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile submission.

    holds   the invariant, in words
    earns   the points that it may have
    says    words that stand in what is said of it: its reason, its notes, its marks or what its cells printed
    short   it is one of the few that `make test` runs
    """

    name: str
    content: Callable[[], bytes]
    holds: str
    earns: Earns = Earns.ANY
    says: str = ""
    short: bool = False


TOLD = "the instructor is told, and no mark is moved"


def changed(change: Callable[[Any], object]) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers, and changes it."""

    def made() -> bytes:
        notebook = SMALL.filled()
        change(notebook)
        return as_bytes(notebook)

    return made


def beside(source: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers with one more cell, before the check of vjp_once."""

    def insert(notebook: NotebookNode) -> None:
        place = notebook.cells.index(SMALL.cell_of(notebook, "check-vjp_once"))
        notebook.cells.insert(place, v4.new_code_cell(source))

    return changed(insert)


def in_place_of(name: str, source: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers, but for one whose cell holds something else."""
    return lambda: as_bytes(SMALL.filled({**SMALL.RIGHT, name: source}))


def stripped(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook whose cells have lost nbgrader's metadata and their ids."""
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = NotebookNode(), f"exported-{index}"
    return notebook


def as_bytes(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook).encode()
