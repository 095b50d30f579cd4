"""The warm process that kernels are forked from: it imports once what every kernel needs, then waits for orders.

An order comes over the inherited socket pair (there is no address to connect to): the absolute path of a kernel's home
and, attached, one end of that kernel's *lifeline*, a socket. Over the lifeline go back the child's pid with a pidfd
attached, the child's own «ready» or «failed», and at last how it ended. When the client closes its end of a lifeline,
that kernel is killed and its home removed. When it closes the order line, all kernels are, and the zygote ends: nothing
outlives the client.

The zygote learns only the path, and whether the notebook draws (a file `DRAWS` in the home): the first that does makes
it warm up for figures. The child reads the rest from its home (`LAUNCH`), so that no kernel finds another's seed in the
memory that it was forked with.

Run as `python -I -m autograder.execute.zygote FD`; or a command that grades forks it (one_import.py).
"""

import json
import os
import select
import shutil
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from autograder.execute.kernel_application import DRAWS, LAUNCH, application_class, prepared, shell
from autograder.execute.process import die_with_parent
from autograder.execute.warm_up import set_aside, warm_up, warm_up_figures

LONGEST_ORDER = 256
_NEVER_HERE = ("autograder.answer_key", "autograder.judge", "autograder.classroom")


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    pidfd: int
    lifeline: socket.socket
    home: Path


class _Zygote:
    """Forks a kernel for each order, and reaps those that end."""

    def __init__(self, orders: socket.socket, readable: list[str]) -> None:
        self._orders = orders
        self._readable = readable
        self._poll = select.poll()
        self._poll.register(orders, select.POLLIN)
        self._by_pidfd: dict[int, _Child] = {}
        self._by_lifeline: dict[int, _Child] = {}
        self._forsaken: set[int] = set()

    def serve(self) -> None:
        """Take orders until their line is closed; then kill every kernel and remove its home."""
        while True:
            for descriptor, event in self._poll.poll():
                if descriptor in self._by_pidfd:
                    self._bury(self._by_pidfd[descriptor])
                elif descriptor in self._by_lifeline:
                    self._poll.unregister(descriptor)
                    self._forsaken.add(self._by_lifeline[descriptor].pid)
                    self._kill(self._by_lifeline[descriptor])
                elif descriptor == self._orders.fileno() and not self._take(event):
                    for child in tuple(self._by_pidfd.values()):
                        self._kill(child)
                        self._bury(child)
                        _remove(child.home)  # the client can't: it is gone
                    return

    def _take(self, event: int) -> bool:
        """Take one order; False where there will be no more."""
        try:
            order, given, flags, _ = socket.recv_fds(self._orders, LONGEST_ORDER, 4)
        except OSError:
            return False
        ends = [socket.socket(fileno=descriptor) for descriptor in given]
        if not order and not ends and event & (select.POLLHUP | select.POLLERR):
            return False
        home = _home_of(order, flags)
        if home is None or len(ends) != 1:
            for end in ends:
                end.close()  # by which the client sees that its order was not understood
            return True
        self._fork(home, ends[0])
        return True

    def _fork(self, home: Path, lifeline: socket.socket) -> None:
        try:
            if (home / DRAWS).exists():
                warm_up_figures()
            pid = os.fork()
        except Exception as error:
            _say(lifeline, {"failed": f"no fork ({type(error).__name__}: {error})"[:1000]})
            lifeline.close()
            return
        if pid == 0:
            _be_kernel(home, lifeline, self._readable)
        child = _Child(pid, os.pidfd_open(pid), lifeline, home)
        self._by_pidfd[child.pidfd] = self._by_lifeline[lifeline.fileno()] = child
        self._poll.register(child.pidfd, select.POLLIN)
        self._poll.register(lifeline, 0)  # a hang-up alone
        _say(lifeline, {"pid": pid}, [child.pidfd])

    def _kill(self, child: _Child) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)

    def _bury(self, child: _Child) -> None:
        """Reap a child. Until then no other process can have its pid, nor its session's."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        _say(child.lifeline, {"ended": os.waitstatus_to_exitcode(status)})
        self._poll.unregister(child.pidfd)
        del self._by_pidfd[child.pidfd], self._by_lifeline[child.lifeline.fileno()]
        with suppress(KeyError):
            self._poll.unregister(child.lifeline)
        os.close(child.pidfd)
        child.lifeline.close()
        if child.pid in self._forsaken:
            self._forsaken.remove(child.pid)
            _remove_aside(child.home)


def _home_of(order: bytes, flags: int) -> Path | None:
    """Return the home that an order names; None where it is no order."""
    if flags & socket.MSG_TRUNC:
        return None
    try:
        home = Path(order.decode())
        return home if home.is_absolute() and (home / LAUNCH).is_file() else None
    except (UnicodeDecodeError, ValueError, OSError):
        return None


def _remove(home: Path) -> None:
    with suppress(OSError, RecursionError):
        shutil.rmtree(home, ignore_errors=True)


def _remove_aside(home: Path) -> None:
    """Remove a home in a process of its own: it may hold very many files, and others wait for their kernels."""
    with suppress(OSError):  # it can't fork: the home stays
        if (between := os.fork()) == 0:
            try:
                if os.fork() == 0:
                    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
                    _remove(home)
            finally:
                os._exit(0)
        os.waitpid(between, 0)


def _say(lifeline: socket.socket, what: dict[str, Any], descriptors: list[int] | None = None) -> None:
    with suppress(OSError):  # nobody listens any more; the hang-up comes next
        socket.send_fds(lifeline, [json.dumps(what).encode()], descriptors or [])


def _be_kernel(home: Path, lifeline: socket.socket, readable: list[str]) -> NoReturn:
    """Serve as one kernel, in its box; never return."""
    status = 1
    try:
        try:
            line = _stand_alone(lifeline)
            application = prepared(home, readable)
        except BaseException as error:  # SystemExit too: ipykernel raises it if it can't read its connection file
            _say(line, {"failed": f"{type(error).__name__}: {error}"[:1000]})
            raise
        _say(line, {"ready": True})
        line.close()
        application.start()
        status = 0
    finally:
        os._exit(status)


def _stand_alone(lifeline: socket.socket) -> socket.socket:
    """Leave the zygote's session and files; die with it. Return the lifeline, the one descriptor kept."""
    zygote = os.getppid()
    os.setsid()
    die_with_parent()
    if os.getppid() != zygote:
        os._exit(1)  # it died before we asked
    os.dup2(lifeline.fileno(), 3)
    lifeline.detach()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    os.set_inheritable(3, False)
    return socket.socket(fileno=3)


def expect_nothing_of_the_graders() -> None:
    """Exit if a module is here that no kernel may hold, or a second thread, which no fork would have."""
    here = [name for name in sys.modules if name.startswith(_NEVER_HERE)]
    threads = len(os.listdir("/proc/self/task"))
    if here or threads != 1:
        sys.exit(f"zygote: expected one thread and nothing of the grader's, found {threads} and {here}")


def serve(orders: socket.socket) -> None:
    """Take orders until their line is closed."""
    from autograder.execute.sandbox import readable

    application_class()
    shell()
    set_aside()
    _Zygote(orders, readable()).serve()


def main() -> None:
    """Warm up, check that nothing of the grader's is here, and serve."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    expect_nothing_of_the_graders()
    serve(orders)


if __name__ == "__main__":
    main()
