"""What a call returned and nothing showed: in a loop, in a function, above a cell's last line, before a semicolon.

It is shown at the end of the cell, or of the program, that made the call; if the same call was made again, only the
last.

Offers: `until_seen` (show this later), `seen` (it has been shown).
"""

import atexit
import contextlib
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.observe.outbox import shell_at_work


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A thing to show, and the call that returned it: the function and its arguments."""

    thing: object
    call: tuple[object, ...]


def until_seen(thing: object, call: tuple[object, ...]) -> None:
    """Show a thing at the end of its cell, or at the program's end if there is no cell, unless it is shown before."""
    _waiting()[:] = [each for each in _waiting() if not _is_same(each.call, call)] + [_Waiting(thing, call)]
    shell = shell_at_work()
    if shell is None:
        _at_the_programs_end()
    else:
        shell.events.register("post_run_cell", _show_all)


def seen(thing: object) -> None:
    """Note that a thing is shown."""
    _waiting()[:] = [each for each in _waiting() if each.thing is not thing]


@cache
def _waiting() -> list[_Waiting]:
    """Return what waits to be shown."""
    return []


@cache
def _at_the_programs_end() -> None:
    atexit.register(_show_all)


def _is_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(mine is yours for mine, yours in zip(one, other, strict=True))


def _show_all(*_: Any) -> None:
    things = [each.thing for each in _waiting()]
    _waiting().clear()
    if shell_at_work() is None:
        with contextlib.suppress(OSError):  # nobody reads any more
            for thing in things:
                sys.displayhook(thing)  # as Python's prompt: characters that the terminal lacks are no failure
        return
    from IPython.display import display

    for thing in things:
        display(thing)  # type: ignore[no-untyped-call]  # IPython has no types here
