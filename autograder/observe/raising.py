"""What an answer raised, as plain data, and whose code it was that ran.

Offers: `raised` (an exception), `is_out_of_memory`, `Frame` and `frames_of` (an exception's way through an answer's own
lines), `is_between` (does code of ours run?), `theirs_beneath` (the answer's frame that called it), `bounded` (a text).
"""

import linecache
import re
import sysconfig
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import torch

from autograder import course_folder
from autograder.observe.evidence import Raised

_OURS = course_folder.ours()
_LIBRARIES = (str(Path(torch.__file__).parent), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), "<frozen")
_NOT_THEIRS = (*_OURS, *_LIBRARIES)
_LONGEST = 500


def raised(error: BaseException) -> Raised:
    """Return an exception as plain data, with the student's line nearest to it."""
    lineno = line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if not name.startswith(_NOT_THEIRS):
            lineno, line = number, bounded(linecache.getline(name, number).strip()) or None
    try:
        message = str(error)
    except Exception:
        message = "(its message can't be printed)"
    if is_out_of_memory(error):
        asked = re.search(r"allocate ([0-9]+) bytes", bounded(message))
        more = f"no room for another {int(asked[1]):,} bytes" if asked else "no memory was left"
        return Raised("MemoryError", more, lineno, line)
    return Raised(bounded(type(error).__name__), bounded(message), lineno, line)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether no memory was left: torch says so by errors of several types."""
    if type(error) is not RuntimeError:
        return isinstance(error, MemoryError | torch.OutOfMemoryError)
    said = error.args[0] if error.args else ""
    return type(said) is str and "can't allocate memory" in said


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of an answer's own that an error came through: in which file and function, its number and its text."""

    file: str
    function: str
    lineno: int
    line: str


def frames_of(error: BaseException, most: int) -> tuple[Frame, ...]:
    """Return an error's way through the answer's own lines, outermost first; of a long one the last of it."""
    walked = ((frame.f_code, number) for frame, number in traceback.walk_tb(error.__traceback__))
    theirs = [(code, number) for code, number in walked if not code.co_filename.startswith(_NOT_THEIRS)]
    return tuple(
        Frame(code.co_filename, bounded(code.co_name), number, bounded(linecache.getline(code.co_filename, number)))
        for code, number in theirs[-most:]
    )


def is_between(frame: FrameType | None) -> bool:
    """Tell whether the code that runs at a frame is ours, not an answer's or a library's that the answer called."""
    while frame is not None and frame.f_code.co_filename.startswith(_LIBRARIES):
        frame = frame.f_back
    # An `ask_…` function of ours has called the answer, which may be written in C: then the answer is what runs.
    return frame is not None and frame.f_code.co_filename.startswith(_OURS) and frame.f_code.co_name[:4] != "ask_"


def theirs_beneath(frame: FrameType | None) -> FrameType | None:
    """Return the answer's own frame that called what runs; None where it is not within an answer."""
    while frame is not None and frame.f_code.co_filename.startswith(_NOT_THEIRS):
        if frame.f_code.co_name[:4] == "ask_":
            return None
        frame = frame.f_back
    return frame


def bounded(text: object) -> str:
    """Return a text that is no longer than evidence carries, in characters that can be encoded; «?» for no text."""
    kind: Any = type(text)
    if not issubclass(kind, str):
        return "?"
    # A method of a str subclass may be the student's code; str's own is not. Cut first: it may be very long.
    own: Any = str
    plain: str = own.__getitem__(text, slice(0, _LONGEST))
    decoded: str = own.encode(plain, "utf-8", "replace").decode("utf-8")
    return decoded
