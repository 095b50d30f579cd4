"""The names that a notebook ended with, written down in its kernel and read again by a test.

write     the names that hold values or functions of the notebook's own
names_in  those names, read again; its functions among them can be called
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
    except Exception:  # a record of autograd, say, or a widget: each kind refuses in a way of its own
        return False
    return True


def names_in(path: Path) -> dict[str, Any]:
    """Return the names that a notebook wrote down."""
    names: dict[str, Any] = cloudpickle.loads(path.read_bytes())
    return names
