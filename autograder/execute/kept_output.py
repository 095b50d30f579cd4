"""What is kept of the output of a run's cells: there are limits for each cell's text and displays, and for all
together.

Offers: `Kept`, `CUT`.
"""

from collections.abc import Mapping
from typing import Any

from autograder.limits import Limits

CUT = "\n[… the rest of this cell's output was cut …]\n"
_ENVELOPE = 200  # bytes that an output takes whatever it holds
_CONTAINER = 64  # and a list or an object
_TEXT, _DISPLAY = 0, 1
_KINDS = {
    "stream": _TEXT,
    "error": _TEXT,
    "display_data": _DISPLAY,
    "execute_result": _DISPLAY,
    "update_display_data": _DISPLAY,
}


class Kept:
    """Counts the bytes of output that are kept of one run."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._in_all = 0
        self.begin(check=False)

    def begin(self, *, check: bool) -> None:
        """Begin with the next cell. A check's displays have a limit of their own, and are not counted in the sum."""
        self._check = check
        self._cell = [0, 0]
        self._cut = [False, False]

    def takes(self, message: Mapping[str, Any]) -> bool:
        """Count a message; False where what it shows is beyond a limit."""
        kind = _KINDS.get(message["msg_type"])
        if kind is None:
            return True
        size = _size(message["content"]) + _ENVELOPE
        display = self._limits.check_bytes if self._check else self._limits.display_bytes
        within = self._cell[kind] + size <= (self._limits.stream_bytes, display)[kind]
        if self._cut[kind] or not within or not (self._check or self._in_all + size <= self._limits.kept_bytes):
            return False
        self._cell[kind] += size
        self._in_all += 0 if self._check else size
        return True

    @property
    def has_cut_displays(self) -> bool:
        """Whether a display of this cell was beyond its limit, and all after it are lost."""
        return self._cut[_DISPLAY]

    def cuts(self, message: Mapping[str, Any]) -> bool:
        """Cut the cell's output from this message on; True for the first such message of its kind."""
        kind = _KINDS[message["msg_type"]]
        first, self._cut[kind] = not self._cut[kind], True
        return first


def _size(content: Any) -> int:
    """Return about how many bytes a message's content takes, without writing it out as JSON."""
    match content:
        case str():
            return len(content)
        case dict():
            return _CONTAINER + sum(len(str(key)) + _size(value) for key, value in content.items())
        case list():
            return _CONTAINER + sum(_size(item) for item in content)
    return 8
