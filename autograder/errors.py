"""The errors that our commands report in one line.

AutograderError      one clear line: where, what was expected, what was found, what to do next
├── CourseError      the course's own files are missing, misplaced or out of step
│   └── BuildError   a lesson's source does not make a notebook
└── MachineError     this machine lacks something that the command needs

Offers, besides: `nearest` (the name that a misspelt one is likely to stand for), for the next step.
"""

from collections.abc import Collection
from difflib import get_close_matches


class AutograderError(Exception):
    """Say in one line where something is wrong, what was expected and found, and the next step.

    All four parts are positional and reach `Exception`, so that an error survives the way back from a worker process.
    """

    def __init__(self, where: str, expected: str = "", found: str = "", next: str = "") -> None:
        super().__init__(where, expected, found, next)
        self.where = where
        self.expected = expected
        self.found = found
        self.next = next

    def __str__(self) -> str:
        facts = [f"{label} {text}" for label, text in (("expected", self.expected), ("found", self.found)) if text]
        line = f"{self.where}: {', '.join(facts)}." if facts else f"{self.where}."
        return " ".join(f"{line} {self.next}".split())


class CourseError(AutograderError):
    """The course's own files are missing, misplaced or out of step."""


class BuildError(CourseError):
    """A lesson's source does not make a notebook."""


class MachineError(AutograderError):
    """This machine lacks something that the command needs."""


def nearest(name: str, names: Collection[str], cutoff: float = 0.6) -> str:
    """Return the one of `names` that begins like `name`, else the one that resembles it most; empty if none does."""
    begins = [each for each in names if name and each.startswith(name)]
    return next(iter(begins or get_close_matches(name, names, 1, cutoff)), "")
