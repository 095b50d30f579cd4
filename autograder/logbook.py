"""A learner's progress: best points, hints given, mistakes made, first guesses; one small JSON file in the user's data
folder.

Offers: `Progress`.
"""

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import platformdirs

FOLDER = "AUTOGRADER_DATA"  # overrides where the file lies


@dataclass(frozen=True, slots=True)
class Progress:
    """The file at `path`; it need not exist yet. A file that can't be read is set aside, not overwritten."""

    path: Path

    @classmethod
    def at_home(cls) -> Self:
        """Return the progress of the user who runs this."""
        folder = os.environ.get(FOLDER) or platformdirs.user_data_dir("autograder", appauthor=False)
        return cls(Path(folder) / "progress.json")

    def points(self, name: str) -> int | None:
        """Best points on an exercise so far; None before its first check."""
        points = self._entry(self._read(), name).get("points")
        return points if isinstance(points, int) else None

    def hints(self, name: str) -> int:
        """How many hints were given on an exercise."""
        hints = self._entry(self._read(), name).get("hints")
        return hints if isinstance(hints, int) else 0

    def mistakes(self, name: str) -> dict[str, int]:
        """Return the mistakes that cards named on an exercise, and how often each."""
        made = self._entry(self._read(), name).get("mistakes")
        return {slug: times for slug, times in made.items() if isinstance(times, int)} if isinstance(made, dict) else {}

    def note_mistake(self, name: str, slug: str) -> int:
        """Count a mistake that a card names; return how often it was made. Raise OSError as the others do."""
        made = self.mistakes(name)
        times = made.get(slug, 0) + 1
        self._change(name, "mistakes", {**made, slug: times})
        return times

    def recalled(self, name: str) -> dict[str, int]:
        """Return the mistakes on an exercise of which the learner said later what mends them."""
        said = self._entry(self._read(), name).get("recalled")
        return dict(said) if isinstance(said, dict) else {}

    def note_recalled(self, name: str, slug: str) -> None:
        """Keep that a mistake was answered for; raise OSError as the others do."""
        self._change(name, "recalled", {**self.recalled(name), slug: 1})

    def guesses(self) -> dict[str, bool]:
        """Return each prediction that was answered, and whether its first guess was right."""
        entries = {name: self._entry({name: entry}, name).get("guess") for name, entry in self._read().items()}
        return {name: right for name, right in entries.items() if isinstance(right, bool)}

    def note_guess(self, name: str, right: bool) -> None:
        """Keep a first guess; the later ones know the answer. Raise OSError as the others do."""
        if name not in self.guesses():
            self._change(name, "guess", right)

    def note_points(self, name: str, points: int) -> None:
        """Keep points if they are the best so far; raise OSError where the file can't be written."""
        self._change(name, "points", max(points, self.points(name) or 0))

    def note_hint(self, name: str) -> None:
        """Count one more hint; raise OSError where the file can't be written."""
        self._change(name, "hints", self.hints(name) + 1)

    @staticmethod
    def _entry(data: dict[str, Any], name: str) -> dict[str, Any]:
        entry = data.get(name)
        return entry if isinstance(entry, dict) else {}

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def _change(self, name: str, what: str, value: int | dict[str, int]) -> None:
        data = self._read()
        if not data and self.path.exists() and self.path.stat().st_size > 2:
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".unreadable.json"))
        data[name] = {**self._entry(data, name), what: value}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved into place: a full disk or a crash never leaves half a file.
        handle, name_beside = tempfile.mkstemp(dir=self.path.parent, prefix=".progress-")
        beside = Path(name_beside)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, indent=1, sort_keys=True)
            beside.replace(self.path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
