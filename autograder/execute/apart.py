"""Work on a student's bytes, done in a forked process under limits of memory and time; what it finds comes back as
JSON.

    apart      work → what it tells, as it tells it
    Overrun    the process took more than it may, or broke; what it told before still counts

Whatever hostile bytes do to a parser, a compiler or a message queue ends with that process.
"""

import contextvars
import gc
import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from autograder.execute.process import DONE, address_space, die_with_parent
from autograder.limits import APART, Apart

Tell = Callable[[Any], None]

_FULL = 94  # the status of one whose memory was not enough


class Overrun(Exception):
    """The process apart did not come to its end; the message says why, for the student."""


def apart(work: Callable[[Tell], None], limits: Apart = APART) -> Iterator[Any]:
    """Yield what `work` tells in a process of its own; raise Overrun where that took more than it may.

    `work` must catch what it can explain: an exception that leaves it is an Overrun too.
    """
    reader, writer = os.pipe()
    child = _forked()
    if child == 0:
        os.close(reader)
        _be_apart(work, limits, writer)
    os.close(writer)
    status: int | None = None
    try:
        with os.fdopen(reader, "rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield json.loads(line)
        _, status = os.waitpid(child, 0)
    finally:
        if status is None:  # the caller has stopped iterating
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if status != DONE << 8:
        raise Overrun(_why(status, limits))


def _forked() -> int:
    # From 3.12 on Python warns of a fork beside other threads, whose locks would stay locked: the child needs none.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        sys.stdout.flush()
        return os.fork()


def _why(status: int, limits: Apart) -> str:
    ended = os.waitstatus_to_exitcode(status)
    if ended == -signal.SIGXCPU:
        return f"reading it took more than {limits.cpu} s of processor time"
    if ended == -signal.SIGALRM:
        return f"it took more than {limits.wall:g} s over one step"
    # Where memory is refused, a library may abort; where the machine's memory is full, the system kills.
    if ended in (_FULL, -signal.SIGABRT, -signal.SIGKILL):
        return f"reading it took more than {limits.memory >> 20} MiB of memory"
    return f"its reader broke (it ended with {ended})"


def _be_apart(work: Callable[[Tell], None], limits: Apart, out: int) -> NoReturn:
    status = 1
    try:
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the terminal is the parent's to answer
        # The system ends it whatever it waits for, even a lock.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        _wake(limits)
        _limit(limits)
        gc.freeze()  # the parent's objects stay in shared pages

        def tell(what: Any) -> None:
            line = memoryview(json.dumps(what).encode() + b"\n")
            while line:
                line = line[os.write(out, line) :]
            _wake(limits)

        contextvars.Context().run(work, tell)  # in a context without the parent's event loop
        status = DONE
    except MemoryError:
        status = _FULL
    finally:
        os._exit(status)


def _wake(limits: Apart) -> None:
    """Have the system end this process so many seconds from now, lest it tells of a step before."""
    signal.setitimer(signal.ITIMER_REAL, limits.wall)


def _limit(limits: Apart) -> None:
    """Limit this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if taken := address_space():
        resource.setrlimit(resource.RLIMIT_AS, (taken + limits.memory,) * 2)
