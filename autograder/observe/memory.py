"""A bound on the memory of a learner's answer: it ends in a MemoryError of its own before the machine begins to swap.

Offers: `bounded_memory`, a context. Linux has what it takes; elsewhere it bounds nothing.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from autograder.limits import Call

_TAKEN, _FREE = Path("/proc/self/status"), Path("/proc/meminfo")


@contextlib.contextmanager
def bounded_memory(limit: Call) -> Iterator[None]:
    """Bound this process's memory in a block: to what it has now, and what one call may take besides."""
    room = _room(limit)
    if room is None:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (room if before[0] < 0 else min(room, before[0]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _room(limit: Call) -> int | None:
    """Return the bytes that this process may have in all; None where the system doesn't say what there is."""
    try:
        taken, free = _kib(_TAKEN, "VmData"), _kib(_FREE, "MemAvailable")
    except (OSError, LookupError, ValueError):
        return None
    return 1024 * taken + min(limit.memory, int(limit.share * 1024 * free))


def _kib(book: Path, name: str) -> int:
    lines = dict(line.split(":", 1) for line in book.read_text().splitlines() if ":" in line)
    return int(lines[name].split()[0])
