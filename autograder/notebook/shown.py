"""What a notebook's calls return: each has a text for a terminal and HTML for a notebook.

Shown           something to show
Card            a verdict
Stopped         an interrupt, shown as one line
line            one line, as `Shown`
only_observed   whether a class is being graded here
"""

import os
from dataclasses import dataclass, field
from textwrap import indent

from autograder.course_folder import OBSERVE_ONLY
from autograder.notebook.unseen import seen
from autograder.observe.outbox import shell_at_work


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to show.

    text  for a terminal
    page  HTML; empty while a class is graded
    png   a picture in base64, for viewers that sanitise HTML
    """

    text: str
    page: str = ""
    png: str = field(default="", kw_only=True)

    def __repr__(self) -> str:
        seen(self)
        return self.text

    def _repr_html_(self) -> str | None:
        return self.page or None

    def _repr_png_(self) -> tuple[str, dict[str, int]] | None:
        return (self.png, {"width": 614}) if self.png else None


@dataclass(frozen=True, slots=True)
class Card:
    """A verdict, shown. In a notebook its plain text is the points alone, which nbgrader reads as partial credit.

    Its full text is there as Markdown, for exports and viewers without HTML.
    """

    points: int
    text: str
    html: str

    def __repr__(self) -> str:
        return str(self.points) if _in_a_notebook() else str(self)

    def __str__(self) -> str:
        seen(self)
        return self.text

    def _repr_html_(self) -> str:
        seen(self)
        return self.html

    def _repr_markdown_(self) -> str:
        return indent(self.text, "    ")  # as code, so that nothing in it is taken for Markdown


def _in_a_notebook() -> bool:
    """Tell whether a kernel shows what is returned here; Python's prompt and IPython's show it themselves."""
    shell = shell_at_work()
    return hasattr(shell, "kernel")


class Stopped(KeyboardInterrupt):
    """A learner's interrupt, which ends the run of all cells. Its message is shown, and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def only_observed() -> bool:
    """Tell whether a class is being graded here: then nothing is judged, and nothing drawn."""
    return bool(os.environ.get(OBSERVE_ONLY))


def line(says: str) -> Shown:
    """Show one line."""
    if only_observed():
        return Shown(says)
    from autograder.present.note import line_html

    return Shown(says, line_html(says))
