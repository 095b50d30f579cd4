"""Times against size, drawn.

Offers: `trend`.
"""

from collections.abc import Callable
from typing import Any

import torch

from autograder.notebook.asking import asked, helpful, not_defined, within_an_answer
from autograder.notebook.judging import judged, stop_cells, where_stopped
from autograder.notebook.shown import Shown, line, only_observed
from autograder.notebook.telling import Teller
from autograder.observe.capture import within_a_call
from autograder.observe.onlooker import Onlooker
from autograder.questions import LESSONS, Question


@helpful(line)
def trend(answer: Callable[..., Any] | str) -> Shown:
    """Time your answer beside the naive way and the lesson's, and draw times against size."""
    about = asked("trend", answer)
    if isinstance(about, str):
        return line(about)
    if about.question.trend is None:
        return line(_untimed(about.question))
    if only_observed():
        return line("trend: not drawn while a class is graded.")
    if about.answer is None:
        return line(not_defined("trend", about.question))
    if within_a_call():
        return line(within_an_answer("trend"))
    onlooker = Onlooker(Teller(about.question.name))
    try:
        return _drawn(about.question, about.answer, onlooker)
    except KeyboardInterrupt:
        told = f"trend: {where_stopped(about.question, onlooker)}"
    stop_cells(told)
    return line(told)


def _untimed(about: Question) -> str:
    """Say that an exercise claims nothing about times, and which others of its lesson do."""
    beside = next(lesson for lesson in LESSONS if about in lesson.questions)
    timed = " and ".join(question.name for question in beside.questions if question.trend)
    return f"trend: {about.name} has no timing claim to look at; in its lesson {timed or 'no exercise'} has one."


@torch.inference_mode(False)  # what a key draws, too, is to be derived
def _drawn(about: Question, answer: Callable[..., Any], onlooker: Onlooker) -> Shown:
    from autograder.bench import busy, clocked
    from autograder.judge import Outcome
    from autograder.judge.criteria import trend as timed
    from autograder.present.trend_figure import trend_alt, trend_html, trend_png
    from autograder.present.words import is_not_begun

    with clocked() as clock:
        found = judged(about, answer, onlooker)
    if is_not_begun(found.verdict):
        return line(f"trend: {about.name} is not begun yet, so there is nothing to time.")
    right = found.verdict.marks[0].outcome is Outcome.PASSED
    if not right or found.evidence.timings is None or about.trend is None:
        return line(f"trend: a wrong answer is not worth timing. Next: check({about.name}) shows what is amiss.")
    result = timed(about.trend, found.evidence.timings)
    note, image = busy(clock), trend_png(result)
    return Shown(f"{note} {trend_alt(result)}".strip(), trend_html(result, image, note), png=image)
