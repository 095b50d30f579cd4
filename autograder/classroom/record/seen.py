"""Which answer a reader's points and comments are about, so that a rewritten answer does not show them as its own.

Seen                   one cell: its answer now, and the answers that points and comment were given to, as hashes
answers_in             a result → each cell's answer, as a hash
looked_at              one cell's Seen, from the one before
of_an_earlier_answer   whether a comment is about an answer that has been rewritten
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from autograder.classroom.grading.work import Graded
from autograder.classroom.handin.restore import OWN


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader has seen of one cell; each a hash, or empty.

    now         the answer that was graded last
    points_of   the answer that a reader's points were given to
    comment_of  the answer that a reader's comment was given to
    comment     that comment, as it was when the answer was graded last
    """

    now: str
    points_of: str = ""
    comment_of: str = ""
    comment: str = ""


def _hashed(text: str) -> str:
    """Return a text's hash; empty for no text."""
    return sha256(text.encode()).hexdigest()[:32] if text else ""


def answers_in(graded: Graded) -> dict[str, str]:
    """Return a hash of each answer and each check of a result, by grade_id.

    A check's hash is of the student's own code since the check before it, and of its points.
    """
    found: dict[str, str] = {}
    since: list[str] = []
    points = {entry.grade_id: entry.points for entry in graded.entries}
    for cell in json.loads(graded.notebook)["cells"]:
        about: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
        name, text = str(about.get("grade_id", "")), "".join(cell["source"])
        if cell["cell_type"] == "code" and (about.get("solution") or str(cell["id"]).startswith(OWN)):
            since.append(text)
        if about.get("solution") or about.get("task"):
            found[name] = _hashed(f"answer {text}")
        elif about.get("grade"):
            found[name] = _hashed(f"check {points.get(name)} {since}")
            since = []
    return found


def looked_at(before: Seen | None, now: str, comment: str, gave_points: bool, read: bool) -> Seen:
    """Return what a reader has seen of a cell whose answer is `now`.

    comment      the reader's comment as it is now
    gave_points  whether the reader gave points
    read         whether nothing of the cell waited for a reader before this answer came
    """
    last = before.now if before else ""
    points_of = last if read else before.points_of if before else ""
    fresh = before is None or _hashed(comment) != before.comment or (gave_points and read)
    comment_of = last if fresh else before.comment_of if before else ""
    return Seen(now, points_of if gave_points else "", comment_of if comment else "", _hashed(comment))


def of_an_earlier_answer(seen: Seen | None, comment: str, reread: bool) -> bool:
    """Tell whether a reader's comment is about an answer that has been rewritten; `reread`: they have looked again."""
    return seen is not None and not reread and _hashed(comment) == seen.comment != "" and seen.comment_of != seen.now
