"""From a file that somebody handed in to a Submission.

load           path, released lesson, seed → Submission; never fails over what is in the file
submission_of  a restored notebook → Submission
read           path → notebook, or NoNotebook with a reason that its author understands
parsed         bytes → the same
content_of     path → its bytes, or NoNotebook
fingerprint    path → a hash of what would be graded, or why nothing would be
placed         path → where the notebook lies that is meant, or Misplaced
untouched      the released lesson, for a student whose own notebook can't be used
NoNotebook     the file holds no notebook
Misplaced      a person must say which file is meant
"""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from errno import EFBIG, EINVAL
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from nbformat.converter import convert

from autograder.classroom.course.released import Released
from autograder.classroom.handin.restore import is_one_of, restore
from autograder.classroom.handin.timestamp import OF_THE_EXCHANGE
from autograder.errors import AutograderError
from autograder.execute import Submission
from autograder.grade_id import grade_id_of
from autograder.limits import FILE, File
from autograder.present.safe_text import plain
from autograder.whole_file import read_whole

_AGAIN = "Save the notebook in JupyterLab and hand it in again."

_DEEPEST, _FEW = 4, 5  # folders within one another that are looked into; names that a message shows
_HEADINGS = 6  # the deepest level of a heading
_LESS = "Take out what is not yours and hand it in again."


class NoNotebook(AutograderError):
    """A file that holds no notebook; the message says what is wrong with it and what to do."""


class Misplaced(NoNotebook):
    """Something was handed in, under a name that does not say what it is: no grade is given, not even 0."""


def load(path: Path, lesson: Released, student: str, seed: int) -> Submission:
    """Read what a student handed in and put its locked cells back.

    A notebook under another name is read if its cells are the lesson's. If the file can't be read, nothing is graded:
    the notebook is then the released one, and `unreadable` says why.
    """
    try:
        place = placed(path, lesson)
        submitted = read(place)
    except NoNotebook as error:
        lost = untouched(lesson, student, seed, str(error))
        return replace(lost, misplaced=isinstance(error, Misplaced))
    notebook, notes = restore(submitted, lesson)
    if place != path:
        shown = plain(place.relative_to(path.parent).as_posix())
        notes = (*notes, f"It was handed in as «{shown}»; its cells are the lesson's.")
    others = sorted(other.name for other in path.parent.glob("*.ipynb") if other != place)
    if others:
        more = f" and {len(others) - _FEW} more" if len(others) > _FEW else ""
        shown = ", ".join(map(plain, others[:_FEW])) + more
        notes = (*notes, f"Besides {plain(place.name)} the folder holds {shown}, which nobody read.")
    return submission_of(notebook, lesson, student, seed, notes, None)


def placed(path: Path, lesson: Released) -> Path:
    """Return where the notebook lies that was handed in as `…/STUDENT/LESSON/LESSON.ipynb`.

    That is the path itself, or the only notebook in the folder or below whose cells are the lesson's. Raise Misplaced
    if there is something else, or more than one.
    """
    if path.exists() or path.is_symlink():
        return path
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    there = _files_below(path.parent)
    copies = [each for each in there if each.suffix.lower() == ".ipynb" and _is_copy(each, lesson)]
    if len(copies) == 1:
        return copies[0]
    if there:
        shown = ", ".join(plain(each.relative_to(path.parent).as_posix()) for each in (copies or there)[:_FEW])
        kinds = f"{len(copies)} copies of the lesson" if copies else "no copy of the lesson"
        which = any(each.suffix.lower() == ".ipynb" for each in there)
        do = (
            f"rename the one to grade to {path.name}" if which else f"ask for the notebook, put it there as {path.name}"
        )
        step = f"No grade is given: {do}, and grade again."
        raise Misplaced(folder, path.name, f"{kinds} but {shown}" if not copies else f"{kinds}, {shown}", step)
    return path


def _files_below(folder: Path) -> list[Path]:
    """Return the files in a folder and below, without links, hidden files and those that archives and nbgrader add."""
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        depth = len(Path(here).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")) and depth < _DEEPEST)
        for name in sorted(names):
            each = Path(here) / name
            if not name.startswith(".") and name not in OF_THE_EXCHANGE and each.is_file() and not each.is_symlink():
                found.append(each)
        if len(found) > FILE.others:
            return found[: FILE.others]
    return found


def _is_copy(path: Path, lesson: Released) -> bool:
    try:
        return is_one_of(read(path), lesson)
    except (NoNotebook, OSError):
        return False


def untouched(lesson: Released, student: str, seed: int, unreadable: str) -> Submission:
    """Return the released lesson in a student's name, since the student's own notebook can't be used."""
    return submission_of(restore(lesson.notebook, lesson)[0], lesson, student, seed, (), unreadable)


def submission_of(
    notebook: NotebookNode, lesson: Released, student: str, seed: int, notes: tuple[str, ...], unreadable: str | None
) -> Submission:
    """Return a Submission with a restored notebook, and with those of the lesson's checks that it holds."""
    ids = map(grade_id_of, notebook.cells)
    checks = {index: lesson.checks[name] for index, name in enumerate(ids) if name in lesson.checks}
    return Submission(student, lesson.lesson, notebook, checks, seed, notes, unreadable)


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path`, as nbformat 4: its cells' types, sources, ids and grade_ids, and nothing else.

    Raise NoNotebook if it is no notebook.
    """
    return parsed(content_of(path), path.name)


def parsed(content: bytes, name: str) -> NotebookNode:
    """Return the notebook that a file of that name holds; raise NoNotebook if it holds none."""
    data = _json(content, name)
    version = data.get("nbformat", 4)
    if isinstance(version, int) and version > 4:
        found = f"nbformat {version}" if version < 1000 else "one far beyond"
        raise NoNotebook(name, "a notebook of format 4 at most", found, f"Set your Jupyter to format 4. {_AGAIN}")
    if version in (1, 2, 3) and not isinstance(version, bool):
        data = _converted(data, name)
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise NoNotebook(name, "a notebook with a list of cells", "JSON of another form", _AGAIN)
    if wrong := [n for n, cell in enumerate(cells, 1) if not isinstance(cell, dict)]:
        found = f"something else in place of cell {wrong[0]}"
        raise NoNotebook(name, "a notebook with a list of cells", found, _AGAIN)
    notebook: NotebookNode = v4.new_notebook()
    notebook.cells = [_cell(cell) for cell in cells]
    _refuse_too_much(notebook, name, FILE)
    return notebook


def _converted(data: Mapping[str, Any], name: str) -> Any:
    """Return a notebook of an older format as one of format 4."""
    try:
        return convert(NotebookNode(_nodes(data)), 4)
    except MemoryError:
        raise
    except Exception as error:
        # nbformat's converters expect well-formed notebooks: on others they may raise anything.
        found = f"one of nbformat {data['nbformat']} that can't be read"
        raise NoNotebook(name, "a notebook with a list of cells", found, _AGAIN) from error


def _refuse_too_much(notebook: NotebookNode, name: str, most: File) -> None:
    text = sum(len(cell.source) for cell in notebook.cells)
    if len(notebook.cells) > most.cells or text > most.text:
        allowed = f"at most {most.cells} cells and {most.text} characters of code and text"
        raise NoNotebook(name, allowed, f"{len(notebook.cells)} cells and {text} characters", _LESS)
    code = [len(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    if sum(code) > most.code or max(code, default=0) > most.one_cell:
        allowed = f"at most {most.code} characters of code, and {most.one_cell} in a cell"
        raise NoNotebook(name, allowed, f"{sum(code)}, and {max(code)} in a cell", _LESS)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that was handed in, at `…/STUDENT/LESSON/NAME`.

    Raise NoNotebook if it is no file of the student's own, or too large; OSError if the grader may not read it.
    """
    path = path.absolute()  # so that a bare name has folders, too
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    if path.exists() and not path.is_file():
        found = "a folder of that name" if path.is_dir() else "something that is no file"
        raise NoNotebook(folder, f"a file {path.name}", found, "Hand in the notebook itself.")
    if not path.is_file():
        raise NoNotebook(folder, path.name, "no file", "Hand it in.")
    # A link from an unpacked archive may lead to a solution, to another's answers or to a secret.
    if not path.resolve().is_relative_to(path.parent.parent.resolve()):
        raise NoNotebook(folder, f"a file {path.name}", "a link that leads elsewhere", "Hand in the file itself.")
    size = path.stat().st_size
    if size > FILE.size:
        raise NoNotebook(
            path.name,
            f"at most {FILE.size >> 20} MiB",
            f"{size >> 20} MiB",
            "Clear the outputs, save and hand it in again.",
        )
    try:
        return read_whole(path, FILE.size)
    except OSError as error:
        if error.errno not in (EFBIG, EINVAL):
            raise
        found = "another while it was read"
        raise NoNotebook(path.name, "one and the same file", found, "Hand it in again, once it is whole.") from error


def fingerprint(path: Path) -> str:
    """Return a hash of what would be graded, or why nothing would be; it reads no more than grading does."""
    found = sha256()
    try:
        there = [path] if path.exists() or path.is_symlink() else _files_below(path.parent)
        for each in there or [path]:
            found.update(f"{each.relative_to(path.parent)}\0".encode("utf-8", "surrogateescape") + content_of(each))
    except (OSError, NoNotebook) as error:
        return str(error)
    return found.hexdigest()


def _json(content: bytes, name: str) -> dict[str, Any]:
    if not content.strip():
        raise NoNotebook(name, "a notebook", "an empty file", _AGAIN)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found = _kind(content) or f"a byte at position {error.start} that is not UTF-8"
        raise NoNotebook(name, "a notebook, which is UTF-8 text", found, _AGAIN) from error
    except json.JSONDecodeError as error:
        cut = not content.decode("utf-8-sig")[error.pos :].strip() or error.msg.startswith("Unterminated string")
        found = f"{'a file that breaks off' if cut else 'something else'} in line {error.lineno}"
        raise NoNotebook(name, "a notebook, which is JSON", _kind(content) or found, _AGAIN) from error
    except RecursionError as error:
        raise NoNotebook(name, "a notebook", "JSON nested without end", _AGAIN) from error
    except ValueError as error:
        raise NoNotebook(name, "a notebook", "a number with thousands of digits", _AGAIN) from error
    if not isinstance(data, dict):
        raise NoNotebook(name, "a notebook, which is a JSON object", "JSON of another kind", _AGAIN)
    return data


# How a file begins that is another kind of file under a notebook's name.
_KINDS = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF", b"<": "a web page"}


def _kind(content: bytes) -> str:
    return next((kind for begins, kind in _KINDS.items() if content.lstrip().startswith(begins)), "")


def _nodes(value: Any) -> Any:
    """Return JSON data with a NotebookNode for every object, as nbformat's converters expect it.

    They write as many «#» as a heading's level says: it is bounded here.
    """
    if isinstance(value, dict):
        made = NotebookNode({key: _nodes(item) for key, item in value.items()})
        if isinstance(level := made.get("level"), int):
            made["level"] = min(level, _HEADINGS)
        return made
    return [_nodes(item) for item in value] if isinstance(value, list) else value


def _cell(cell: Mapping[str, Any]) -> NotebookNode:
    """Build a fresh cell from a cell's type, source, id and grade_id; of pictures in it, that they are there."""
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace").decode()
    # Built by hand, and valid: nbformat's own functions would check each cell against their schema.
    name = cell.get("id")
    known = name if isinstance(name, str) and len(name) <= FILE.one_name else ""
    made = NotebookNode(id=known, cell_type="raw", metadata=NotebookNode(), source=text)
    match cell.get("cell_type"):
        case "code":
            made.update(cell_type="code", execution_count=None, outputs=[])
        case "markdown":
            made.cell_type = "markdown"
    about = cell.get("metadata")
    nbgrader = about.get("nbgrader") if isinstance(about, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if isinstance(grade_id, str) and len(grade_id) <= FILE.one_name:
        made.metadata["nbgrader"] = NotebookNode(grade_id=grade_id)
    if cell.get("attachments"):
        made.metadata["attached"] = True  # `restore` tells of it
    return made
