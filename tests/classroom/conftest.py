"""A small lesson with lesson 01's questions, and classes that hand it in.

The lesson is made the way nbgrader makes a release (ComputeChecksums, LockCells), so that its metadata is real.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode, v4
from nbgrader.preprocessors import ComputeChecksums, LockCells

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.released import Released, released
from autograder.classroom.record.gradebook import Book, open_book
from autograder.questions import question

LESSON = "01_row_by_row"
FUNCTIONS = ("vjp_once", "jacobian_by_rows", "jacobian_by_differences")

VJP = """def vjp_once(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]"""
ROWS = """def jacobian_by_rows(f, x):
    x = x.detach().clone().requires_grad_()
    y = f(x)
    rows = []
    for i in range(y.shape[0]):
        e = torch.zeros_like(y)
        e[i] = 1
        rows.append(torch.autograd.grad(y, x, e, retain_graph=True)[0])
    return torch.stack(rows)"""
DIFFERENCES = """def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    with torch.no_grad():
        for j in range(x.shape[0]):
            step = torch.zeros_like(x)
            step[j] = h
            columns.append((f(x + step) - f(x - step)) / (2 * h))
    return torch.stack(columns, dim=1)"""
RIGHT = {"vjp_once": VJP, "jacobian_by_rows": ROWS, "jacobian_by_differences": DIFFERENCES}
FULL = {"vjp_once": 4, "jacobian_by_rows": 7, "jacobian_by_differences": 5}


def _meta(grade_id: str, points: int | None = None, *, solution: bool = False) -> dict[str, Any]:
    graded = {"points": points} if points is not None else {}
    nbgrader = {"grade_id": grade_id, "grade": points is not None, "solution": solution, "schema_version": 3}
    return {"nbgrader": {**nbgrader, "locked": not solution, "task": False, **graded}}


def make_lesson() -> NotebookNode:
    """Build the small lesson: imports, two demonstrations, three answers with their checks, one question in words."""
    cells = [
        v4.new_markdown_cell("# Row by row"),
        v4.new_code_cell("seed = 0", metadata={"tags": ["parameters"]}),
        v4.new_code_cell("import torch\nfrom autograder import check", metadata=_meta("imports")),
        v4.new_code_cell("raise RuntimeError('a demonstration was run')", metadata={"tags": ["demo"]}),
        v4.new_code_cell("def unit(y, i):\n    return torch.eye(len(y)).to(y)[i]", metadata={"tags": ["demo"]}),
    ]
    for name in FUNCTIONS:
        points = question(name).max_points
        template = f"def {name}(*arguments):\n    ...  # TODO: your answer"
        cells += [
            v4.new_markdown_cell(f"Write {name}."),
            v4.new_code_cell(template, metadata=_meta(name, solution=True)),
            v4.new_code_cell(f"check({name})", metadata=_meta(f"check-{name}", points)),
        ]
    cells += [
        v4.new_markdown_cell("In words: when is a loop over rows the better one?"),
        v4.new_markdown_cell("*Your answer here.*", metadata=_meta("transfer", 3, solution=True)),
        v4.new_markdown_cell("The end."),
    ]
    notebook = v4.new_notebook(
        cells=cells,
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for step in (LockCells(), ComputeChecksums()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


class Class:
    """A class in a folder, with the small lesson released; or the class that lies there already."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = ClassFolders(root, root / "lessons")
        path = self.folders.released(LESSON)
        if not path.exists():
            path.parent.mkdir(parents=True)
            nbformat.write(make_lesson(), path)

    @property
    def lesson(self) -> Released:
        return released(self.folders.released(LESSON))

    def path(self, student: str) -> Path:
        return self.folders.submitted(student, LESSON)

    def hand_in(self, student: str, content: NotebookNode | str | bytes) -> Path:
        """Put a student's file where it belongs; a notebook is written as JSON, other content as it is."""
        path = self.path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content) if isinstance(content, NotebookNode) else content
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def filled(answers: Mapping[str, str] | None = None) -> NotebookNode:
    """Return the small lesson with answers written in; by default right ones everywhere."""
    notebook = make_lesson()
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in (RIGHT if answers is None else answers):
            cell.source = (RIGHT if answers is None else answers)[name]
    return notebook


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """Return the cell of that grade_id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def scores_of(folders: ClassFolders) -> dict[str, dict[str, tuple[float | None, str]]]:
    """Return a gradebook's scores: student → exercise → points and standing."""
    found: dict[str, dict[str, tuple[float | None, str]]] = {}
    with open_book(folders.gradebook) as book:
        for row in book.rows():
            found[row.student.id] = {part.exercise: (part.points, part.standing.value) for part in row.parts}
    return found


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """The small lesson and what to do with it, for every test in this folder."""
    return SimpleNamespace(
        LESSON=LESSON,
        RIGHT=RIGHT,
        FULL=FULL,
        FUNCTIONS=FUNCTIONS,
        Class=Class,
        lesson=make_lesson,
        filled=filled,
        cell_of=cell_of,
        scores_of=scores_of,
    )


@pytest.fixture
def classroom(tmp_path: Path) -> Class:
    """An empty class with the small lesson released."""
    return Class(tmp_path)


@pytest.fixture
def book(classroom: Class) -> Iterator[Book]:
    """Its gradebook, in which the lesson is entered."""
    with open_book(classroom.folders.gradebook) as book:
        book.register(classroom.lesson)
        yield book
