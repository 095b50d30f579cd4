"""The call that failed: a cell that makes it again, and what came out beside what was expected.

    told         what the card's template draws
    failed_text  the same as lines of text

Shown only where the inputs were a learner's own. What a class is asked stays with its grader.
"""

from typing import Any

from markupsafe import escape

from autograder.judge.failing import Failing
from autograder.judge.verdict import Outcome
from autograder.present.cell import cell
from autograder.present.heat_maps import glance, heat_map
from autograder.present.safe_text import block
from autograder.present.styles import COLOURS
from autograder.present.words import OUTCOMES


def told(failing: Failing, answer: str = "") -> dict[str, Any]:
    """Return what the template shows: the cell, the maps, and what they say."""
    part = failing.part
    # Equal words (two dicts, say) would tell nothing: how they differ is said above.
    worded = part is None and bool(failing.want) and failing.got != failing.want
    maps = [] if part is None else [heat_map("yours", part.got, part), heat_map("expected", part.want, part)]
    return {
        "code": escape(block(cell(failing, answer))),
        "says": failing.says,
        "maps": maps,
        "glance": glance(part) if part else "",
        "words": (("came out", failing.got), ("expected", failing.want)) if worded else (),
        "checked": [(*_sign(each.holds), each.name, each.found) for each in failing.checked],
    }


def _sign(holds: bool) -> tuple[str, str]:
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    return OUTCOMES[outcome][0], COLOURS["green" if holds else "red"]


def failed_text(failing: Failing, answer: str = "") -> str:
    """Return the cell as lines of text, and what is seen at a glance."""
    lines = ["The call that failed, as a cell to copy"]
    lines += [f"    {line}".rstrip() for line in cell(failing, answer).splitlines()]
    said = [glance(failing.part)] if failing.part else []
    for each in failing.checked:
        said.append(f"{_sign(each.holds)[0]} {each.name}{f': {each.found}' if each.found else ''}")
    return "\n".join([*lines, *(f"  {each}" for each in said)])
