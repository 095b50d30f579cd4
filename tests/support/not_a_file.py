"""What may stand in a file's place, and is no file.

Offers: `KINDS`, and `put`.
"""

import os
from pathlib import Path

KINDS = ("a pipe", "a device", "a link to itself", "a folder")


def put(kind: str, path: Path) -> None:
    """Put one of KINDS there."""
    match kind:
        case "a pipe":
            os.mkfifo(path)
        case "a device":
            path.symlink_to("/dev/zero")
        case "a link to itself":
            path.symlink_to(path)
        case "a folder":
            path.mkdir()
