"""A file that is written whole or not at all.

write_whole   write one
write_named   write one where the user asked for it
naming        let an OSError name the file that could not be written
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def naming(to: Path) -> Iterator[None]:
    """Let an OSError in the block name the file `to`: a full disk names none, and a copy names the one it reads."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(to)) from error


def write_whole(to: Path, content: bytes) -> None:
    """Write a file; if that fails halfway, what was there before stays."""
    special = to.exists() and not to.is_file()  # a pipe, a terminal: nothing there can be replaced
    fresh = to if special else to.with_name(f".{to.name}.new")
    with naming(to):
        try:
            fresh.write_bytes(content)
            if not special:
                fresh.replace(to)
        except OSError:
            if not special:
                fresh.unlink(missing_ok=True)
            raise


def write_named(to: Path, content: bytes) -> None:
    """Write a file where the user asked for it: a link to a file is followed, as `/dev/stdout` is if redirected."""
    write_whole(to.resolve() if to.is_file() else to, content)
