"""A file that is written whole or not at all, and read whole or not at all.

read_whole    read one, within a limit
write_whole   write one
write_named   write one where the user asked for it
naming        let an OSError name the file that could not be written
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.limits import READ


def read_whole(path: Path, most: int = READ) -> bytes:
    """Return a file's bytes; raise OSError where it is none, or has more than `most`.

    A pipe in a file's place would hold its reader up, and a device might never end. What is read is what was asked
    about: a file that another takes the place of, or that grows meanwhile, slips through no look at its name.
    """
    with open(path, "rb", buffering=0, opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "something that is no file", str(path))
        found = bytearray()
        while len(found) <= most and (more := file.read(min(most + 1 - len(found), _AT_ONCE))):
            found += more
    if len(found) > most:
        raise OSError(errno.EFBIG, f"more than {most} bytes", str(path))
    return bytes(found)


_AT_ONCE = 1 << 20


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))


@contextmanager
def naming(to: Path) -> Iterator[None]:
    """Let an OSError in the block name the file `to`: a full disk names none, and a copy names the one it reads."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(to)) from error


def write_whole(to: Path, content: bytes) -> None:
    """Write a file; if that fails halfway, what was there before stays. A link or a pipe in its place is replaced."""
    fresh = to.with_name(f".{to.name}.new")
    with naming(to):
        try:
            fresh.write_bytes(content)
            fresh.replace(to)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise


def write_named(to: Path, content: bytes) -> None:
    """Write a file where the user asked for it: a link to a file is followed, as `/dev/stdout` is if redirected.

    A pipe or a terminal is written into: nothing there can be replaced.
    """
    if to.exists() and not to.is_file():
        with naming(to):
            to.write_bytes(content)
    else:
        write_whole(to.resolve() if to.is_file() else to, content)
