"""Judge an answer and show its card; under grading, only observe it and display the evidence.

Offers: `check`.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import torch

from autograder.notebook.asking import asked, name_of, unknown
from autograder.notebook.shown import Card, Shown, line, only_observed
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.observe.outbox import outbox
from autograder.questions import Question
from autograder.versions import untried

SEED = "AUTOGRADER_SEED"


def check(answer: Callable[..., Any], question: str | None = None) -> Card | None:
    """Judge your answer and show its card.

    The question is the one of the function's name, or the one that you name. The inputs are drawn afresh each time.
    """
    about = asked(answer, question)
    if only_observed():
        if about is not None:
            _display_evidence(about, answer)
        return None
    if about is None:
        told = line(unknown(answer, question))
        return Card(0, told.text, told.page)
    from autograder.answer_key import key_for
    from autograder.judge import judge
    from autograder.judge.failing import failing
    from autograder.logbook import Progress
    from autograder.present.card import Beside, card_html, card_text

    seed = secrets.randbits(31)
    evidence, key = observe(about, answer, seed), key_for(about, seed)
    verdict = judge(evidence, key)
    if question is None:
        # A copy of the progress on a read-only disk is no reason to withhold a card.
        with contextlib.suppress(OSError):
            Progress.at_home().note_points(about.name, verdict.points)
    beside = Beside(name_of(answer), failing(evidence, key))
    card = Card(verdict.points, card_text(verdict, about.title, beside), card_html(verdict, about.title, beside))
    said = next(said_once(), None)
    return replace(card, text=f"{said.text}\n{card.text}", html=said.page + card.html) if said else card


@cache
def said_once() -> Iterator[Shown]:
    """Return what stands above the session's first card: a line where torch is untried. The next one finds no more."""
    return iter([line(says) for says in [untried(torch.__version__)] if says])


def _display_evidence(about: Question, answer: Callable[..., Any]) -> None:
    data = {EVIDENCE_MIME: to_json(observe(about, answer, int(os.environ[SEED])))}
    way = outbox()
    if way is not None:
        way.send(data)
        return
    from IPython.display import display

    display(data, raw=True)  # type: ignore[no-untyped-call]  # IPython has no types here
