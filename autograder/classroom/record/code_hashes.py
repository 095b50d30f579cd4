"""Hashes of the code that made a result, by which it is known to be still true.

deciding   of the code that decides a verdict: the package without what draws, torch's version and, for a lesson that
           asks any of them, a course's own questions and key. Another hash means to grade again. A question's points
           are left out: a result can be given new ones without being graded again
drawing    of the code that draws. Another hash means to draw again
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import torch

from autograder import course_folder

_PACKAGE = Path(__file__).parents[2]
# Rooms that decide nothing: they draw verdicts, or lessons' figures.
_SHOWING = ("present", "figures")


@cache
def deciding(own: bool) -> str:
    """Return a hash of the code that decides a verdict, and of torch's version; `own`: of the course's own code too."""
    rooms = [path for path in _PACKAGE.iterdir() if path.name not in _SHOWING]
    names = (course_folder.QUESTIONS, course_folder.KEY) if own else ()
    return _hash([*rooms, *filter(None, map(course_folder.own, names))], torch.__version__)


@cache
def drawing() -> str:
    """Return a hash of the code and the templates that draw."""
    return _hash((_PACKAGE / room for room in _SHOWING), "")


def _hash(places: Iterable[Path], first: str) -> str:
    found = sha256(first.encode())
    for place in sorted(places):
        for path in sorted((place, *place.rglob("*"))):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                if place.name == course_folder.QUESTIONS and path.suffix == ".py":
                    content = without_points(content)
                found.update(f"{place.name}/{path.relative_to(place)}\0".encode() + content)
    return found.hexdigest()


def without_points(source: bytes) -> bytes:
    """Return a question's source with each criterion of `points={…}` worth 0; as it is if it can't be parsed."""
    if b"points" not in source:
        return source
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    begins = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for line, column, end_line, end_column in sorted(_worths(tree), reverse=True):  # from the end: places before stay
        source = source[: begins[line - 1] + column] + b"0" + source[begins[end_line - 1] + end_column :]
    return source


def _worths(tree: ast.Module) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each criterion's points stand: line and column, in bytes, of their beginning and of their end."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "points" and isinstance(node.value, ast.Dict):
            for worth in node.value.values:
                assert worth.end_lineno is not None
                assert worth.end_col_offset is not None
                yield worth.lineno, worth.col_offset, worth.end_lineno, worth.end_col_offset
