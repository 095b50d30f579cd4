"""What `autograder regrade` prints of a class judged again.

Change    one exercise of one submission whose points change
Regraded  one submission: its changes, and its row in the gradebook before and after
line_of   Regraded → one line of text; `object_of`, plain JSON data; `closing`, all of them in a sentence
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.classroom.record.rows import Part, Row
from autograder.present.safe_text import plain


@dataclass(frozen=True, slots=True)
class Change:
    """One exercise of one submission, as it stands and as it would."""

    before: Part
    after: Part


@dataclass(frozen=True, slots=True)
class Regraded:
    """One submission judged again.

    skipped   why it was not judged again; empty if it was
    ran       True: its notebook was run for it
    """

    before: Row
    after: Row
    changes: tuple[Change, ...] = ()
    skipped: str = ""
    ran: bool = False

    @property
    def gain(self) -> float:
        """How many points more it has, of those known before and after; below 0 if it loses."""
        return round(self.after.so_far - self.before.so_far, 9)

    @property
    def penalty_moves(self) -> bool:
        """True if the late penalty changes: with a date, or with what the submission earned."""
        return round(self.after.penalty - self.before.penalty, 9) != 0

    @property
    def told(self) -> bool:
        """True if there is anything to print of it."""
        return bool(self.changes or self.skipped or self.penalty_moves)


def line_of(found: Regraded) -> str:
    """Return what becomes of one submission, in one line."""
    who = f"{found.before.lesson} {found.before.student.id}"
    if found.skipped:
        return plain(f"{who}: {found.skipped}")
    each = [f"{change.before.exercise} {_points(change.before)} → {_points(change.after)}" for change in found.changes]
    if found.penalty_moves:
        each.append(f"late penalty {found.before.penalty:g} → {found.after.penalty:g}")
    return plain(f"{who}: {_sum(found.before)} → {_sum(found.after)} ({', '.join(each)})", 2000)


def _points(part: Part) -> str:
    """Return a part's points and its most points, or why it has none, and whether a reader gave them."""
    by_hand = " by hand" if part.given is not None else ""
    if part.points is None:
        return f"to be read again, {part.given:g}{by_hand}" if part.given is not None else part.standing.value
    return f"{part.points:g} / {part.max_points:g}{by_hand}"


def _sum(row: Row) -> str:
    return f"{row.so_far:g}{'' if row.points is not None else '+?'} / {row.max_points:g}"


def object_of(found: Regraded) -> dict[str, Any]:
    """Return what a program may read of one submission judged again."""
    return {
        "student": found.before.student.id,
        "lesson": found.before.lesson,
        "skipped": found.skipped or None,
        "run_again": found.ran,
        "before": _told(found.before),
        "after": _told(found.after),
        "changes": [
            {
                "exercise": change.before.exercise,
                "before": {"points": change.before.points, "max_points": change.before.max_points},
                "after": {"points": change.after.points, "max_points": change.after.max_points},
                "given_by_hand": change.after.given,
                "standing": change.after.standing.value,
            }
            for change in found.changes
        ],
    }


def _told(row: Row) -> dict[str, float | None]:
    return {"points": row.points, "points_so_far": row.so_far, "max_points": row.max_points, "penalty": row.penalty}


def closing(found: Sequence[Regraded], dry_run: bool) -> str:
    """Say how many gain, lose and stay as they are, and whether it counts."""
    judged = [each for each in found if not each.skipped]
    gain, lose = (sum(sign * each.gain > 0 for each in judged) for sign in (1, -1))
    ran = sum(each.ran for each in judged)
    said = f"{gain} gain, {lose} lose, {len(judged) - gain - lose} have as many points as before"
    how = f"{ran} of {len(judged)} were run again" if ran else "judged from the journal: nothing was run"
    counts = "Nothing was recorded; without --dry-run it counts." if dry_run else "It is recorded."
    return f"{said}; {how}. {counts}"
