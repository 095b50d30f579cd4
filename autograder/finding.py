"""One fact about a machine or a class, for `autograder doctor`.

Offers: `Finding`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact.

    name    what was looked at
    found   what was found
    good    whether that is as it should be
    needed  whether no lesson can be checked or graded without it
    next    the step to take if it is not good
    """

    name: str
    found: str
    good: bool = True
    needed: bool = False
    next: str = ""

    @property
    def missing(self) -> bool:
        """True: needed, and not there."""
        return self.needed and not self.good
