"""Times against size, drawn.

Offers: `trend`.
"""

import secrets
from collections.abc import Callable
from typing import Any

from autograder.notebook.asking import asked, name_of
from autograder.notebook.shown import Shown, line, only_observed
from autograder.observe import observe
from autograder.questions import LESSONS


def trend(answer: Callable[..., Any]) -> Shown:
    """Time your answer beside the naive way and the lesson's, and draw times against size."""
    about = asked(answer)
    if about is None or about.trend is None:
        timed = ", ".join(q.name for lesson in LESSONS for q in lesson.questions if q.trend)
        return line(f"trend: {name_of(answer)} has no timing claim to look at; these have: {timed}.")
    if only_observed():
        return line("trend: not drawn while a class is graded.")
    from autograder.answer_key import key_for
    from autograder.bench import busy, clocked
    from autograder.judge import Outcome, judge
    from autograder.judge.criteria import trend as judged
    from autograder.present.trend_figure import trend_alt, trend_html, trend_png

    seed = secrets.randbits(31)
    with clocked() as clock:
        evidence = observe(about, answer, seed)
    right = judge(evidence, key_for(about, seed)).marks[0].outcome is Outcome.PASSED
    if not right or evidence.timings is None:
        return line(f"trend: a wrong answer is not worth timing. Next: check({about.name}) shows what is amiss.")
    result = judged(about.trend, evidence.timings)
    note, image = busy(clock), trend_png(result)
    return Shown(f"{note} {trend_alt(result)}".strip(), trend_html(result, image, note), image)
