"""A demonstration class: fourteen fictional students, some of whom hand in all lessons. Answers lie in demo_class/.

    folders   where the class lies
    hand_in   fill the answers into the released lessons, and put these under submitted/

In demo_class/LESSON/STUDENT.py, everything from one function's `def` to the next goes into that function's cell;
IN_WORDS is the written answer.
"""

import ast
import copy
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.places import LESSONS, find_course
from autograder.errors import CourseError
from autograder.execute import Limits

FOLDER = "demo"
# Long enough for any cell of a lesson; one student's never ends, and is stopped.
LIMITS = Limits(cell=10)
_ANSWERS = Path(__file__).parent / "demo_class"
_MARK = ".demo_class"
# Students whose upload broke off → after which part of the file.
_BROKEN_OFF = {"kofi": 0.6}


def folders() -> ClassFolders:
    """Return where the demonstration class of this course lies."""
    course = find_course()
    return ClassFolders(course / FOLDER, course / LESSONS)


def hand_in(demo: ClassFolders) -> tuple[str, ...]:
    """Make the class afresh and let everyone hand in; return the lessons that they handed in.

    Raise CourseError if a folder of that name is another's.
    """
    if not _ANSWERS.is_dir():
        step = "Install the whole one, which `pip wheel --no-deps .` builds in a clone of the course."
        raise CourseError("this package", "a demonstration class's answers", "a student's wheel: none", step)
    mark = demo.root / _MARK
    if demo.root.exists() and not mark.exists():
        raise CourseError(str(demo.root), "no folder, or a demonstration class", "another", "Move it away.")
    shutil.rmtree(demo.root, ignore_errors=True)
    demo.root.mkdir(parents=True)
    mark.touch()
    for path in sorted(_ANSWERS.glob("*/*.py")):
        lesson, student = path.parent.name, path.stem
        notebook = filled(nbformat.read(demo.released(lesson), as_version=4), *answers(path.read_text("utf-8")))
        text = nbformat.writes(notebook)
        folder = demo.step("submitted", student, lesson)
        folder.mkdir(parents=True)
        kept = text[: int(len(text) * _BROKEN_OFF.get(student, 1))]
        (folder / f"{lesson}.ipynb").write_text(kept, encoding="utf-8")
    return tuple(sorted(path.name for path in _ANSWERS.iterdir() if path.is_dir()))


def answers(source: str) -> tuple[dict[str, str], str]:
    """Return a student's answers by function, and the written one (empty if there is none)."""
    lines = source.splitlines()
    body = ast.parse(source).body
    starts = [(node.name, node.lineno - 1) for node in body if isinstance(node, ast.FunctionDef)]
    ends = [*(start for _, start in starts), len(lines)][1:]
    found = {name: "\n".join(lines[start:end]).strip() for (name, start), end in zip(starts, ends, strict=True)}
    words = [
        node.value.value
        for node in body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "IN_WORDS"
        if isinstance(node.value, ast.Constant)
    ]
    return found, str(words[0]) if words else ""


def filled(lesson: NotebookNode, found: Mapping[str, str], words: str) -> NotebookNode:
    """Return a lesson with a student's answers written into its answer cells."""
    notebook: NotebookNode = copy.deepcopy(lesson)
    for cell in notebook.cells:
        if not is_solution(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        cell.source = found.get(name, cell.source) if cell.cell_type == "code" else words or cell.source
    return notebook
