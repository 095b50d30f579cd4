"""Answers in Python files, each observed in a forked child of its own.

torch is imported and warmed up once. Then *runner* processes are forked, before anything of the key is imported; each
forks a child a file: what one answer leaves behind never reaches the next; a crash, an exit or a hang is that file's
alone. Children hand back evidence as JSON lines; nothing that they write is trusted further than that.

Offers: `observe_files`, `File`, `Seen`.
"""

import contextlib
import ctypes
import itertools
import json
import os
import resource
import selectors
import signal
import sys
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.execute.warm_up import settle
from autograder.observe import MAX_BYTES, sealed, to_json
from autograder.observe.evidence import Evidence, Observation, Raised
from autograder.observe.watch import observe
from autograder.questions import Question
from autograder.questions import question as find_question

SECONDS_A_FILE = 30.0
# Address space that a child may take beyond what the runner holds: a memory bomb ends in its own MemoryError.
_MEMORY = 4 * 1024**3
_FILE_SIZE = 64 * 1024**2
_MOST_PATIENCE = 20  # times its seconds that a file may wait for a core besides
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class File:
    """A file to look at, and the questions that it may answer."""

    path: Path
    source: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one question of one file: JSON data of unknown origin, or how the child ended.

    ended  Crashed, Exited, TimedOut; Unreached where an earlier answer of the file did that; Ours for a failure of ours
    """

    path: Path
    question: str
    evidence: Any = None
    ended: str = ""


def ended_evidence(question: Question, seed: int, ended: str) -> Evidence:
    """Return evidence that an answer ended the process: each call is said to have raised it."""
    error = Raised(ended, {"TimedOut": "its time was up", "Exited": "it left Python"}.get(ended, "Python died"))
    calls = question.calls(seed)
    return Evidence(question.name, seed, tuple(Observation(call.label, raised=error) for call in calls))


def observe_files(files: tuple[File, ...], seed: int, seconds: float = SECONDS_A_FILE, jobs: int = 0) -> Iterator[Seen]:
    """Observe every answer in files, in order, by `jobs` runners (0: one a core).

    `seconds` bounds each file; those that it waited for a core are not counted.
    The runners are forked before this returns: import nothing of the key earlier.
    """
    if not files:
        return iter(())
    _warm_up()
    jobs = min(jobs or os.cpu_count() or 1, len(files))
    runners = [_start(files[first::jobs], seed, seconds) for first in range(jobs)]
    # Turn by turn: while one waits for a slow file, the others work on.
    return (seen for turn in itertools.zip_longest(*runners, fillvalue=()) for group in turn for seen in group)


def _start(files: tuple[File, ...], seed: int, seconds: float) -> Iterator[tuple[Seen, ...]]:
    reader, writer = os.pipe()
    sys.stdout.flush()
    runner = os.fork()
    if runner == 0:
        os.close(reader)
        _run(files, seed, seconds, writer)
    os.close(writer)
    return _results(files, runner, reader)


def _results(files: tuple[File, ...], runner: int, reader: int) -> Iterator[tuple[Seen, ...]]:
    """Yield what a runner has seen, file by file; end the runner with the iterator."""
    try:
        with os.fdopen(reader, "rb") as lines:
            rows = (json.loads(line) for line in lines)
            for index, group in itertools.groupby(rows, key=lambda row: int(row["file"])):
                path = files[index].path
                yield tuple(Seen(path, row["question"], row["evidence"], row["ended"]) for row in group)
    finally:
        os.kill(runner, signal.SIGTERM)
        os.waitpid(runner, 0)


def _run(files: tuple[File, ...], seed: int, seconds: float, out: int) -> None:
    """Serve as the runner; never return."""
    status = 1
    try:
        _die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(out, "wb") as lines:
            for index, file in enumerate(files):
                for name, evidence, ended in _observe_file(file, seed, seconds):
                    row = {"file": index, "question": name, "evidence": evidence, "ended": ended}
                    lines.write(json.dumps(row).encode() + b"\n")
                    lines.flush()
        status = 0
    except BrokenPipeError:
        pass
    finally:
        os._exit(status)


def _warm_up() -> None:
    """Run every transform once: torch imports much on first use, and each child would pay for it."""
    sealed()
    settle()


def _observe_file(file: File, seed: int, seconds: float) -> Iterator[tuple[str, Any, str]]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_child(file, seed, seconds, writer)
    os.close(writer)
    seen: set[str] = set()
    running = ""
    begun = time.monotonic()
    lines = _lines(reader, lambda: seconds + _waited(child, seconds) - (time.monotonic() - begun))
    ended = "Crashed"
    for line in lines:
        if line is None:
            ended = "TimedOut"
            break
        data = _parsed(line)
        match data:
            case {"starts": str(name)}:
                running = name
            case {"broke": str(name)} if name in file.questions and name not in seen:
                seen.add(name)
                yield name, None, "Ours"
            case {"done": str(name), "evidence": evidence} if name in file.questions and name not in seen:
                seen.add(name)
                yield name, evidence, ""
    ended = _buried(child, ended)
    os.close(reader)
    # The question that was running takes the blame; those that were never reached were not seen.
    left = [name for name in file.questions if name not in seen]
    for name in left:
        if ended:
            yield name, None, ended if running in ("", name) else "Unreached"


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _waited(child: int, seconds: float) -> float:
    """Return the seconds that a child wanted to run and others had the cores: a busy machine takes none of its time."""
    try:
        delay = int(Path(f"/proc/{child}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, LookupError, ValueError):
        return 0.0  # no Linux, or one that doesn't count it
    return min(delay, _MOST_PATIENCE * seconds)


def _lines(reader: int, left: Callable[[], float]) -> Iterator[bytes | None]:
    """Yield whole lines until the end of the stream, or None once no seconds are left or too much has come."""
    waiting, total = b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ)
        while (patience := left()) > 0:
            if not selector.select(patience):
                continue
            got = os.read(reader, 1 << 16)
            total += len(got)
            if not got or total > 8 * MAX_BYTES:
                return
            *whole, waiting = (waiting + got).split(b"\n")
            yield from whole
    yield None


def _buried(child: int, ended: str) -> str:
    """Kill a child with all that it started; return how it ended, empty where it ended well."""
    if ended == "TimedOut":
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "TimedOut"  # where others kept us from looking at our clock, the kernel's stopped it
    if ended == "TimedOut" or not os.WIFEXITED(status):
        return ended
    return "" if os.WEXITSTATUS(status) == _DONE else "Exited"


_DONE = 93  # a status that no answer leaves with by accident


def _die_with_parent() -> None:
    """Have the kernel end this process with its parent (Linux; elsewhere an orphan ends by its CPU limit)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _be_child(file: File, seed: int, seconds: float, out: int) -> None:
    """Load the file and observe its answers; never return."""
    status = 1
    try:
        _die_with_parent()
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        taken = (
            int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            if sys.platform == "linux"
            else 0
        )
        if taken:
            resource.setrlimit(resource.RLIMIT_AS, (taken + _MEMORY, taken + _MEMORY))
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        os.environ.clear()
        os.environ.update(kept)
        _report(file, seed, out)
        status = _DONE
    finally:
        os._exit(status)


def _report(file: File, seed: int, out: int) -> None:
    loaded = _loaded(file)
    for name in file.questions:
        question = find_question(name)
        assert question is not None
        _write(out, {"starts": name})
        if isinstance(loaded, Raised):
            calls = question.calls(seed)
            evidence = Evidence(name, seed, tuple(Observation(call.label, raised=loaded) for call in calls))
        elif not callable(loaded.get(name)):
            missing = Raised("NameError", f"{name} is not defined")
            evidence = Evidence(
                name, seed, tuple(Observation(call.label, raised=missing) for call in question.calls(seed))
            )
        else:
            try:
                evidence = observe(question, loaded[name], seed)
            except Exception:  # the observer's own failure: the grade is withheld, and never a zero
                _write(out, {"broke": name})
                continue
        _write(out, {"done": name, "evidence": to_json(evidence)})


def _loaded(file: File) -> dict[str, Any] | Raised:
    from autograder.observe.capture import fresh_state, raised

    module = types.ModuleType("answer")
    module.__file__ = str(file.path)
    sys.modules["answer"] = module
    with fresh_state():
        try:
            exec(compile(file.source, str(file.path), "exec"), module.__dict__)
        except BaseException as error:
            return raised(error)
    return module.__dict__


def _write(out: int, data: Any) -> None:
    line = json.dumps(data).encode() + b"\n"
    while line:
        line = line[os.write(out, line) :]
