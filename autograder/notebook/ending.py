"""What a card shows at an exercise's end, when it has full marks.

Offers: `ending_of`.
"""

import inspect
import textwrap
from typing import Any

from autograder.logbook import Progress
from autograder.notebook.lessons import following, heading, own_answer, written
from autograder.present.ending import Ending
from autograder.questions import lesson_of


def ending_of(name: str, answer: Any) -> Ending:
    """Return the learner's answer, the lesson's own beside it, and what comes next."""
    try:
        yours = textwrap.dedent(inspect.getsource(answer)).strip()
    except (OSError, TypeError):  # it has no source
        yours = ""
    lesson, after, store = lesson_of(name), following(name), Progress.at_home()
    full = {each.name: (store.points(each.name) or 0) >= each.max_points for each in lesson.questions} if lesson else {}
    to_do = tuple(each for each, done in full.items() if not done and each != name)
    return Ending(
        yours,
        own_answer(name),
        next_name=after.name if after else "",
        next_heading=heading(after.name) if after else "",
        open_written=written(lesson) if lesson and not to_do else 0,
        to_do=() if after else to_do,
    )
