"""An answer observed and judged at once, for a learner: both halves in one process.

Offers: `judged` (answer → `Judged`: evidence, key and verdict), `where_stopped` (the line for an interrupt),
`stop_cells`.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.notebook.shown import Stopped
from autograder.observe import Evidence, observe
from autograder.observe.onlooker import Onlooker
from autograder.observe.outbox import shell_at_work
from autograder.questions import Question

if TYPE_CHECKING:
    from autograder.answer_key import Key
    from autograder.judge import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer's evidence, the key for its seed, and its verdict."""

    evidence: Evidence
    key: "Key"
    verdict: "Verdict"


def judged(about: Question, answer: Callable[..., Any], onlooker: Onlooker) -> Judged:
    """Return what was seen of an answer, and its verdict; one that is as the lesson handed it out is not begun.

    An interrupt leaves it as KeyboardInterrupt.
    """
    from autograder.answer_key import key_for
    from autograder.judge import judge
    from autograder.notebook.untouched import is_untouched
    from autograder.present.words import as_not_begun

    seed = secrets.randbits(31)
    evidence, key = observe(about, answer, seed, onlooker=onlooker), key_for(about, seed)
    verdict = judge(evidence, key)
    untouched = not verdict.points and is_untouched(about.name, answer)
    return Judged(evidence, key, as_not_begun(verdict) if untouched else verdict)


def where_stopped(about: Question, onlooker: Onlooker) -> str:
    """Say where an answer was when its learner stopped it."""
    if not onlooker.call:
        return f"you stopped it before {about.name} was called. Nothing was judged."
    where = f"{onlooker.frames[-1].function}, line {onlooker.frames[-1].lineno}" if onlooker.frames else about.name
    at = f"call {onlooker.call} of {onlooker.calls}" if onlooker.call <= onlooker.calls else "while it was timed"
    return f"you stopped it in {where}, {at}. Nothing was judged."


def stop_cells(says: str) -> None:
    """End the run of the notebook's cells, as an interrupt does, by one line; without a notebook, go on."""
    if shell_at_work() is not None:
        raise Stopped(says) from None
