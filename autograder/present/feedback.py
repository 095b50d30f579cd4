"""The feedback page: a student's answers and what was found, and nothing that they did not write or may not see.

    Answer, Card, Written, Note   what the page shows, in order
    FeedbackPage                  all of it
    feedback_page                 a graded notebook, as plain data → FeedbackPage
    feedback_html                 FeedbackPage → a page that needs no other file

Only what is named here reaches the page: answers, cards, written questions, comments. What cells printed or drew is
left out, and with it any input that an answer may have printed. Code and prose are the student's, and are made safe
here. A card's HTML is taken as it is: it is our own, which classroom/ has put into the check cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from autograder.grade_id import CHECK
from autograder.present.page import render
from autograder.present.safe_text import block

NOTES_CELL = "autograder-notes"


@dataclass(frozen=True, slots=True)
class Answer:
    """A code answer as it was handed in; `points` where the cell itself is graded by hand.

    earlier   True: the comment was written about an answer that has been rewritten since
    """

    name: str
    source: str
    comment: str = ""
    points: str = ""
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A check's verdict: HTML of our own; `by_hand` where an instructor gave other points than it says."""

    name: str
    html: str
    points: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A question answered in words; both are Markdown."""

    name: str
    question: str
    answer: str
    points: str
    comment: str = ""
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What was put right, or could not be read, in the file that was handed in; Markdown."""

    text: str


Part = Answer | Card | Written | Note


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One student's feedback on one lesson; `points` is printable («12 of 20 points»)."""

    title: str
    student: str
    points: str
    parts: tuple[Part, ...]


def feedback_page(notebook: Mapping[str, Any], title: str, student: str, points: str) -> FeedbackPage:
    """Read a graded notebook (nbformat 4, with scores and comments in its cells' nbgrader metadata)."""
    parts: list[Part] = []
    before = ""
    for cell in notebook["cells"]:
        part = _part(cell, before)
        if part is not None:
            parts.append(part)
        before = str(cell["source"]) if cell["cell_type"] == "markdown" else ""
    return FeedbackPage(title, student, points, tuple(parts))


def _part(cell: Mapping[str, Any], before: str) -> Part | None:
    """Return what the page shows of a cell; `before` is the text cell above it."""
    about = cell.get("metadata", {}).get("nbgrader", {})
    source, name = str(cell["source"]), str(about.get("grade_id", ""))
    comment, earlier = str(about.get("comment") or ""), bool(about.get("earlier"))
    if cell.get("id") == NOTES_CELL:
        return Note(source)
    if cell["cell_type"] == "code" and about.get("solution"):
        return Answer(name, source, comment, _points(cell) if about.get("grade") else "", earlier)
    if cell["cell_type"] == "code" and about.get("grade"):
        by_hand = bool(about.get("by_hand")) and about.get("score") is not None
        return Card(name.removeprefix(CHECK), _card(cell.get("outputs", ())), _points(cell), by_hand)
    if cell["cell_type"] == "markdown" and (about.get("solution") or about.get("task")):
        return Written(name, _last_section(before), source, _points(cell), comment, earlier)
    return None


def _last_section(text: str) -> str:
    """Return a text cell from its last heading on; what stands above belongs to something else."""
    sections = re.split(r"^(?=#{1,6} )", text, flags=re.MULTILINE)
    return sections[-1]


def _card(outputs: Sequence[Mapping[str, Any]]) -> str:
    pages = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    return str(pages[0]) if len(pages) == 1 else ""


def _points(cell: Mapping[str, Any]) -> str:
    """Return a graded cell's points, printable."""
    about = cell["metadata"]["nbgrader"]
    most = f"{about.get('points') or 0:g} points"
    if about.get("score") is None:
        return f"{_WAITS.get(str(about.get('standing')), 'not graded yet')} (of {most})"
    return f"{about['score']:g} of {most}"


# Why there are no points, in the gradebook's words → in words for a student.
_WAITS = {"changed since it was read": "changed since it was read; to be read again", "withheld": "withheld"}


def feedback_html(page: FeedbackPage) -> str:
    """Return the page, readable on light and dark screens and on paper."""
    parts = [_shown(part, index) for index, part in enumerate(page.parts)]
    return render(
        "feedback.html.j2",
        {
            "title": f"{page.title}: feedback for {page.student}",
            "lesson": page.title,
            "student": page.student,
            "points": page.points,
            "parts": parts,
            "code_style": _code_style(),
        },
    )


def _shown(part: Part, index: int) -> dict[str, Any]:
    """Return a part as the template wants it, each with a place to link to."""
    match part:
        case Note(text):
            return {"kind": "note", "anchor": f"part-{index}", "html": _markdown(text)}
        case Answer(name, source, comment, points, earlier):
            shown = {"kind": "answer", "name": name, "html": _code(source), "points": points}
            return {**shown, "anchor": f"part-{index}", "comment": _markdown(comment), "earlier": earlier}
        case Card(name, html, points, by_hand):
            shown = {"kind": "card", "name": name, "html": Markup(html), "points": points}
            return {**shown, "anchor": f"part-{index}", "by_hand": by_hand}
        case Written(name, question, answer, points, comment, earlier):
            shown = {"kind": "written", "name": name, "question": _markdown(question), "html": _markdown(answer)}
            said = {"points": points, "comment": _markdown(comment), "earlier": earlier}
            return {**shown, "anchor": f"part-{index}", **said}


def _markdown(text: str) -> Markup:
    """Return Markdown as HTML; HTML inside it shows as text, and nothing is fetched from elsewhere."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return Markup(reader.render(block(text)))


def _code(source: str) -> Markup:
    return Markup(highlight(block(source), PythonLexer(), HtmlFormatter(cssclass="code")))


@cache
def _code_style() -> Markup:
    """Return the style of highlighted code for light and for dark screens."""
    light = HtmlFormatter(style="default").get_style_defs(".code")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".code")
    ground = ".code { background: transparent; } .code pre { background: var(--soft); color: CanvasText; }"
    return Markup(f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{ground}")
