"""Which code made what is kept: one hash of what decides a verdict, another of what only shows it.

deciding   all of the package but what shows, and the torch that it stands on: another one means to grade again
drawing    what shows: another one means to draw again
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import torch

_PACKAGE = Path(__file__).parents[2]
# Rooms that see a verdict when it is made, or none at all.
_SHOWING = ("present", "figures")


@cache
def deciding() -> str:
    """Return a hash of the code that decides, and of torch's version."""
    rooms = (path for path in _PACKAGE.iterdir() if path.name not in _SHOWING)
    return _hash(rooms, torch.__version__)


@cache
def drawing() -> str:
    """Return a hash of the code and the templates that show."""
    return _hash((_PACKAGE / room for room in _SHOWING), "")


def _hash(places: Iterable[Path], first: str) -> str:
    found = sha256(first.encode())
    for path in sorted(path for place in places for path in (place, *place.rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(_PACKAGE)}\0".encode() + path.read_bytes())
    return found.hexdigest()
