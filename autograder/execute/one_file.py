"""A Python file's answers, observed in a forked child of its own.

Whatever they do ends with the child. It hands back evidence as JSON lines, and holds no line but its own.

Offers: `observe_file`, `File`; `raised_throughout`, evidence of an answer that could not be called.
"""

import contextlib
import json
import linecache
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

from autograder.execute.process import DONE, address_space, die_with_parent
from autograder.limits import CHECKED
from autograder.observe import MAX_BYTES, to_json
from autograder.observe.evidence import Evidence, Observation, Raised
from autograder.observe.onlooker import Onlooker
from autograder.observe.raising import bounded
from autograder.observe.stopwatch import MOST_ROUNDS
from autograder.observe.watch import observe
from autograder.questions import Question
from autograder.questions import question as find_question
from autograder.questions.device import run_on

CPU = "cpu"
_KEPT = ("PATH", "LANG", "LC_ALL", "CUDA_VISIBLE_DEVICES")  # of the environment
# The longest line that is read from a child. JSON, once parsed, takes thirty times its length at worst.
_LINE = 2 * MAX_BYTES


@dataclass(frozen=True, slots=True)
class File:
    """A file to look at, and the questions that it may answer.

    cells    of a notebook, the cells to run: where each stands, and its source; none for a Python file
    seconds  the longest that it may take; time that it waits for a core is not counted
    rounds   the most rounds in which its answers are timed
    device   where its inputs are
    told     True: its author is told what its answers print, and their own lines on the way to an error
    """

    path: Path
    source: str
    questions: tuple[str, ...]
    seconds: float = CHECKED.seconds
    rounds: int = MOST_ROUNDS
    cells: tuple[tuple[str, str], ...] = ()
    device: str = CPU
    told: bool = False


def observe_file(file: File, seed: int) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield each question that a file may answer, its evidence, how it ended, and what else its author is told.

    The evidence, and what is told, are JSON data of unknown origin.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(file, seed, writer)
    os.close(writer)
    seen: set[str] = set()
    running = ""
    begun, seconds = time.monotonic(), file.seconds
    lines = _lines(reader, lambda: seconds + _waited(child, seconds) - (time.monotonic() - begun))
    ended = "Crashed"
    try:
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
                    yield name, None, "Ours", None
                case {"done": str(name), "evidence": evidence, "told": told} if (
                    name in file.questions and name not in seen
                ):
                    seen.add(name)
                    yield name, evidence, "", told
    except BaseException:  # the caller wants no more: see warm_observer.py
        _buried(child, "TimedOut")
        raise
    finally:
        os.close(reader)
    ended = _buried(child, ended)
    # The question that was running takes the blame; those after it were not reached.
    left = [name for name in file.questions if name not in seen]
    for name in left:
        if ended:
            yield name, None, ended if running in ("", name) else "Unreached", None


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _waited(child: int, seconds: float) -> float:
    """Return the seconds that a child waited for a core: a busy machine takes none of its time."""
    try:
        delay = int(Path(f"/proc/{child}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, LookupError, ValueError):
        return 0.0  # no Linux, or one that doesn't count it
    return min(delay, CHECKED.patience * seconds)


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
            if not got:
                return
            *whole, waiting = (waiting + got).split(b"\n")
            yield from whole
            if total > 8 * MAX_BYTES or len(waiting) > _LINE:
                break  # stop reading: the child would write for ever
    yield None


def _buried(child: int, ended: str) -> str:
    """Kill a child with all that it started; return how it ended, empty where it ended well."""
    if ended == "TimedOut":
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "TimedOut"  # where we came too late, the system's CPU limit stopped it
    if ended == "TimedOut" or not os.WIFEXITED(status):
        return ended
    return "" if os.WEXITSTATUS(status) == DONE else "Exited"


def _be_child(file: File, seed: int, out: int) -> None:
    """Load the file and observe its answers; never return."""
    status = 1
    try:
        die_with_parent()
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        _close_others(out)
        resource.setrlimit(resource.RLIMIT_CPU, (int(file.seconds) + 1, int(file.seconds) + 2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (CHECKED.file_size, CHECKED.file_size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        taken = address_space()
        if taken and file.device == CPU:  # a driver maps all of its device's memory
            resource.setrlimit(resource.RLIMIT_AS, (taken + CHECKED.memory, taken + CHECKED.memory))
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        os.environ.clear()
        os.environ.update(kept)
        _report(file, seed, out)
        status = DONE
    finally:
        os._exit(status)


def _close_others(kept: int) -> None:
    """Close what else the runner has open.

    Above all its pipe to the grader: through it an answer could speak for others.
    """
    os.closerange(3, kept)
    os.closerange(kept + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _report(file: File, seed: int, out: int) -> None:
    try:
        run_on(file.device)
        loaded = _loaded(file)
    except Exception:  # no answer has been called, and what the file itself raises is caught: the failure is ours
        for name in file.questions:
            _write(out, {"starts": name})
            _write(out, {"broke": name})
        return
    for name in file.questions:
        question = find_question(name)
        assert question is not None
        _write(out, {"starts": name})
        onlooker = Onlooker() if file.told else None
        if isinstance(loaded, Raised):
            evidence = raised_throughout(question, seed, loaded)
        elif not callable(loaded.get(name)):
            evidence = raised_throughout(question, seed, _missing(loaded, name))
        else:
            try:
                evidence = observe(question, loaded[name], seed, most_rounds=file.rounds, onlooker=onlooker)
            except Exception:  # the observer's own failure: the grade is withheld, and never a zero
                _write(out, {"broke": name})
                continue
        _write(out, {"done": name, "evidence": to_json(evidence), "told": _told(onlooker)})


def raised_throughout(question: Question, seed: int, error: Raised) -> Evidence:
    """Return evidence of an answer of which no call came to its end: each is said to have raised that error."""
    return Evidence(question.name, seed, tuple(Observation(call.label, raised=error) for call in question.calls(seed)))


def _missing(loaded: dict[str, Any], name: str) -> Raised:
    if name not in loaded:
        return Raised("NameError", f"{name} is not defined")
    return Raised("TypeError", f"{name} is no function: its type is {bounded(type(loaded[name]).__name__)}")


def _told(onlooker: Onlooker | None) -> Any:
    if onlooker is None:
        return None
    heard = onlooker.printed
    frames = [(Path(each.file).name, each.function, each.lineno, each.line.strip()) for each in onlooker.frames]
    printed = {"printed": heard.lines(), "call": heard.call, "others": heard.others}
    return printed | {"frames": frames, "error": onlooker.error}


def _loaded(file: File) -> dict[str, Any] | Raised:
    from autograder.observe.capture import fresh_state
    from autograder.observe.raising import raised

    module = types.ModuleType("answer")
    module.__file__ = str(file.path)
    sys.modules["answer"] = module
    # A cell that raises does not end a notebook: what other cells define may be there all the same.
    failed: Raised | None = None
    for where, source in file.cells or ((str(file.path), file.source),):
        if file.cells:  # an error's line is looked up by its file, and a cell has none
            linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
        with fresh_state():
            try:
                exec(compile(source, where, "exec"), module.__dict__)
            except BaseException as error:
                failed = raised(error)
    if failed and not (file.cells and all(name in module.__dict__ for name in file.questions)):
        return failed
    return module.__dict__


def _write(out: int, data: Any) -> None:
    line = json.dumps(data).encode() + b"\n"
    while line:
        line = line[os.write(out, line) :]
