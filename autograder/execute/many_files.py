"""Answers in Python files, each file observed in a forked child of its own, several at a time.

torch is imported and warmed up once. Then *runner* processes are forked, before anything of the key is imported. Each
takes the next file that is left and forks a child for it: nothing that one answer leaves behind reaches the next, and a
crash, an exit or a hang ends that file alone. What children hand back is JSON, and trusted no further.

Offers: `observe_files`, `ObservedAnswer`, `ended_evidence`.
"""

import json
import os
import selectors
import signal
import struct
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.execute.one_file import CPU, File, observe_file, raised_throughout
from autograder.execute.process import die_with_parent
from autograder.execute.warm_up import set_aside, settle
from autograder.observe import sealed
from autograder.observe.evidence import Evidence, Raised
from autograder.questions import Question

_PLACE = struct.Struct("=I")


@dataclass(frozen=True, slots=True)
class ObservedAnswer:
    """What came of one question of one file: JSON data of unknown origin, or how the child ended.

    ended  Crashed, Exited, TimedOut; Unreached where an earlier answer of the file did that; Ours for a failure of ours
    told   what else its author is told, JSON data of unknown origin too
    """

    path: Path
    question: str
    evidence: Any = None
    ended: str = ""
    told: Any = None


def ended_evidence(question: Question, seed: int, ended: str) -> Evidence:
    """Return evidence that an answer ended its process: each call is said to have raised that."""
    says = {"TimedOut": "its time was up", "Exited": "it left Python"}.get(ended, "Python died")
    return raised_throughout(question, seed, Raised(ended, says))


def observe_files(files: tuple[File, ...], seed: int, jobs: int = 0) -> Iterator[ObservedAnswer]:
    """Observe every answer in files, in order, by `jobs` runners (0: one a core).

    The runners are forked before this returns: import nothing of the key earlier.
    """
    if not files:
        return iter(())
    _warm_up({file.device for file in files})
    turns = _turns(len(files))
    runners = [_start(files, seed, turns) for _ in range(min(jobs or os.cpu_count() or 1, len(files)))]
    os.close(turns)
    return _in_order(files, runners)


def _turns(count: int) -> int:
    """Return a file that lists each place once: runners share its offset, and so each reads the next one left."""
    with tempfile.TemporaryFile() as turns:
        turns.write(b"".join(map(_PLACE.pack, range(count))))
        turns.seek(0)
        return os.dup(turns.fileno())


@dataclass(frozen=True, slots=True)
class _Runner:
    pid: int
    reader: int


def _start(files: tuple[File, ...], seed: int, turns: int) -> _Runner:
    reader, writer = os.pipe()
    sys.stdout.flush()
    runner = os.fork()
    if runner == 0:
        _run(files, seed, turns, writer)
    os.close(writer)
    return _Runner(runner, reader)


def _in_order(files: tuple[File, ...], runners: list[_Runner]) -> Iterator[ObservedAnswer]:
    """Yield what the runners have seen, file by file; end the runners with the iterator."""
    done: dict[int, list[ObservedAnswer]] = {}
    try:
        rows = _rows(runners)
        for place, file in enumerate(files):
            while place not in done and (row := next(rows, None)) is not None:
                path = files[row["file"]].path
                done[row["file"]] = [ObservedAnswer(path, *each) for each in row["seen"]]
            # A runner that died took its file with it; the failure is ours.
            yield from done.pop(place, [ObservedAnswer(file.path, name, None, "Ours") for name in file.questions])
    finally:
        for runner in runners:
            os.kill(runner.pid, signal.SIGTERM)
            os.waitpid(runner.pid, 0)
            os.close(runner.reader)


def _rows(runners: list[_Runner]) -> Iterator[Any]:
    """Yield what the runners write, in the order in which it comes: a line for each file."""
    waiting = dict.fromkeys((runner.reader for runner in runners), b"")
    with selectors.DefaultSelector() as selector:
        for reader in waiting:
            selector.register(reader, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                got = os.read(key.fd, 1 << 20)
                if not got:
                    selector.unregister(key.fd)
                *whole, waiting[key.fd] = (waiting[key.fd] + got).split(b"\n")
                yield from map(json.loads, whole)


def _run(files: tuple[File, ...], seed: int, turns: int, out: int) -> None:
    """Serve as the runner; never return."""
    status = 1
    try:
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(out, "wb") as lines:
            while turn := os.read(turns, _PLACE.size):
                (place,) = _PLACE.unpack(turn)
                row = {"file": place, "seen": list(observe_file(files[place], seed))}
                lines.write(json.dumps(row).encode() + b"\n")
                lines.flush()
        status = 0
    except BrokenPipeError:
        pass
    finally:
        os._exit(status)


def _warm_up(devices: set[str]) -> None:
    """Run every transform once: torch imports much on first use, which each child would do again."""
    sealed()
    if devices == {CPU}:
        settle()
    else:
        set_aside()
