"""A file that is written whole or not at all.

Offers: `write_whole`, and `write_named` for a place that the user named.
"""

from pathlib import Path


def write_whole(to: Path, content: bytes) -> None:
    """Write a file; who is killed in between, or finds the disk full, leaves what was there before."""
    special = to.exists() and not to.is_file()  # a pipe, a terminal: nothing is there to be kept
    fresh = to if special else to.with_name(f".{to.name}.new")
    try:
        fresh.write_bytes(content)
        if not special:
            fresh.replace(to)
    except OSError as error:
        if not special:
            fresh.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(to)) from error


def write_named(to: Path, content: bytes) -> None:
    """Write a file where somebody asked for it: a link to a file is followed, `/dev/stdout` of a redirection too."""
    write_whole(to.resolve() if to.is_file() else to, content)
