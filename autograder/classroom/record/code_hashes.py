"""Hashes of the code that made a result, by which it is known to be still true.

deciding   of the code that decides a verdict: the package without what draws, torch's version and, for a lesson that
           asks any of them, a course's own questions and key. Another hash means to grade again. A question's points
           are left out: a result can be given new ones without being graded again
drawing    of the code that draws. Another hash means to draw again
"""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import torch

from autograder import course_folder

_PACKAGE = Path(__file__).parents[2]
# Rooms that decide nothing: they draw verdicts, or lessons' figures.
_SHOWING = ("present", "figures")
# Found by their form: to parse every question's file would take a sixth of the time of torch's import.
_POINTS = re.compile(rb"\bpoints\s*=\s*\{[^{}]*\}")
_WORTH = re.compile(rb":[^,}]*")


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
    """Return a question's source with each criterion of `points={…}` worth 0."""
    return _POINTS.sub(lambda points: _WORTH.sub(b": 0", points[0]), source)
