"""Kernels by fork: this process's zygote, and each kernel that it forked.

Zygote       the warm process (zygote.py), and the socket over which it takes orders
Own          a zygote's process that this one forked itself (one_import.py)
Forked       one kernel, with the interface of subprocess.Popen
zygote       this process's zygote, started on first use and again where it died; `has_zygote`, whether there is one
share        have this process use a zygote that is there already
let_go       have a fork of this process close the sockets to its parent's zygotes
environment  what a zygote is started with
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO, Any

from autograder import course_folder

_LONGEST = 4096
_LONGEST_LOG = 1024 * 1024
_UNKNOWN_END = -signal.SIGKILL
_COMMAND = (sys.executable, "-I", "-B", "-m", "autograder.execute.zygote")
_PASSED_ON = ("HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME")


class Forked:
    """One kernel: a pidfd of its process, which can't come to mean another process, and its lifeline.

    pid         its number, for people; None until the zygote has said it
    returncode  how it ended: a status, or minus a signal; None while it runs
    ready       True once it can be talked to
    failure     why it did not start, or empty
    """

    stdin = stdout = stderr = None  # what jupyter_client closes of a Popen

    def __init__(self, lifeline: socket.socket) -> None:
        self._lifeline = lifeline
        self._pidfd: int | None = None
        self.pid: int | None = None
        self.returncode: int | None = None
        self.ready = False
        self.failure = ""

    def fileno(self) -> int:
        """Return the descriptor on which the zygote and the child send messages."""
        return self._lifeline.fileno()

    def listen(self) -> bool:
        """Wait for one message and take it in; False where no more will come."""
        try:
            said, descriptors, _, _ = socket.recv_fds(self._lifeline, _LONGEST, 1)
        except OSError:
            said, descriptors = b"", []
        if not said:
            for descriptor in descriptors:
                os.close(descriptor)
            return False
        match json.loads(said):
            case {"pid": int(pid)}:
                self.pid, self._pidfd = pid, descriptors[0]
            case {"ready": True}:
                self.ready = True
            case {"failed": str(why)}:
                self.failure = why
            case {"ended": int(code)}:
                self.returncode = code
                return False
        return True

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        while self.returncode is None and select.select([self._lifeline], [], [], 0)[0]:
            if not self.listen() and self.returncode is None:
                self.kill()  # the zygote is gone
                self.returncode = _UNKNOWN_END
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; return how. Raise TimeoutExpired as Popen does."""
        while self.poll() is None:
            if not select.select([self._lifeline], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal; nothing happens where it has ended."""
        if self._pidfd is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Let go of it: what still runs is killed."""
        self.kill()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None
        self._lifeline.close()
        if self.returncode is None:
            self.returncode = _UNKNOWN_END


@dataclass(frozen=True, slots=True)
class Own:
    """A process that this one forked, with the interface of subprocess.Popen."""

    pid: int

    def wait(self) -> int:
        """Wait until it has ended; return how."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Zygote:
    """The warm process, and the socket over which it takes orders: when that is closed, it ends with all its forks.

    It can be pickled for a process that is being started, which may then give orders too. It ends when no process holds
    the socket any more.
    """

    def __init__(
        self, orders: socket.socket, log: IO[bytes], process: "subprocess.Popen[bytes] | Own | None" = None
    ) -> None:
        self._orders = orders
        self._log = log
        self._process = process

    @classmethod
    def start(cls) -> "Zygote":
        """Start one. It may be given orders at once; it carries them out when it is warm, some seconds later."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        log = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the zygote)
        with theirs:
            process = subprocess.Popen(
                [*_COMMAND, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd="/",
                env=environment(),
                start_new_session=True,  # an interrupt at the terminal is for the grader
            )
        return cls(ours, log, process)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the socket and the log as multiprocessing pickles sockets."""
        return _handed_on, (self._orders, DupFd(self._log.fileno()))

    @property
    def pid(self) -> int | None:
        """The process's number; None where another process started it."""
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return not self._ends_within(0)

    def _ends_within(self, seconds: float) -> bool:
        line = select.poll()
        line.register(self._orders, 0)  # a hang-up alone
        return bool(line.poll(seconds * 1000))

    def fork(self, home: Path) -> Forked:
        """Order a kernel for the home at that absolute path; raise OSError where the zygote is gone."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._orders, [os.fsencode(home)], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return Forked(ours)

    def last_words(self) -> str:
        """Return the last line that it wrote before it failed."""
        if not self._ends_within(1):
            return "it did not take the order"
        lines = os.pread(self._log.fileno(), _LONGEST_LOG, 0).decode(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")

    def disown(self) -> None:
        """Close the socket to it, and wait for nothing."""
        self._orders.close()
        self._log.close()

    def close(self) -> None:
        """Let go of it: where no other process holds its socket, it ends, with every kernel that it forked."""
        self.disown()
        if self._process:
            self._process.wait()


def _handed_on(orders: socket.socket, log: Any) -> Zygote:
    return Zygote(orders, os.fdopen(log.detach(), "rb"))


def environment() -> dict[str, str]:
    """Return a zygote's environment: of the grader's own, only the course and where fonts are cached; one thread."""
    kept: dict[str, Any] = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    kept[course_folder.COURSE] = str(course_folder.at_work() or "")
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "MKL_NUM_THREADS"), "1")
    shown = {"PATH": os.defpath, "LANG": "C.UTF-8", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    return {**kept, **shown, **one_thread, "LC_ALL": "C.UTF-8"}


_STARTING = threading.Lock()


@cache
def _of(pid: int) -> list[Zygote]:
    """Return the list that holds the zygote of the process `pid`: a fork of this process starts its own."""
    return []


def share(started: Zygote) -> None:
    """Have this process use a zygote that is there already, as long as that runs."""
    with _STARTING:
        _of(os.getpid()).append(started)


def has_zygote() -> bool:
    """Tell whether this process has a zygote, which may have ended."""
    return bool(_of(os.getpid()))


def let_go(parent: int) -> None:
    """Close the inherited sockets to the zygotes of `parent`: a zygote ends when no process holds its socket."""
    for inherited in _of(parent):
        inherited.disown()


def zygote() -> Zygote:
    """Return this process's zygote; start one where there is none that runs."""
    with _STARTING:
        mine = _of(os.getpid())
        if not mine or not mine[-1].alive:
            for ended in mine:
                ended.close()
            mine[:] = [Zygote.start()]
        return mine[-1]
