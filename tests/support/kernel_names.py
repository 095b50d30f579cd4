"""The names that a notebook ended with, written to a file in its kernel and read again by a test.

write     write those that hold the notebook's own values or functions
names_in  read them again; the functions among them can be called
"""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import cloudpickle

_THE_SHELLS = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def write(names: Mapping[str, Any], path: str) -> None:
    """Write down the names that hold values or functions of the notebook's own, as far as they can be read again."""
    own = {
        name: value
        for name, value in names.items()
        if not name.startswith("_") and name not in _THE_SHELLS and not isinstance(value, ModuleType)
    }
    Path(path).write_bytes(cloudpickle.dumps({name: value for name, value in own.items() if _is_written(value)}))


def _is_written(value: object) -> bool:
    try:
        cloudpickle.dumps(value)
    except Exception:  # a widget, say, or a tensor with a graph: each kind raises an error of its own
        return False
    return True


def names_in(path: Path) -> dict[str, Any]:
    """Return the names that a notebook wrote down."""
    names: dict[str, Any] = cloudpickle.loads(path.read_bytes())
    return names
