"""Single keys from a terminal, as they are pressed; lines from anything else.

Offers: `pressed_at_once`, `pressed`.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_MOST = 64  # bytes that are read at a time


@contextmanager
def pressed_at_once() -> Iterator[int | None]:
    """Yield standard input's descriptor, on which keys arrive at once and are not echoed; None if it has none.

    Afterwards the terminal is as it was before, however the block ends.
    """
    try:
        source = sys.stdin.fileno()
    except (OSError, ValueError, AttributeError):
        yield None
        return
    if not os.isatty(source):
        yield source
        return
    import termios
    import tty

    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source)
        yield source
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)


def pressed(source: int) -> str | None:
    """Return the keys that wait to be read; None if no more will come."""
    try:
        got = os.read(source, _MOST)
    except OSError:  # the terminal is gone
        return None
    return got.decode(errors="replace").lower() if got else None
