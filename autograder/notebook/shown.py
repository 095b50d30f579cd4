"""What a notebook's calls give back: each a text for a terminal, and HTML where a learner works.

Offers: `Shown`, `Card`, `line` (one line as `Shown`), `only_observed` (is this a class's kernel?).
"""

import os
from dataclasses import dataclass

OBSERVE_ONLY = "AUTOGRADER_OBSERVE_ONLY"


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to show: as `text` in a terminal, as HTML on a `page`; no page while a class is graded."""

    text: str
    page: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return self.page or None


@dataclass(frozen=True, slots=True)
class Card:
    """A verdict, shown. Its text is its points alone, which nbgrader reads as partial credit."""

    points: int
    text: str
    html: str

    def __repr__(self) -> str:
        return str(self.points)

    def _repr_html_(self) -> str:
        return self.html


def only_observed() -> bool:
    """Tell whether a class is graded here: then nothing is judged, and nothing drawn."""
    return bool(os.environ.get(OBSERVE_ONLY))


def line(says: str) -> Shown:
    """Show one line."""
    if only_observed():
        return Shown(says)
    from autograder.present.note import line_html

    return Shown(says, line_html(says))
