"""A file that is written whole or not at all.

Offers: `write_whole`, and `write_named` for a place that the user named; `naming`, which has what fails name a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def naming(to: Path) -> Iterator[None]:
    """Have what fails in a block name that file: a full disk names none, and of a copy the one that was read."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(to)) from error


def write_whole(to: Path, content: bytes) -> None:
    """Write a file; who is killed in between, or finds the disk full, leaves what was there before."""
    special = to.exists() and not to.is_file()  # a pipe, a terminal: nothing is there to be kept
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
    """Write a file where somebody asked for it: a link to a file is followed, `/dev/stdout` of a redirection too."""
    write_whole(to.resolve() if to.is_file() else to, content)
