"""One import of torch for a whole grading command: its zygote is forked after it, and the command goes on with it.

    begin_anew   replace this process by a clean one; how the command was called waits in a file without a name
    go_on        there: warm up, fork the zygote, and only then read how the command was called
    leave        end that process at once

A kernel can read all the memory that it was forked with. So when the zygote is forked, its process holds nothing of the
grader's environment, arguments or settings, and has imported nothing of the key: no more than a zygote has that is
started as a program of its own.
"""

import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, NoReturn

from autograder.execute.forks import Own, Zygote, environment, has_zygote, share

_STREAMS = ("stdout", "stderr")


def begin_anew(code: str) -> None:
    """Replace this process by a clean one that runs `code`, which calls `go_on`; never return.

    Return only where that gains nothing: this process has a zygote already, or has imported torch.
    """
    if has_zygote() or "torch" in sys.modules or sys.platform != "linux":
        return
    with tempfile.TemporaryFile() as launch:
        launch.write(json.dumps(_called_with()).encode())
        launch.flush()
        os.set_inheritable(launch.fileno(), True)
        for name in _STREAMS:
            getattr(sys, name).flush()
        flags = ["-I", *(["-B"] if sys.dont_write_bytecode else []), *(f"-W{each}" for each in sys.warnoptions)]
        words = [sys.executable, *flags, "-c", code, str(launch.fileno())]
        os.execve(sys.executable, words, environment())


def _called_with() -> dict[str, Any]:
    streams = {name: _settings(getattr(sys, name)) for name in _STREAMS}
    return {"environment": dict(os.environ), "argv": sys.argv, "path": sys.path, "streams": streams}


def _settings(stream: Any) -> dict[str, Any]:
    return {name: getattr(stream, name) for name in ("encoding", "errors", "line_buffering", "write_through")}


def go_on() -> None:
    """Warm up, fork the zygote, and take over the arguments, environment and streams of the command."""
    from autograder.execute.warm_up import warm_up
    from autograder.execute.zygote import expect_nothing_of_the_graders

    launch = int(sys.argv[1])
    log = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the zygote)
    with _written_to(log):
        warm_up()
    expect_nothing_of_the_graders()
    share(_forked(launch, log))
    with os.fdopen(launch) as written:
        written.seek(0)
        called = json.load(written)
    os.environ.clear()
    os.environ.update(called["environment"])
    tempfile.tempdir = None  # the caller's TMPDIR holds from here on
    time.tzset()
    sys.argv[:], sys.path[:] = called["argv"], called["path"]
    for name, settings in called["streams"].items():
        getattr(sys, name).reconfigure(**settings)


def leave(ended: Sequence[int]) -> None:
    """End this process at once with the last status in `ended`; do nothing where there is none.

    Registered to run last at exit: Python would free torch object by object, for a tenth of the time of its import.
    """
    if ended:
        with suppress(OSError):  # its reader has gone, and that has been reported
            sys.stdout.flush()
        os._exit(ended[-1])


@contextmanager
def _written_to(log: IO[bytes]) -> Iterator[None]:
    """Send what libraries write to stderr during their import to the zygote's log."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def _forked(launch: int, log: IO[bytes]) -> Zygote:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if (pid := os.fork()) == 0:
        os.close(launch)
        _be_zygote(theirs, log)
    theirs.close()
    return Zygote(ours, log, Own(pid))


def _be_zygote(orders: socket.socket, log: IO[bytes]) -> NoReturn:
    """Serve as the zygote, in a session and with files of its own; never return."""
    from autograder.execute import zygote

    try:
        os.setsid()  # an interrupt at the terminal is for the grader
        os.chdir("/")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream, where in enumerate((nowhere, nowhere, log.fileno())):
            os.dup2(where, stream)
        os.dup2(orders.fileno(), 3)
        orders.detach()
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        os.set_inheritable(3, False)
        zygote.serve(socket.socket(fileno=3))
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)
