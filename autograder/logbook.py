"""A learner's progress: best points, hints given, mistakes made, first guesses, in a small JSON file.

It lies in the user's data folder. What can't be written is kept for as long as the process lives, and the learner is
told so.

Offers: `Progress`.
"""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import platformdirs

from autograder.whole_file import read_whole

FOLDER = "AUTOGRADER_DATA"  # environment variable: another folder for the file
_PATIENCE = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """The file at `path`; it need not exist yet. A file that can't be read is set aside, not overwritten."""

    path: Path

    @classmethod
    def at_home(cls) -> Self:
        """Return the progress of the user who runs this."""
        folder = os.environ.get(FOLDER) or platformdirs.user_data_dir("autograder", appauthor=False)
        return cls(Path(folder) / "progress.json")

    @property
    def unkept(self) -> str:
        """What a learner is told if the last change could not be written; empty if it was."""
        why = _held(self.path).why
        if not why:
            return ""
        return (
            f"Progress: expected a folder that can be written, found {self.path.parent}: {why}. Points and hints are"
            f" remembered until this session ends. Next: mend that, or set {FOLDER} to another folder."
        )

    @property
    def told(self) -> str:
        """What a learner is told of the file: that it can't be written, or could not be read; empty if all is well."""
        if self.unkept or not (_held(self.path).aside or self._written() is None):
            return self.unkept
        return (
            f"Progress: expected what was kept in {self.path}, found that it can't be read. It counts as empty, and is"
            f" kept as {self._aside.name} once something changes. Next: mend it, and put it back."
        )

    @property
    def _aside(self) -> Path:
        return self.path.with_suffix(".unreadable.json")

    def points(self, name: str) -> int | None:
        """Best points on an exercise so far; None before its first check."""
        return _count(self._entry(self._read(), name).get("points"))

    def hints(self, name: str) -> int:
        """How many hints were given on an exercise."""
        return _count(self._entry(self._read(), name).get("hints")) or 0

    def mistakes(self, name: str) -> dict[str, int]:
        """Return the mistakes that cards named on an exercise, and how often each."""
        made = self._entry(self._read(), name).get("mistakes")
        return {slug: times for slug, times in made.items() if _count(times)} if isinstance(made, dict) else {}

    def note_mistake(self, name: str, slug: str) -> int:
        """Count a mistake that a card names; return how often it was made."""
        with _alone(self.path):
            made = self.mistakes(name)
            times = made.get(slug, 0) + 1
            self._change(name, "mistakes", {**made, slug: times})
        return times

    def recalled(self, name: str) -> dict[str, int]:
        """Return the mistakes on an exercise whose remedy the learner has named since."""
        said = self._entry(self._read(), name).get("recalled")
        return dict(said) if isinstance(said, dict) else {}

    def note_recalled(self, name: str, slug: str) -> None:
        """Keep that the learner named a mistake's remedy."""
        with _alone(self.path):
            self._change(name, "recalled", {**self.recalled(name), slug: 1})

    def guesses(self) -> dict[str, bool]:
        """Return each prediction that was answered, and whether its first guess was right."""
        entries = {name: self._entry({name: entry}, name).get("guess") for name, entry in self._read().items()}
        return {name: right for name, right in entries.items() if isinstance(right, bool)}

    def note_guess(self, name: str, right: bool) -> None:
        """Keep a first guess; later ones know the answer."""
        with _alone(self.path):
            if name not in self.guesses():
                self._change(name, "guess", right)

    def note_points(self, name: str, points: int) -> None:
        """Keep points if they are the best so far."""
        with _alone(self.path):
            self._change(name, "points", max(points, self.points(name) or 0))

    def note_hint(self, name: str) -> None:
        """Count one more hint."""
        with _alone(self.path):
            self._change(name, "hints", self.hints(name) + 1)

    @staticmethod
    def _entry(data: dict[str, Any], name: str) -> dict[str, Any]:
        entry = data.get(name)
        return entry if isinstance(entry, dict) else {}

    def _read(self) -> dict[str, Any]:
        return (self._written() or {}) | _held(self.path).entries

    def _written(self) -> dict[str, Any] | None:
        """Return what the file holds, nothing if there is none; None if it can't be read."""
        try:
            data = json.loads(read_whole(self.path))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError):
            return None
        return data if isinstance(data, dict) else None

    def _change(self, name: str, what: str, value: int | dict[str, int]) -> None:
        data, held = self._read(), _held(self.path)
        data[name] = {**self._entry(data, name), what: value}
        try:
            self._write(data)
        except OSError as error:  # the card is shown all the same
            held.entries[name], held.why = data[name], error.strerror or type(error).__name__
        else:
            held.entries.clear()
            held.why = ""

    def _write(self, data: dict[str, Any]) -> None:
        if self._written() is None:
            with contextlib.suppress(OSError):
                self.path.replace(self._aside)
                _held(self.path).aside = True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Written next to it and moved into place: a full disk or a crash never leaves half a file.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".progress-")
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, indent=1, sort_keys=True)
            fresh.replace(self.path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise


def _count(value: Any) -> int | None:
    """Return a number of points or of times; None for what is none: a person may have written it."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other lessons' kernels from changing a file between a reading and a writing here: one would be lost.

    Where that can't be had, or takes too long, go on without: a card is not withheld for it.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):  # no such lock on Windows, or on this file system
            import fcntl

            path.parent.mkdir(parents=True, exist_ok=True)
            lock = held.enter_context(path.with_suffix(".lock").open("a"))
            end = time.monotonic() + _PATIENCE
            while time.monotonic() < end:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                time.sleep(0.002)
        yield


@dataclass(slots=True)
class _Held:
    entries: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    aside: bool = False


@cache
def _held(path: Path) -> _Held:
    """Return what could not be written to a file, and whether one that could not be read was put aside."""
    return _Held()
