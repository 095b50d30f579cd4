"""From a file that somebody handed in to a Submission.

load         path, released lesson, seed → Submission; never fails over what is in the file
read         path → notebook, or Unreadable with a reason that its author understands
content_of   path → its bytes, or Unreadable
untouched    the released lesson, where there is nothing better
Unreadable   the file holds no notebook
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from nbformat.converter import convert

from autograder.classroom.course.released import Released
from autograder.classroom.handin.restore import restore
from autograder.errors import AutograderError
from autograder.execute import Submission

MOST_BYTES = 64 * 1024 * 1024
# No lesson is a tenth of it; more would only keep the grader busy.
MOST_CELLS = 2000
MOST_TEXT = 2 * 1024 * 1024


class Unreadable(AutograderError):
    """A file that holds no notebook; the message says what is wrong with it and what to do."""


def load(path: Path, lesson: Released, student: str, seed: int) -> Submission:
    """Read what a student handed in and put its locked cells back.

    Of a file that can't be read nothing is graded: its notebook is then the released one, and `unreadable` says why.
    """
    try:
        submitted = read(path)
    except Unreadable as error:
        return untouched(lesson, student, seed, str(error))
    notebook, notes = restore(submitted, lesson)
    others = sorted(other.name for other in path.parent.glob("*.ipynb") if other.name != path.name)
    if others:
        notes = (*notes, f"Besides {path.name} the folder holds {', '.join(others)}, which nobody read.")
    return _submission(notebook, lesson, student, seed, notes, None)


def untouched(lesson: Released, student: str, seed: int, unreadable: str) -> Submission:
    """Return the released lesson in a student's name, for one whose own notebook can't be used."""
    return _submission(restore(lesson.notebook, lesson)[0], lesson, student, seed, (), unreadable)


def _submission(
    notebook: NotebookNode, lesson: Released, student: str, seed: int, notes: tuple[str, ...], unreadable: str | None
) -> Submission:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    checks = {index: lesson.checks[name] for index, name in enumerate(ids) if name in lesson.checks}
    return Submission(student, lesson.lesson, notebook, checks, seed, notes, unreadable)


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path`: its cells' types, sources and metadata, and nothing else of it.

    Whatever version it has, it comes back as version 4. Raise Unreadable where it is no notebook.
    """
    data = _json(content_of(path), path.name)
    try:
        if data.get("nbformat") in (1, 2, 3):
            data = convert(NotebookNode(_nodes(data)), 4)
        notebook: NotebookNode = v4.new_notebook()
        notebook.cells = [_cell(cell) for cell in data["cells"]]
    except Exception as error:
        # Old formats are converted by code that expects well-formed ones: anything may be raised on others.
        raise Unreadable(
            path.name,
            "a notebook with a list of cells",
            f"JSON of another form ({type(error).__name__}: {error})"[:200],
            "Save the notebook in JupyterLab and hand it in again.",
        ) from error
    text = sum(len(cell.source) for cell in notebook.cells)
    if len(notebook.cells) > MOST_CELLS or text > MOST_TEXT:
        raise Unreadable(
            path.name,
            f"at most {MOST_CELLS} cells and {MOST_TEXT} characters of code and text",
            f"{len(notebook.cells)} cells and {text} characters",
            "Take out what is not yours and hand it in again.",
        )
    return notebook


def content_of(path: Path) -> bytes:
    """Return what stands in a file that was handed in, at `…/STUDENT/LESSON/` its name.

    Raise Unreadable where it is no file of the student's own, or too large; OSError where the grader may not read it.
    """
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    if path.exists() and not path.is_file():
        found = "a folder of that name" if path.is_dir() else "something that is no file"
        raise Unreadable(folder, f"a file {path.name}", found, "Hand in the notebook itself.")
    if not path.is_file():
        others = sorted(other.name for other in path.parent.glob("*") if other.is_file())
        raise Unreadable(folder, path.name, ", ".join(others) or "no file", f"Rename the one to grade to {path.name}.")
    # Unpacked from an archive, a link may lead to a solution, to another's answers or to a secret.
    if not path.resolve().is_relative_to(path.parents[1].resolve()):
        raise Unreadable(folder, f"a file {path.name}", "a link that leads elsewhere", "Hand in the file itself.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(
            path.name,
            f"at most {MOST_BYTES >> 20} MiB",
            f"{size >> 20} MiB",
            "Clear the outputs, save and hand it in again.",
        )
    return path.read_bytes()


def _json(content: bytes, name: str) -> dict[str, Any]:
    again = "Save the notebook in JupyterLab and hand it in again."
    if not content.strip():
        raise Unreadable(name, "a notebook", "an empty file", again)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found = f"a byte at position {error.start} that is not UTF-8"
        raise Unreadable(name, "a notebook, which is UTF-8 text", found, again) from error
    except json.JSONDecodeError as error:
        cut = not content.decode("utf-8-sig")[error.pos :].strip() or error.msg.startswith("Unterminated string")
        found = "a file that breaks off" if cut else "something else"
        raise Unreadable(name, "a notebook, which is JSON", f"{found} in line {error.lineno}", again) from error
    except RecursionError as error:
        raise Unreadable(name, "a notebook", "JSON nested without end", again) from error
    if not isinstance(data, dict):
        raise Unreadable(name, "a notebook, which is a JSON object", f"a JSON {type(data).__name__}", again)
    return data


def _nodes(value: Any) -> Any:
    """Return JSON data with NotebookNode for every object, as nbformat's converters expect it."""
    if isinstance(value, dict):
        return NotebookNode({key: _nodes(item) for key, item in value.items()})
    return [_nodes(item) for item in value] if isinstance(value, list) else value


def _cell(cell: Mapping[str, Any]) -> NotebookNode:
    """Build a cell anew from its type, source, id and grade_id: nothing else of it is of use."""
    source = cell.get("source", "")
    text = (source if isinstance(source, str) else "".join(source)).encode("utf-8", "replace").decode()
    # Valid by its making; nbformat's own functions hold each cell against their schema again.
    made = NotebookNode(id=str(cell.get("id") or ""), cell_type="raw", metadata=NotebookNode(), source=text)
    match cell["cell_type"]:
        case "code":
            made.update(cell_type="code", execution_count=None, outputs=[])
        case "markdown":
            made.cell_type = "markdown"
    nbgrader = (cell.get("metadata") or {}).get("nbgrader") or {}
    if isinstance(nbgrader.get("grade_id"), str):
        made.metadata["nbgrader"] = NotebookNode(grade_id=nbgrader["grade_id"])
    return made
