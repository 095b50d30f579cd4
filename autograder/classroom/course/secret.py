"""A class's secret, and the seeds drawn from it.

class_secret   read it, or make it
seed_for       the seed of one student's inputs for one lesson

Each student gets inputs of their own, the same whenever their work is graded again. Without the secret nobody can
know them beforehand.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from autograder.errors import CourseError
from autograder.limits import SETTINGS
from autograder.whole_file import read_whole

_BYTES = 32


def class_secret(path: Path) -> bytes:
    """Return the secret at `path`; on first use make it there, readable by its owner alone.

    Raise CourseError if it can't be read or made, or is not a secret of ours.
    """
    try:
        secret = _read_or_made(path)
    except OSError as error:
        says = error.strerror or type(error).__name__
        raise CourseError(
            str(path), "the class's secret", says, "Make it a file that you may read, in a folder that you may write."
        ) from error
    if len(secret) < 2 * _BYTES or not secret.isascii():
        says = f"{len(secret)}" if secret.isascii() else "other bytes"
        raise CourseError(str(path), f"{2 * _BYTES} ASCII characters", says, "Put the class's own secret back.")
    return secret


def _read_or_made(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_BYTES))
            with suppress(FileExistsError):  # another grader was first: its secret holds
                os.link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    return read_whole(path, SETTINGS).strip()


def seed_for(secret: bytes, student: str, lesson: str) -> int:
    """Return the seed of a student's inputs: 48 bits of an HMAC-SHA256, so that JSON carries it exactly."""
    digest = hmac.new(secret, f"{student}\0{lesson}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:6], "big")
