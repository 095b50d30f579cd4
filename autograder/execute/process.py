"""This process, as the system holds it: what all that we fork needs.

DONE             the status that a child of ours leaves with once its work is done
die_with_parent  have this process end with the one that forked it
address_space    the bytes of address space that this process has taken so far
"""

import ctypes
import resource
import signal
import sys
from pathlib import Path

DONE = 93  # nothing leaves with it by accident
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the system end this process with its parent; raise OSError where Linux refuses.

    Elsewhere nothing does: an orphan ends by its CPU limit.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl refused the death signal")


def address_space() -> int:
    """Return the bytes of address space taken so far; 0 where the system doesn't say, as Linux alone does."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
