"""A file that is written whole or not at all.

Offers: `write_whole`.
"""

from pathlib import Path


def write_whole(to: Path, content: bytes) -> None:
    """Write a file; who is killed in between, or finds the disk full, leaves what was there before."""
    if to.exists() and not to.is_file():  # a pipe, a terminal
        to.write_bytes(content)
        return
    fresh = to.with_name(f".{to.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(to)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(to)) from error
