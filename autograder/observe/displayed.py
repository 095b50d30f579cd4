"""What an answer may do to its notebook: it may display things, but not ask the reader for input or end the kernel.

Offers: `Displayed`.
"""

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from autograder.observe.outbox import shell_at_work


class Displayed:
    """Lets one call of an answer display what it displays: the first that displays anything. Of others it counts them.

    A check makes some twenty calls, and a figure takes longer than any of them. `input` is refused, as it is where a
    class is graded: it would ask once a call. IPython's `exit` ends the call, as Python's does, and not the kernel.

    call    the first call that displayed something; 0 while none did
    others  how many calls did besides
    """

    def __init__(self, most: int) -> None:
        self.call = self.others = 0
        self._most = most
        self._draws = 0  # the call whose figures matplotlib may show at its cell's end

    @contextlib.contextmanager
    def of_call(self, number: int) -> Iterator[None]:
        """Watch one call. Of call 0, which means all timed ones, nothing is shown. Without a notebook, do nothing."""
        shell = shell_at_work()
        formatter = getattr(shell, "display_formatter", None)
        if formatter is None:
            yield
            return
        format_, shown = formatter.format, 0

        def once(*things: Any, **named: Any) -> Any:
            nonlocal shown
            shown += 1
            self.call = self.call or number
            # What has no form is not displayed.
            return format_(*things, **named) if 0 < self.call == number and shown <= self._most else ({}, {})

        formatter.format = once
        open_before = _figures()
        try:
            with _unasked(getattr(shell, "kernel", None)), _unended(shell):
                yield
        finally:
            formatter.format = format_
            self.others += shown > 0 and self.call != number != 0
            if left := _figures() - open_before:
                self._draws = self._draws or number
                if self._draws != number or not number:
                    _close(left)

    def told(self) -> str:
        """Return a line that says which call's displays are shown; empty if no other call displayed anything."""
        if not self.others:
            return ""
        more = "one more call" if self.others == 1 else f"{self.others} more calls"
        return f"Above stands what call {self.call} displayed; {more} displayed something too."


def _figures() -> set[int]:
    """Return the numbers of matplotlib's open figures; its notebook backend shows each of them at its cell's end."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def _close(figures: set[int]) -> None:
    for figure in figures:
        sys.modules["matplotlib.pyplot"].close(figure)


@contextlib.contextmanager
def _unasked(kernel: Any) -> Iterator[None]:
    """Make `input` fail in a block, as it does where a class is graded."""
    asks = getattr(kernel, "_allow_stdin", None)
    if asks is None:
        yield
        return
    kernel._allow_stdin = False
    try:
        yield
    finally:
        kernel._allow_stdin = asks


@contextlib.contextmanager
def _unended(shell: Any) -> Iterator[None]:
    """Make IPython's `exit` and `quit` raise SystemExit in a block, as Python's do, and leave the kernel alive."""

    def leave() -> None:
        raise SystemExit

    shell.ask_exit = leave  # in place of its class's, until it is taken away
    try:
        yield
    finally:
        with contextlib.suppress(AttributeError):  # an answer may have done that
            del shell.ask_exit
