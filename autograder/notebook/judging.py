"""An answer observed and judged in one process, for a learner.

judged          an answer → `Judged`: evidence, key and verdict
where_stopped   the line for an interrupt
stop_cells      end the run of all cells, as an interrupt does
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
    """Return an answer's evidence and verdict; one that is still as the lesson handed it out is «not begun».

    An interrupt raises KeyboardInterrupt.
    """
    from autograder.answer_key import key_for
    from autograder.judge import judge, not_begun
    from autograder.notebook.untouched import is_untouched

    seed = secrets.randbits(31)
    evidence, key = observe(about, answer, seed, onlooker=onlooker), key_for(about, seed)
    verdict = judge(evidence, key)
    untouched = not verdict.points and is_untouched(about.name, answer)
    return Judged(evidence, key, not_begun(verdict) if untouched else verdict)


def where_stopped(about: Question, onlooker: Onlooker) -> str:
    """Say where an answer was when its learner stopped it."""
    if not onlooker.call:
        return f"you stopped it before {about.name} was called. Nothing was judged."
    where = f"{onlooker.frames[-1].function}, line {onlooker.frames[-1].lineno}" if onlooker.frames else about.name
    at = f"call {onlooker.call} of {onlooker.calls}" if onlooker.call <= onlooker.calls else "while it was timed"
    return f"you stopped it in {where}, {at}. Nothing was judged."


def stop_cells(says: str) -> None:
    """End the run of the notebook's cells with one line, as an interrupt does; without a notebook, do nothing."""
    if shell_at_work() is not None:
        raise Stopped(says) from None
