"""Which worker runs a test, and in which order: for `pytest -n`, and harmless without it.

A file's tests stay together, since they share fixtures. Those of a file marked `apart` share none and go where there is
room. What takes long begins first, so that no worker is left with it at the end.
"""

import os
from pathlib import Path

import pytest

# One thread a worker, and a process that a test starts: torch would take all cores for each.
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

TESTS = Path(__file__).parent
# What takes a worker a minute or so, longest first; folders and files.
LONGEST = (
    "classroom/test_both_ways.py",
    "classroom/test_traps.py",
    "lessons/test_papermill.py",
    "execute/test_keeps_going.py",
    "classroom",
    "browser",
    "lessons",
    "execute",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.iter_markers("apart")) and not any(item.iter_markers("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    place = item.path.relative_to(TESTS).as_posix()
    return next((turn for turn, start in enumerate(LONGEST) if place.startswith(start)), len(LONGEST))
