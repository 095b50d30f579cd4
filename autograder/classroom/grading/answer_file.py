"""From a path to the answers in it: a Python file's, or those of a notebook's answer cells.

open_file   a path → its text, and which answers it holds
Unreadable  a file that no answer could be read from

Nothing is run here.
"""

import ast
import codecs
import os
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import decode_source
from io import BytesIO
from pathlib import Path
from tokenize import detect_encoding
from typing import Any

from autograder.errors import AutograderError
from autograder.execute.one_file import File
from autograder.grade_id import grade_id_of
from autograder.limits import ANSWER
from autograder.parsing import parsed
from autograder.questions import lesson_of

NAME_ONE = "Name a Python file, a notebook, or a folder of them."
NOTEBOOK = ".ipynb"
# Encodings that hide code: what an editor shows is not what Python reads.
_RIDDLES = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that no answer could be read from, and why."""

    path: Path
    error: str


def open_file(path: Path, names: Collection[str]) -> File | Unreadable:
    """Read a file and find which of the functions of these names it defines."""
    if path.suffix == NOTEBOOK:
        return _open_notebook(path, names)
    try:
        if path.exists() and not path.is_file():
            return _refused(path, "a Python file", "something that is no file")
        if path.is_file() and path.stat().st_size > ANSWER:
            return _refused(path, f"at most {ANSWER >> 10} KiB", "more")
        source = _decoded(path.read_bytes())
        tree = parsed(source)
    except OSError as error:
        if not os.path.lexists(path) and (place := _place_of(str(path))):
            return _refused(path, "a file", "an exercise's name", f"Name where you wrote it: {place}.")
        return _refused(path, "a readable file", error.strerror or type(error).__name__)
    except UnicodeError as error:
        return _refused(path, "Python in UTF-8", str(error), "Save it as UTF-8.")
    except SyntaxError as error:
        found = error.msg.rstrip(".")
        return _refused(path, "Python", found, "Mend that line.", where=f"{path}:{error.lineno or 1}")
    except (RecursionError, MemoryError):
        return _refused(path, "Python", "it nested too deep to be read", "Break it up.")
    except ValueError as error:
        return _refused(path, "Python in UTF-8", f"{type(error).__name__}: {error}")
    return File(path, source, tuple(dict.fromkeys(name for name in _defined(tree) if name in names)))


def _refused(path: Path, expected: str, found: str, step: str = NAME_ONE, where: str = "") -> Unreadable:
    """Return a file that can't be read, and why, in the form of all our errors; `where` is the path by default."""
    return Unreadable(path, str(AutograderError(where or str(path), expected, found, step)))


def _decoded(content: bytes) -> str:
    """Return a file's text as Python reads it, with a byte order mark, any line ends, a `coding:` line.

    Raise UnicodeError for an unknown encoding, and for one that hides code.
    """
    try:
        name, _ = detect_encoding(BytesIO(content).readline)
        if codecs.lookup(name).name in _RIDDLES:
            raise UnicodeError("another encoding")
        return decode_source(content)
    except (SyntaxError, LookupError, ValueError):  # such as an encoding of bytes, not of text
        raise UnicodeError("another encoding") from None


def _place_of(name: str) -> str:
    """Return where an exercise of that name is written; empty if there is none."""
    lesson = lesson_of(name)
    return f"exercises/{lesson.folder}/{name}.py, or {lesson.folder}/{lesson.folder}{NOTEBOOK}" if lesson else ""


def _open_notebook(path: Path, names: Collection[str]) -> File | Unreadable:
    """Read a notebook: the cells that define an answer, and those that they need, in order."""
    # Imported here: nbformat takes a second.
    from autograder.classroom.handin import read as reading
    from autograder.execute.demonstrations import needed_by, without_magics

    if not os.path.isfile(path):
        found = "something that is no file" if os.path.exists(path) else "none"
        return _refused(path, "a notebook", found)
    try:
        cells = reading.read(path).cells
    except reading.NoNotebook as error:  # its words are for a file that was handed in, and name its student's folder
        return _refused(path, error.expected, error.found, error.next)
    except OSError as error:
        return _refused(path, "a readable file", error.strerror or type(error).__name__)
    code = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    answers = _by_grade_id(cells, names) or {place: tuple(_bound(cells[place].source, names)) for place in code}
    answering = [place for place in code if answers.get(place)]
    sources = [
        (f"{path.name}, code cell {code.index(place) + 1}", without_magics(cells[place].source))
        for place in needed_by(cells, answering)
    ]
    asked = dict.fromkeys(name for place in answering for name in answers[place])
    return File(path, "\n".join(cells[place].source for place in answering), tuple(asked), cells=tuple(sources))


def _by_grade_id(cells: Sequence[Any], names: Collection[str]) -> dict[int, tuple[str, ...]]:
    """Return the places of the lesson's answer cells, each with its question's name; none in any other notebook."""
    return {place: (name,) for place, name in enumerate(map(grade_id_of, cells)) if name in names}


def _bound(source: str, names: Collection[str]) -> Iterator[str]:
    """Yield which of these names a cell binds; if it is no Python, those whose `def` begins a line."""
    try:
        yield from (name for name in _defined(parsed(source)) if name in names)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        begun = [line.removeprefix("def ").split("(")[0] for line in source.splitlines() if line.startswith("def ")]
        yield from (name for name in begun if name in names)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module binds at its top level, also inside `if`, `try` and `with`."""
    waiting: deque[ast.AST] = deque([tree])  # not by recursion: what can be parsed may be nested deeper than calls
    while waiting:
        match node := waiting.popleft():
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
                continue  # what is bound within is its own
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name
        waiting.extend(ast.iter_child_nodes(node))
