"""A process that stays warm and observes one Python file at a time, as often as it is asked, for `autograder watch`.

torch is imported once, here; then the *observer* is forked, before anything of the key is imported. For each order it
forks a *runner*, which observes the file in a child of its own, as `autograder check` does. A new order ends the run
before it: whoever saves a file again does not wait for an older version that hangs.

Offers: `WarmObserver`, `Run`.
"""

import json
import os
import select
import selectors
import signal
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

from autograder.execute.many_files import ObservedAnswer
from autograder.execute.one_file import File, observe_file
from autograder.execute.process import die_with_parent
from autograder.execute.warm_up import settle
from autograder.observe import sealed

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """The result of one order: its number, and what was seen of each question."""

    number: int
    seen: tuple[ObservedAnswer, ...]


class WarmObserver:
    """The connection to the observer: orders go out, runs come back. When it is closed, the observer and its runs end.

    A selector may wait on it: it is readable when part of a run has come.
    """

    def __init__(self, line: socket.socket, pid: int) -> None:
        self._line, self._pid, self._waiting = line, pid, b""
        self._number, self._asked = 0, File(Path(), "", ())

    @classmethod
    def start(cls) -> Self:
        """Warm up and fork the observer: import nothing of the key earlier."""
        sealed()
        settle()
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            ours.close()
            _be_observer(theirs)
        theirs.close()
        return cls(ours, pid)

    def fileno(self) -> int:
        """Return the descriptor on which runs come back."""
        return self._line.fileno()

    def begin(self, file: File, seed: int) -> int:
        """Order a run, which ends the one before it; return its number. Raise OSError if the observer is gone."""
        self._number, self._asked = self._number + 1, file
        order = {"number": self._number, "seed": seed, "file": asdict(file) | {"path": str(file.path)}}
        left = memoryview(json.dumps(order).encode() + b"\n")
        while left:  # read meanwhile: the observer may be sending the run before, and each would wait for the other
            readable, _, _ = select.select([self._line], [self._line], [])
            if readable:
                self._listen()
            else:
                left = left[self._line.send(left, socket.MSG_DONTWAIT) :]
        return self._number

    def take(self) -> Run | None:
        """Return the run that was ordered last once all of it has come, else None. Call when it is readable.

        Raise OSError if the observer is gone.
        """
        self._listen()
        *lines, self._waiting = self._waiting.split(b"\n")
        runs = [self._run(json.loads(line)) for line in lines]
        return next((run for run in runs if run.number == self._number), None)

    def _listen(self) -> None:
        got = self._line.recv(_CHUNK)
        if not got:
            raise ConnectionResetError("the observer is gone")
        self._waiting += got

    def _run(self, row: Any) -> Run:
        # The runner died before it said anything: the failure is ours.
        seen = row["seen"] or [(name, None, "Ours") for name in self._asked.questions]
        return Run(row["number"], tuple(ObservedAnswer(self._asked.path, *each) for each in seen))

    def close(self) -> None:
        """End the observer and what it runs."""
        self._line.close()
        os.waitpid(self._pid, 0)


@dataclass(slots=True)
class _Runner:
    number: int
    pid: int
    reader: int
    said: bytes = b""


def _be_observer(line: socket.socket) -> NoReturn:
    """Take orders until the line is closed; never return."""
    try:
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the terminal is the parent's to answer
        _serve(line)
    finally:
        os._exit(0)


def _serve(line: socket.socket) -> None:
    runner: _Runner | None = None
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        while True:
            ready = {key.fd for key, _ in selector.select()}
            if runner and runner.reader in ready:
                got = os.read(runner.reader, _CHUNK)
                runner.said += got
                if not got:
                    selector.unregister(runner.reader)
                    _bury(runner)
                    row = {"number": runner.number, "seen": json.loads(runner.said or b"[]")}
                    runner = None
                    line.sendall(json.dumps(row).encode() + b"\n")
            if line.fileno() in ready:
                got = line.recv(_CHUNK)
                *orders, waiting = (waiting + got).split(b"\n")
                if runner and (orders or not got):
                    selector.unregister(runner.reader)
                    _bury(runner)
                    runner = None
                if not got:
                    return
                if orders:
                    runner = _start(json.loads(orders[-1]))
                    selector.register(runner.reader, selectors.EVENT_READ)


def _bury(runner: _Runner) -> None:
    """End a runner, which ends its child first."""
    os.kill(runner.pid, signal.SIGTERM)
    os.waitpid(runner.pid, 0)
    os.close(runner.reader)


def _start(order: Any) -> _Runner:
    reader, writer = os.pipe()
    # SIGTERM waits until the runner handles it: a runner that it ended earlier would leave its child behind.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    pid = os.fork()
    if pid == 0:
        _run(order, writer)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.close(writer)
    return _Runner(order["number"], pid, reader)


def _run(order: Any, out: int) -> NoReturn:
    """Serve as the runner; never return."""
    try:
        die_with_parent()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        file = File(
            **order["file"] | {"path": Path(order["file"]["path"]), "questions": (*order["file"]["questions"],)}
        )
        said = json.dumps(list(observe_file(file, order["seed"]))).encode()
        while said:
            said = said[os.write(out, said) :]
    finally:
        os._exit(0)
