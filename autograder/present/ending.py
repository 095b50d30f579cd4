"""What full marks show: the lesson's own answer beside yours, what the counts say of the two, and where to go next.

Ending       what there is to show
told         what the card's template draws; `ending_text`, the same as lines of text
difference   in one sentence what yours costs beside the reference: the lesson's way, or a leaner one that it names
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from autograder.judge.verdict import CostRow
from autograder.present.safe_text import block, plain

# Two peaks whose ratio is nearer to 1 than this are said to be the same.
_SAME = 0.05
NOT_HERE = "The lesson's own answer did not come with this installation."


@dataclass(frozen=True, slots=True)
class Ending:
    """An exercise's end: `yours` and `own` are code, empty where it can't be had.

    next_name     the exercise that follows, and `next_heading`, what it stands under; empty after the last
    open_written  points of the lesson's written question, where all else of the lesson is done; else 0
    to_do         what else of the lesson is not done, where no exercise follows
    """

    yours: str
    own: str
    next_name: str = ""
    next_heading: str = ""
    open_written: int = 0
    to_do: tuple[str, ...] = ()


def told(ending: Ending, costs: Sequence[CostRow]) -> dict[str, Any]:
    """Return what the template shows."""
    codes = (("yours", ending.yours), ("the lesson's", ending.own))
    return {
        "codes": [(whose, escape(block(code))) for whose, code in codes if code] if ending.own else [],
        "difference": difference(costs) if ending.own else NOT_HERE,
        "next": ending.next_name,
        "anchor": anchor(ending.next_heading),
        "after": _after(ending),
    }


def ending_text(ending: Ending, costs: Sequence[CostRow]) -> str:
    """Return it as lines of text."""
    lines = [difference(costs) if ending.own else NOT_HERE]
    if ending.own:
        lines += ["The lesson's own answer", *(f"    {line}".rstrip() for line in block(ending.own).splitlines())]
    if ending.next_name:
        lines.append(f"Next: {plain(ending.next_name)}")
    return "\n".join(line for line in [*lines, _after(ending)] if line)


def _after(ending: Ending) -> str:
    if ending.open_written:
        points = f"{ending.open_written} point{'' if ending.open_written == 1 else 's'}"
        return f"All exercises of this lesson are done. Open is its written question ({points}, read by a person)."
    return f"Still to do in this lesson: {', '.join(ending.to_do)}." if ending.to_do else ""


def anchor(heading: str) -> str:
    """Return the address within its page that Jupyter gives a heading; empty for none."""
    return "#" + re.sub(r"\s", "-", heading.replace("`", "")) if heading else ""


def difference(costs: Sequence[CostRow]) -> str:
    """Say in a sentence what yours costs beside the reference: its peak where that matters most, and its passes."""
    pairs = _pairs(costs)
    if costs and not pairs:
        return "What it costs hangs on what is drawn, so no reference stands beside yours."
    if not pairs:
        return "Nothing is counted here: what differs is how the two are written."
    yours, reference = max(pairs, key=lambda pair: pair[1].peak)
    other = next(((mine, theirs) for mine, theirs in pairs if _passes(mine) != _passes(theirs)), None)
    passes = "in the same passes" if any(map(_counts, costs)) else "and neither makes a pass"
    if other:
        passes = f"in other passes ({_passes(other[0])}; the reference: {_passes(other[1])})"
    ratio = yours.peak / reference.peak if reference.peak else 1.0
    if abs(ratio - 1) <= _SAME:
        return f"Yours peaks where the lesson's reference does, {passes}."
    of = f"{ratio:.1f} of" if ratio < 1 else f"{ratio:.1f} times"
    return f"Yours peaks at {of} the lesson's reference, {passes}."


def _pairs(costs: Sequence[CostRow]) -> list[tuple[CostRow, CostRow]]:
    by_call: dict[str, dict[str, CostRow]] = {}
    for row in costs:
        by_call.setdefault(row.label, {})[row.who] = row
    return [(rows["yours"], rows["reference"]) for rows in by_call.values() if {"yours", "reference"} <= rows.keys()]


def _counts(row: CostRow) -> bool:
    return (row.forwards, row.passes) != ("0", "none")


def _passes(row: CostRow) -> str:
    return f"{row.forwards} forward" + (f", {row.passes}" if row.passes != "none" else "")
