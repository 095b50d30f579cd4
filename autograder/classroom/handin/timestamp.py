"""When something was handed in, as nbgrader's exchange writes it down beside the notebook.

timestamp_of   a submission's path → its time as text, or None
"""

from pathlib import Path

from nbgrader.utils import parse_utc

TIMESTAMP = "timestamp.txt"
_LONGEST = 200


def timestamp_of(notebook: Path) -> str | None:
    """Return when it was handed in, where that was written down in a form that nbgrader reads."""
    path = notebook.with_name(TIMESTAMP)
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST:
            return None
        text = path.read_text(encoding="utf-8").strip()
        parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return None
    return text or None
