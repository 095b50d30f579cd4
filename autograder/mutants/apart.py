"""Each answer is put to the oracle in a child of its own, with a time limit: a mutant may loop, exit or crash.

Offers: `asked_apart` (from a process that has started nothing else), `Batch`.
"""

import os
import resource
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from autograder.execute.process import die_with_parent
from autograder.mutants.meter import peak_of
from autograder.mutants.oracle import Oracle, Ruling, Sort
from autograder.questions import question as find_question

_SECONDS = 20  # of processor time that an answer may take
_PATIENCE = 8  # times as long on the wall: it may wait for a core


@dataclass(frozen=True, slots=True)
class Batch:
    """What the oracle is asked: the sources of answers to one question, the seed of its inputs, how many at a time."""

    question: str
    sources: tuple[str, ...]
    seed: int
    jobs: int


def asked_apart(batch: Batch) -> list[Ruling]:
    """Return what the oracle says of each source, in order."""
    question = find_question(batch.question)
    assert question is not None
    _be_quiet()
    if question.budget.weighs_peak:
        peak_of(lambda: None)  # torch's profiler takes seconds to begin, once
    oracle = Oracle.of(question, batch.seed)
    found: dict[int, Ruling] = {}
    running: list[_Child] = []
    waiting = _children(oracle, batch.sources)
    while True:
        while len(running) < batch.jobs and (child := next(waiting, None)):
            running.append(child)
        if not running:
            return [found[place] for place in range(len(batch.sources))]
        connection.wait([child.line for child in running], timeout=1.0)
        for child in [*running]:
            if (ruling := child.ended()) is not None:
                found[child.place] = ruling
                running.remove(child)


@dataclass(frozen=True, slots=True)
class _Child:
    place: int
    process: BaseProcess
    line: Connection
    begun: float

    def ended(self) -> Ruling | None:
        """Return what the oracle said, or how the child ended; None while it runs."""
        if self.line.poll():
            try:
                ruling: Ruling = self.line.recv()
            except EOFError:
                ruling = Ruling(Sort.BREAKS, "ended its process, or ran out of time")
        elif time.monotonic() - self.begun > _SECONDS * _PATIENCE:
            ruling = Ruling(Sort.CANT_TELL, "waited too long for a core")
        else:
            return None
        self.process.kill()
        self.process.join()
        self.line.close()
        return ruling


def _children(oracle: Oracle, sources: Sequence[str]) -> Iterator[_Child]:
    """Start a child for each source, when asked for the next one."""
    context = get_context("fork")
    for place, source in enumerate(sources):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_be_child, args=(oracle, source, theirs), daemon=True)
        process.start()
        theirs.close()
        yield _Child(place, process, ours, time.monotonic())


def _be_child(oracle: Oracle, source: str, line: Connection) -> None:
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    line.send(oracle.says(source))
    line.close()
    os._exit(0)


def _be_quiet() -> None:
    """Send what torch's profiler and the mutants print nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
