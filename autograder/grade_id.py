"""The name by which nbgrader knows a notebook's cell.

Offers: `grade_id_of`; `CHECK`, how the name of a check cell begins.
"""

from collections.abc import Mapping
from typing import Any

CHECK = "check-"


def grade_id_of(cell: Mapping[str, Any]) -> str:
    """Return a cell's grade_id; empty where it has none, or none that is a text."""
    name = cell["metadata"].get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else ""
