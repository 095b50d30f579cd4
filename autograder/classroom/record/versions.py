"""Which code made what is kept: one hash of what decides a verdict, another of what only shows it.

deciding   all of the package but what shows, a course's own questions and key, and the torch that they stand on:
           another one means to grade again
drawing    what shows: another one means to draw again
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import torch

from autograder import course_folder

_PACKAGE = Path(__file__).parents[2]
# Rooms that see a verdict when it is made, or none at all.
_SHOWING = ("present", "figures")


@cache
def deciding() -> str:
    """Return a hash of the code that decides, and of torch's version."""
    rooms = [path for path in _PACKAGE.iterdir() if path.name not in _SHOWING]
    own = (course_folder.own(name) for name in (course_folder.QUESTIONS, course_folder.KEY))
    return _hash([*rooms, *(folder for folder in own if folder)], torch.__version__)


@cache
def drawing() -> str:
    """Return a hash of the code and the templates that show."""
    return _hash((_PACKAGE / room for room in _SHOWING), "")


def _hash(places: Iterable[Path], first: str) -> str:
    found = sha256(first.encode())
    for place in sorted(places):
        for path in sorted((place, *place.rglob("*"))):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{place.name}/{path.relative_to(place)}\0".encode() + path.read_bytes())
    return found.hexdigest()
