"""What a notebook imports: both halves of the autograder in one process, for a learner at a laptop.

Under grading (the environment says AUTOGRADER_OBSERVE_ONLY) `check` only observes: it displays the evidence, and
neither the key nor the judge is imported beside the student's code.

Offers: `check`, `guess`, `hint`, `progress`, `trend`.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import EllipsisType
from typing import Any

import torch

from autograder.observe import EVIDENCE_MIME, observe, sealed, to_json
from autograder.observe.outbox import outbox, shell_at_work
from autograder.questions import LESSONS, Question
from autograder.questions import question as find_question
from autograder.questions.prediction import guess as answered
from autograder.versions import untried

OBSERVE_ONLY = "AUTOGRADER_OBSERVE_ONLY"
SEED = "AUTOGRADER_SEED"


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to show: as `text` in a terminal, as HTML on a `page`; no page while a class is graded."""

    text: str
    page: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return self.page or None


@dataclass(frozen=True, slots=True)
class Card:
    """A verdict, shown. Its text is its points alone, which nbgrader reads as partial credit."""

    points: int
    text: str
    html: str

    def __repr__(self) -> str:
        return str(self.points)

    def _repr_html_(self) -> str:
        return self.html


def check(answer: Callable[..., Any], question: str | None = None) -> Card | None:
    """Judge your answer and show its card.

    The question is the one of the function's name, or the one that you name. The inputs are drawn afresh each time.
    """
    asked = _asked(answer, question)
    if os.environ.get(OBSERVE_ONLY):
        if asked is not None:
            _display_evidence(asked, answer)
        return None
    if asked is None:
        return _not_a_question(answer, question)
    from autograder.answer_key import key_for
    from autograder.judge import judge
    from autograder.present.card import card_html, card_text

    seed = secrets.randbits(31)
    verdict = judge(observe(asked, answer, seed), key_for(asked, seed))
    if question is None:
        # A copy of the progress on a read-only disk is no reason to withhold a card.
        with contextlib.suppress(OSError):
            _progress().note_points(asked.name, verdict.points)
    card = Card(verdict.points, card_text(verdict, asked.title), card_html(verdict, asked.title))
    said = next(_said_once(), None)
    return replace(card, text=f"{said.text}\n{card.text}", html=said.page + card.html) if said else card


def guess(name: str, choice: str | int | EllipsisType) -> Shown:
    """Answer a prediction at once: what the choice gets right, or what it reveals. It is never graded."""
    reply = answered(name, choice)
    text = f"{reply.headline}\n{reply.says}"
    if os.environ.get(OBSERVE_ONLY):
        return Shown(text)
    from autograder.present.note import reply_html

    return Shown(text, reply_html(reply))


def hint(answer: Callable[..., Any] | str) -> Shown:
    """Give the next hint on an exercise: three in all, each a question first."""
    asked = _asked(answer, answer if isinstance(answer, str) else None)
    if asked is None:
        return _plain(_unknown(answer, None))
    store = _progress()
    given = store.hints(asked.name)
    which = given % len(asked.hints)
    with contextlib.suppress(OSError):
        store.note_hint(asked.name)
    after = "" if which + 1 < len(asked.hints) else " That was the last one; ask again to start over."
    return _plain(f"Hint {which + 1} of {len(asked.hints)} on {asked.name}: {asked.hints[which]}{after}")


def progress() -> Shown:
    """Draw the lesson map with your points so far."""
    if os.environ.get(OBSERVE_ONLY):
        return _plain("progress: not drawn while a class is graded.")
    from autograder.present.lesson_map import ExerciseProgress, LessonProgress, lesson_map_html, lesson_map_text

    store = _progress()
    lessons = [
        LessonProgress(
            lesson.number,
            lesson.title,
            tuple(ExerciseProgress(q.name, q.title, _so_far(store, q), q.max_points) for q in lesson.questions),
        )
        for lesson in LESSONS
    ]
    return Shown(lesson_map_text(lessons), lesson_map_html(lessons))


def _so_far(store: Any, question: Question) -> int | None:
    """Return the best points on a question; another lesson may ask it for more."""
    points = store.points(question.name)
    return None if points is None else min(points, question.max_points)


def trend(answer: Callable[..., Any]) -> Shown:
    """Time your answer beside the naive way and the lesson's, and draw times against size."""
    asked = _asked(answer, None)
    if asked is None or asked.trend is None:
        timed = ", ".join(q.name for lesson in LESSONS for q in lesson.questions if q.trend)
        return _plain(f"trend: {_name(answer)} has no timing claim to look at; these have: {timed}.")
    if os.environ.get(OBSERVE_ONLY):
        return _plain("trend: not drawn while a class is graded.")
    from autograder.answer_key import key_for
    from autograder.judge import Outcome, judge
    from autograder.judge.criteria import trend as judged
    from autograder.present.trend_figure import trend_alt, trend_html

    seed = secrets.randbits(31)
    evidence = observe(asked, answer, seed)
    right = judge(evidence, key_for(asked, seed)).marks[0].outcome is Outcome.PASSED
    if not right or evidence.timings is None:
        return _plain(f"trend: a wrong answer is not worth timing. Next: check({asked.name}) shows what is amiss.")
    result = judged(asked.trend, evidence.timings)
    return Shown(trend_alt(result), trend_html(result))


@cache
def _said_once() -> Iterator[Shown]:
    """Return what stands above the session's first card: a line where torch is untried. The next one finds no more."""
    return iter([_plain(line) for line in [untried(torch.__version__)] if line])


def _display_evidence(asked: Question, answer: Callable[..., Any]) -> None:
    data = {EVIDENCE_MIME: to_json(observe(asked, answer, int(os.environ[SEED])))}
    way = outbox()
    if way is not None:
        way.send(data)
        return
    from IPython.display import display

    display(data, raw=True)  # type: ignore[no-untyped-call]  # IPython has no types here


def _asked(answer: object, named: str | None) -> Question | None:
    return find_question(named if named is not None else _name(answer))


def _name(answer: object) -> str:
    """Return the name that the notebook gave an answer: a lambda, a partial or an object has none of its own."""
    name = str(getattr(answer, "__name__", type(answer).__name__))
    if find_question(name) is not None:
        return name
    frame = sys._getframe(1)
    while frame.f_globals is globals() and frame.f_back is not None:
        frame = frame.f_back
    bound = [key for key, value in list(frame.f_globals.items()) if value is answer and find_question(key)]
    return bound[0] if len(bound) == 1 else name


def _unknown(answer: object, named: str | None) -> str:
    known = ", ".join(q.name for lesson in LESSONS for q in lesson.questions)
    return (
        f"check: no question is called {named or _name(answer)}; known are {known}."
        " Next: give the function the name that the lesson asks for."
    )


def _not_a_question(answer: object, named: str | None) -> Card:
    line = _plain(_unknown(answer, named))
    return Card(0, line.text, line.page)


def _plain(line: str) -> Shown:
    if os.environ.get(OBSERVE_ONLY):
        return Shown(line)
    from autograder.present.note import line_html

    return Shown(line, line_html(line))


def _progress() -> Any:
    from autograder.logbook import Progress

    return Progress.at_home()


sealed()  # all of ours is here by now, and no answer yet
if shell_at_work() is not None:  # a kernel that is forked imports this before it has one, and asks later
    outbox()
