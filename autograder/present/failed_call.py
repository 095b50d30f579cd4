"""The call that failed: a cell that makes it again, and what came out beside what was expected.

    told         what the card's template draws
    failed_text  the same as lines of text

For a learner's own draw alone. What a class is asked stays with its grader.
"""

from typing import Any

from markupsafe import escape

from autograder.judge.failing import Failing
from autograder.present.cell import cell
from autograder.present.maps import glance, heat_map
from autograder.present.safe_text import block


def told(failing: Failing, answer: str = "") -> dict[str, Any]:
    """Return what the template shows: the cell, the maps, and what they say."""
    part = failing.part
    maps = [] if part is None else [heat_map("yours", part.got, part), heat_map("expected", part.want, part)]
    return {
        "code": escape(block(cell(failing, answer))),
        "says": failing.says,
        "maps": maps,
        "glance": glance(part) if part else "",
        "words": () if part or not failing.want else (("came out", failing.got), ("expected", failing.want)),
    }


def failed_text(failing: Failing, answer: str = "") -> str:
    """Return the cell as lines of text, and what is seen at a glance."""
    lines = ["The call that failed, as a cell to copy"]
    lines += [f"    {line}".rstrip() for line in cell(failing, answer).splitlines()]
    said = glance(failing.part) if failing.part else ""
    return "\n".join([*lines, f"  {said}"] if said else lines)
