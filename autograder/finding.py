"""One fact about a machine or a class.

Finding   what it is, what was found, whether it is good, whether the course needs it, what to do
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact; `next` is the step to take where it is not good."""

    name: str
    found: str
    good: bool = True
    needed: bool = False
    next: str = ""

    @property
    def missing(self) -> bool:
        """True where the lessons can't be checked and graded without it."""
        return self.needed and not self.good
