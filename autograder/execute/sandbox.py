"""A student's process in a box of its own, put up after the fork and before the student's first byte.

    confine     limits, no capabilities, Landlock: before the first thread, since Landlock holds the thread that calls
                it and those that this one starts
    deny_calls  seccomp on every thread: once the kernel's sockets are bound
    readable    what of this machine every kernel may read
    lacking     what a machine with Linux lacks for it, in a few words; empty where it can be enforced

Landlock is put up through sandlock, which confines a live process in under a millisecond. bubblewrap and sandlock's own
Sandbox start a new program: they could hold the zygote, but not give each of its children a box of its own. Neither
Landlock nor seccomp needs root or namespaces. Where we are root, the capabilities go first.
"""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from autograder import course_folder
from autograder.execute import seccomp
from autograder.execute.process import address_space
from autograder.limits import BOX
from autograder.versions import LEAST_LANDLOCK

_LONGEST_TRIAL = 60  # seconds
_PACKAGE = Path(__file__).resolve().parents[1]
# What of our own a kernel may read: the rooms on the student's side. The others stay unreadable wherever they lie.
_OPEN_ROOMS = ("__init__.py", "bench.py", "errors.py", "figures", "limits.py", "logbook.py", "notebook",
               "observe", "questions")  # fmt: skip
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/fonts", "/usr/share/zoneinfo", "/usr/local/share/fonts",
    "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip


def confine(read: Iterable[str], write: Iterable[str]) -> None:
    """Confine this process to those files and limits, for good. Raise where that fails, or threads run already."""
    import sandlock

    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(f"the box holds one thread and what it starts, found {threads}")
    _limit()
    _drop_capabilities()
    # TCP, signals and abstract sockets are the seccomp filter's too, so an older Landlock may go without.
    kinds = sandlock.Protection
    spare = [kinds.NET_TCP, kinds.FS_IOCTL_DEV, kinds.SIGNAL_SCOPE, kinds.ABSTRACT_UNIX_SOCKET_SCOPE]
    sandlock.confine(sandlock.Sandbox(fs_readable=list(read), fs_writable=list(write), allow_degraded=spare))


def deny_calls() -> None:
    """Take sockets, processes and other processes' affairs from every thread of this process, for good."""
    seccomp.install()


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, address_space() + BOX.memory),
        (resource.RLIMIT_CPU, BOX.cpu),
        (resource.RLIMIT_NOFILE, BOX.files),
        (resource.RLIMIT_FSIZE, BOX.file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _drop_capabilities() -> None:
    """Give up every capability: root's would reach past limits and owners."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be given up")


def readable() -> list[str]:
    """Return what every kernel may read: this Python, the system's libraries and fonts, our rooms on its side.

    Of the course that is none but its own questions. Where it, the key or the judge lies inside (an installed package
    does), it is left out.
    """
    course, own = course_folder.at_work(), course_folder.own(course_folder.QUESTIONS)
    hidden = [_PACKAGE] + [_PACKAGE.parent] * (_PACKAGE.parent / course_folder.CONFIG).is_file()
    hidden += [course.resolve()] if course else []
    roots = {Path(root).resolve() for root in (sys.prefix, sys.base_prefix, sys.base_exec_prefix, *_SYSTEM)}
    places = {place for root in roots if root.exists() for place in _without(root, hidden)}
    places |= {_PACKAGE / room for room in _OPEN_ROOMS if (_PACKAGE / room).exists()}
    return sorted(map(str, places | {own.resolve()} if own else places))


def _without(place: Path, hidden: list[Path]) -> list[Path]:
    """Return `place`, or what together makes up all of it but the hidden folders."""
    if place in hidden:
        return []
    if not any(other.is_relative_to(place) for other in hidden):
        return [place]
    return [kept for child in place.iterdir() if child.exists() for kept in _without(child.resolve(), hidden)]


def lacking() -> str:
    """Return what a machine with Linux lacks to hold a kernel in a box, found by trying; empty for nothing."""
    if not seccomp.available():
        return f"seccomp filters on {seccomp.ARCHITECTURE}"
    try:
        import sandlock
    except (ImportError, OSError):
        return "sandlock (run `make install`)"
    if sandlock.landlock_abi_version() < LEAST_LANDLOCK:
        return f"Landlock ABI {LEAST_LANDLOCK} (Linux 6.2 with Landlock switched on)"
    says = _tried()
    return f"a box that holds ({says})" if says else ""


@cache
def _tried() -> str:
    """Return what is to be said of a box that does not hold, in a line; empty where it holds. A process asks once.

    There is no way back out of a box, so another process tries it: a fork, or a program where threads would be missing
    in a fork.
    """
    if len(os.listdir("/proc/self/task")) == 1:
        return _said_in_a_fork()
    trial = f"from {__name__} import trial; print(trial())"
    ended = subprocess.run([sys.executable, "-I", "-c", trial], capture_output=True, text=True, timeout=_LONGEST_TRIAL)
    return (ended.stderr if ended.returncode else ended.stdout).strip().rpartition("\n")[2]


def _said_in_a_fork() -> str:
    reader, writer = os.pipe()
    if (pid := os.fork()) == 0:
        code = 1
        try:
            signal.alarm(_LONGEST_TRIAL)
            os.write(writer, trial().encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as said:
        told = said.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return told or (f"its trial ended with {ended}" if ended else "")


def trial() -> str:
    """Shut this process into a box and try what a box refuses; return what does not hold, empty where all does."""
    try:
        line, _ = os.pipe()
        confine(readable(), [os.devnull])
        deny_calls()
        for name, attempt in (
            ("a folder", lambda: os.listdir("/")),
            ("a socket", socket.socket),
            ("a process", lambda: os.fork() or os._exit(0)),
            ("a signal", lambda: os.kill(os.getppid(), 0)),
            ("a signal by a descriptor", lambda: fcntl.fcntl(line, fcntl.F_SETOWN, os.getppid())),
        ):
            try:
                attempt()
            except OSError:
                continue
            return f"{name} was not refused"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
