"""A kernel's folder, watched from outside: how many bytes and files it holds, deleted but open files too.

Without root there is no quota for a folder. So a thread of the supervisor's looks at it a few times a second; where it
holds too much, the kernel is ended and the folder goes with it.

Offers: `FolderWatch`, `too_much`.
"""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from autograder.limits import BOX, FOLDER, Folder

_BLOCK = 512  # bytes of st_blocks, whatever the disk's own are


class FolderWatch(threading.Thread):
    """Looks at the folder of the process `pid` until it is stopped; calls `over` once where it holds too much."""

    def __init__(self, home: Path, pid: int | None, over: Callable[[str], None], limits: Folder = FOLDER) -> None:
        super().__init__(daemon=True, name="folder watch")
        self._home = home
        self._pid = pid
        self._over = over
        self._limits = limits
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look at regular intervals."""
        while not self._stopped.wait(self._limits.pause):
            told = too_much(self._home, self._pid, self._limits)
            if told and not self._stopped.is_set():
                self._over(told)
                return

    def stop(self) -> None:
        """Stop looking."""
        self._stopped.set()
        if self.is_alive():
            self.join()


def too_much(home: Path, pid: int | None, limits: Folder = FOLDER) -> str:
    """Say what a kernel's folder holds too much of; empty where all is well. Counting ends at the limits."""
    size = names = 0
    try:
        for each in (*_named(home, limits), *(_nameless(pid) if pid else ())):
            size, names = size + each, names + 1
    except _Hidden as error:
        return str(error)
    if size > limits.size:
        return f"its folder held more than {limits.size >> 20} MiB"
    return f"its folder held more than {limits.names} files" if names > limits.names else ""


class _Hidden(Exception):
    """Something in the folder can't be counted."""


def _named(home: Path, limits: Folder) -> Iterator[int]:
    """Yield the bytes that each name below a folder takes on disk; stop one name beyond the limit."""
    waiting, left = [str(home)], limits.names + 1
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):
                        about = entry.stat(follow_symlinks=False)
                        yield about.st_blocks * _BLOCK
                        if (left := left - 1) == 0:
                            return
                        if stat.S_ISDIR(about.st_mode):
                            waiting.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            pass  # it was removed meanwhile
        except OSError as error:
            raise _Hidden(f"its folder held one that nobody can look into ({error.strerror})") from None


def _nameless(pid: int) -> Iterator[int]:
    """Yield the bytes of each file that a process holds open or mapped, and that has no name any more."""
    seen = set()
    with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as entries:
        for entry in entries:
            with suppress(OSError):
                about = entry.stat()
                if stat.S_ISREG(about.st_mode) and about.st_nlink == 0 and about.st_ino not in seen:
                    seen.add(about.st_ino)
                    yield about.st_blocks * _BLOCK
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/maps").read_text(errors="replace").splitlines():
            # Its size can't be read: the largest that a file may have is taken. Shared memory is no file of the
            # folder's.
            if line.endswith(" (deleted)") and not line.split(maxsplit=5)[-1].startswith(("/dev/", "/memfd:", "/SYSV")):
                number = int(line.split(maxsplit=5)[4])
                if number not in seen:
                    seen.add(number)
                    yield BOX.file_size
