"""What stands beneath a learner's card, folded: what the answer printed, and its own lines on the way to an error.

Beneath        all of it
beneath_of     what an observer sent back → Beneath
beneath_html   → HTML, for a notebook; nothing where there is nothing to tell
beneath_text   → lines of text
"""

from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from autograder.present.page import render
from autograder.present.safe_text import block


@dataclass(frozen=True, slots=True)
class Beneath:
    """What an answer printed in the first call that did, and how many others did; and an error's way.

    frames  where, function, line number and line, outermost first
    error   the error at their end, and in which call
    """

    printed: tuple[str, ...] = ()
    call: int = 0
    others: int = 0
    frames: tuple[tuple[str, str, int, str], ...] = ()
    error: str = ""


def beneath_of(told: Any) -> Beneath:
    """Return what stands beneath a card; nothing where the data, which is of unknown origin, has another form."""
    try:
        printed, frames = tuple(map(str, told["printed"])), tuple(told["frames"])
        way = tuple((str(where), str(function), int(number), str(line)) for where, function, number, line in frames)
        return Beneath(printed, int(told["call"]), int(told["others"]), way, str(told["error"]))
    except (TypeError, ValueError, LookupError):
        return Beneath()


def beneath_html(beneath: Beneath) -> str:
    """Return it as folded parts."""
    parts = [(heading, escape(block("\n".join(lines)))) for heading, lines in _parts(beneath)]
    return render("beneath.html.j2", {"parts": parts}) if parts else ""


def beneath_text(beneath: Beneath) -> list[str]:
    """Return it as lines."""
    return [line for heading, lines in _parts(beneath) for line in (heading, *(f"  {block(each)}" for each in lines))]


def _parts(beneath: Beneath) -> list[tuple[str, list[str]]]:
    """Return each part's heading and its lines; a part without lines is none."""
    way = [
        text
        for where, function, number, line in beneath.frames
        for text in (f"{where}, line {number}, in {function}", f"    {line}")
        if text.strip()
    ]
    to = f"the error, {beneath.error}" if beneath.error else "the error"
    parts = [(f"Your lines on the way to {to}", way), (_heard(beneath), list(beneath.printed))]
    return [(heading, lines) for heading, lines in parts if lines]


def _heard(beneath: Beneath) -> str:
    more = f", and {beneath.others} more call{'' if beneath.others == 1 else 's'} printed" if beneath.others else ""
    return f"What call {beneath.call} printed{more}"
