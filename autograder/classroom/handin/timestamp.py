"""When something was handed in, as nbgrader's exchange writes it down beside the notebook.

Arrival      the time, or why it can't be read
arrival_of   a submission's path → its Arrival
"""

from dataclasses import dataclass
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.present.safe_text import plain

TIMESTAMP = "timestamp.txt"
_LONGEST = 200
_FORM = "2026-02-03 10:20:30 UTC"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a submission came: `time` as text in a form that nbgrader reads, None where nobody wrote it down.

    fault   for the instructor: why a time that was written down can't be read, or empty. It counts as in time then
    """

    time: str | None = None
    fault: str = ""


def arrival_of(notebook: Path) -> Arrival:
    """Return when it was handed in."""
    path = notebook.with_name(TIMESTAMP)
    if not path.exists():
        return Arrival()
    text = ""
    try:
        if path.is_file() and path.stat().st_size <= _LONGEST:
            text = path.read_text(encoding="utf-8").strip()
            if text:
                parse_utc(text)
                return Arrival(text)
    except (OSError, ValueError, OverflowError, TypeError):
        pass
    told = f"{TIMESTAMP} says «{plain(text, 60)}»" if text else f"{TIMESTAMP} holds no text"
    return Arrival(None, f"When it was handed in can't be read: {told}, expected «{_FORM}». It counts as in time.")
