"""The threads of an answer's process: which a meter follows, and which were there before.

Offers: `in_new_threads`, a context that each thread begun in it enters; `unfollowed`, whether other threads may work
for an answer.
"""

import contextlib
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

# Those that began in a context of `in_new_threads`; they stay in it for the rest of their lives.
_followed: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
# Packages whose threads can't be an answer's: a kernel's and its debugger's, a progress bar's, and ours.
_NOBODYS = (
    "IPython",
    "_pydevd_bundle",
    "autograder",
    "ipykernel",
    "jupyter_client",
    "pydevd",
    "tornado",
    "tqdm",
    "zmq",
)


@contextlib.contextmanager
def in_new_threads(make: Callable[[], contextlib.AbstractContextManager[Any]]) -> Iterator[None]:
    """Have every thread that starts inside the block run inside a context of its own."""
    start: Any = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]  # the one place all threads pass

    def started(thread: threading.Thread) -> None:
        _followed.add(thread)
        with make():
            start(thread)

    threading.Thread._bootstrap_inner = started  # type: ignore[attr-defined]
    try:
        yield
    finally:
        threading.Thread._bootstrap_inner = start  # type: ignore[attr-defined]


def unfollowed() -> bool:
    """Tell whether a thread that may work for an answer began where no meter follows it."""
    return any(map(_is_unfollowed, threading.enumerate()))


def _is_unfollowed(thread: threading.Thread) -> bool:
    if thread in (threading.main_thread(), threading.current_thread()) or thread in _followed:
        return False
    # A kernel's thread is of a class of its own, or runs a method of one of the kernel's objects.
    owner = getattr(getattr(thread, "_target", None), "__self__", None)
    return not any(type(each).__module__.partition(".")[0] in _NOBODYS for each in (thread, owner))
