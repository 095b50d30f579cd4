"""What a kernel's process takes while a cell runs, read from outside, so that nothing that runs inside can forge it.

    Usage   begun before the cell and ended after it

Linux shows it under /proc. On other systems nothing is seen, and so no evidence is doubted.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Self

from autograder.execute.submission import Spent

_FORGET_THE_PEAK = "5"  # proc(5), clear_refs: the largest resident size begins anew at what it is now


@dataclass(frozen=True, slots=True)
class Usage:
    """A process, and what it had taken when the watch began."""

    pid: int
    wall: float
    cpu: float
    largest: int

    @classmethod
    def begun(cls, pid: int | None) -> Self | None:
        """Begin; return None where there is no process, or this system shows nothing of it."""
        if pid is None:
            return None
        with suppress(OSError):
            Path(f"/proc/{pid}/clear_refs").write_text(_FORGET_THE_PEAK)
        try:
            return cls(pid, monotonic(), _cpu(pid), _largest(pid))
        except (OSError, LookupError, ValueError):
            return None

    def ended(self) -> Spent | None:
        """Return what the process has taken since; None if it has ended."""
        try:
            cpu, largest = _cpu(self.pid), _largest(self.pid)
        except (OSError, LookupError, ValueError):
            return None
        return Spent(monotonic() - self.wall, cpu - self.cpu, largest - self.largest)


def _cpu(pid: int) -> float:
    """Return CPU seconds of a process and of its children that have ended."""
    # The process's name stands in brackets, and may itself hold brackets.
    fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _largest(pid: int) -> int:
    """Return the largest resident size so far, in bytes."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024
