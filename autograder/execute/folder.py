"""A kernel's folder, watched from outside: what it may hold in bytes and names, files without a name too.

No quota of the system's holds a folder without root. So a thread of the supervisor's looks at it a few times a second,
and where it holds too much the kernel is ended, and with it all that it held.

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
    """Looks at the folder of the process `pid` until it is stopped; tells `over` once where it holds too much."""

    def __init__(self, home: Path, pid: int | None, over: Callable[[str], None], limits: Folder = FOLDER) -> None:
        super().__init__(daemon=True, name="folder watch")
        self._home = home
        self._pid = pid
        self._over = over
        self._limits = limits
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look again and again."""
        while not self._stopped.wait(self._limits.pause):
            told = too_much(self._home, self._pid, self._limits)
            if told and not self._stopped.is_set():
                self._over(told)
                return

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        if self.is_alive():
            self.join()


def too_much(home: Path, pid: int | None, limits: Folder = FOLDER) -> str:
    """Say what a kernel's folder holds too much of; empty where all is well. It looks no further than the limits."""
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
    """What lies in the folder can't be counted."""


def _named(home: Path, limits: Folder) -> Iterator[int]:
    """Yield what each name below a folder takes on the disk, for one name more than it may have at most."""
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
            pass  # it was there a moment ago
        except OSError as error:
            raise _Hidden(f"its folder held one that nobody can look into ({error.strerror})") from None


def _nameless(pid: int) -> Iterator[int]:
    """Yield what each file takes that a process holds open, or mapped, and that no name leads to any more."""
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
            # Its size is not told; a file has a largest one. Memory that is shared by name alone is the system's.
            if line.endswith(" (deleted)") and not line.split(maxsplit=5)[-1].startswith(("/dev/", "/memfd:", "/SYSV")):
                number = int(line.split(maxsplit=5)[4])
                if number not in seen:
                    seen.add(number)
                    yield BOX.file_size
