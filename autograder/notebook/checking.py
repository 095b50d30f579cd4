"""Judge an answer and show its card; while a class is graded, only observe it and display the evidence.

Offers: `check`.
"""

import inspect
import os
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import torch

from autograder.course_folder import SEED
from autograder.notebook.asking import asked, helpful, not_defined, within_an_answer
from autograder.notebook.judging import Judged, judged, stop_cells, where_stopped
from autograder.notebook.keeping import keeps
from autograder.notebook.shown import Card, Shown, line, only_observed
from autograder.notebook.telling import Teller
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.observe.capture import within_a_call
from autograder.observe.evidence import ALTERED
from autograder.observe.onlooker import Onlooker
from autograder.observe.outbox import outbox
from autograder.questions import Question
from autograder.questions.device import has_numbers
from autograder.versions import untested

if TYPE_CHECKING:
    from autograder.judge import Verdict
    from autograder.present.beneath import Beneath
    from autograder.present.card import Beside


def _only(says: str) -> Card | None:
    """Show a line in place of a card; it is worth no points."""
    if only_observed():
        return None
    told = line(says)
    return Card(0, told.text, told.page)


@helpful(_only)
def check(answer: Callable[..., Any] | str, question: str | None = None) -> Card | None:
    """Judge your answer and show its card.

    The question is the one of the function's name, or the one that you name; an answer goes by its name as well. The
    inputs are drawn afresh each time.
    """
    about = asked("check", answer, question)
    if isinstance(about, str):
        return _only(about)
    if about.answer is None:
        return _only(not_defined("check", about.question))
    if within_a_call():
        return _only(within_an_answer("check"))
    if only_observed():
        if not has_numbers():  # a notebook that was worked on elsewhere, on a GPU say: its answers are as right here
            torch.set_default_device(None)
        _display_evidence(about.question, about.answer)
        return None
    if not has_numbers():
        return _only(
            "check: expected inputs with numbers, found that torch's default device has none: it is meta, or one that"
            " this machine lacks. Next: torch.set_default_device(None), then this cell."
        )
    onlooker = Onlooker(Teller(about.question.name))
    try:
        return _carded(about.question, about.answer, onlooker, is_named=question is not None)
    except KeyboardInterrupt:
        told = f"check: {where_stopped(about.question, onlooker)}"
    stop_cells(told)
    return _only(told)


@torch.inference_mode(False)  # what a key draws, too, is to be derived
def _carded(about: Question, answer: Callable[..., Any], onlooker: Onlooker, is_named: bool) -> Card:
    from autograder.present.beneath import beneath_html, beneath_text
    from autograder.present.card import Beside, card_html, card_text
    from autograder.present.words import is_not_begun

    found = judged(about, answer, onlooker)
    verdict, beside = found.verdict, Beside()
    beneath = _beneath(onlooker)
    if is_not_begun(verdict):
        beneath = replace(beneath, frames=())
    else:
        # A function of another name, a bug hunt's say, earns nothing, whatever it does: its card shows no points.
        is_own = not is_named or _is_called(about.name, answer)
        verdict, beside = _noted(verdict, answer, is_named), _beside(found, answer, is_graded=is_own)
    # A function of another name is meant itself: the exercise's own may be in a later cell, and in order.
    name = getattr(answer, "__name__", about.name) if is_named else about.name
    above = [*_above(name, answer, ALTERED in found.evidence.flags), *_shown(onlooker)]
    lines = [
        *(each.text for each in above if each.text),
        card_text(verdict, about.title, beside),
        *beneath_text(beneath),
    ]
    pages = [*(each.page for each in above), card_html(verdict, about.title, beside), beneath_html(beneath)]
    return Card(verdict.points, "\n".join(lines), "".join(pages))


def _is_called(name: str, answer: Callable[..., Any]) -> bool:
    """Tell whether a function has that name, or stands under it in its own notebook (a decorator's has another)."""
    return getattr(answer, "__name__", name) == name or getattr(answer, "__globals__", {}).get(name) is answer


def _above(name: str, answer: Callable[..., Any], is_altered: bool) -> list[Shown]:
    """Return what stands above a card: a warning, once a session, and whether this is the function that is meant.

    Code of ours that is no longer what it was is taken for an upgrade or a reload, made in good faith.
    """
    from autograder.logbook import Progress
    from autograder.notebook.cells import if_edited, staleness
    from autograder.present.note import edited_html

    said, stale, edited = next(said_once(), None), staleness(name, answer), if_edited(name, answer)
    again = "The course's own code was replaced in this session, by an upgrade or a reload, say. Next: restart it."
    altered = line(again) if is_altered else None
    kept = Progress.at_home().told
    shown = [
        said,
        altered,
        line(kept) if kept else None,
        line(stale) if stale else None,
        Shown("", edited_html(edited)) if edited else None,
    ]
    return [each for each in shown if each]


def _shown(onlooker: Onlooker) -> list[Shown]:
    told = onlooker.displayed.told()
    return [line(told)] if told else []


def _beside(found: Judged, answer: Callable[..., Any], is_graded: bool) -> "Beside":
    """Return what a learner's own card shows besides the verdict."""
    from autograder.judge.failing import failing
    from autograder.notebook.ending import ending_of
    from autograder.present.card import Beside

    if found.verdict.points == found.verdict.max_points:
        return Beside(ending=ending_of(found.verdict.question, answer), is_graded=is_graded)
    failed = failing(found.evidence, found.key)
    if failed is not None and keeps(answer):
        failed = failed.from_the_first()
    return Beside(getattr(answer, "__name__", ""), failed, is_graded=is_graded)


def _noted(verdict: "Verdict", answer: Callable[..., Any], is_named: bool) -> "Verdict":
    """Enter a verdict in the logbook, and return it with as much help as the learner is due."""
    from autograder.logbook import Progress
    from autograder.notebook.helping import entered, staged

    if not is_named:
        return entered(verdict, _source(answer), Progress.at_home())
    # Not the exercise's own function, but a bug hunt's, say: no progress, and help for this session.
    told = verdict.diagnosis
    if told is None:
        return verdict
    named_so_far()[verdict.question, told.slug] += 1
    times = named_so_far()[verdict.question, told.slug]
    return replace(verdict, diagnosis=staged(told, times, _source(answer)))


def _source(answer: Callable[..., Any]) -> str:
    """Return an answer's lines with those of what it calls in its cell; without these if it is made in a function."""
    from autograder.notebook.helping import answer_in, assigned_in

    try:
        whole, own = "".join(inspect.findsource(answer)[0]), textwrap.dedent(inspect.getsource(answer))
    except (OSError, TypeError):  # it has no source
        return ""
    called = getattr(answer, "__name__", "")
    name = called if called.isidentifier() else assigned_in(own)
    found = answer_in(whole, name)
    return found if own.rstrip() in found else answer_in(own, name)


@cache
def named_so_far() -> Counter[tuple[str, str]]:
    """Return how often each mistake was named this session, by exercise and slug, for functions of another name."""
    return Counter()


def _beneath(onlooker: Onlooker) -> "Beneath":
    from autograder.notebook.cells import place_of
    from autograder.present.beneath import Beneath

    printed = onlooker.printed
    frames = tuple((place_of(each.file), each.function, each.lineno, each.line.strip()) for each in onlooker.frames)
    return Beneath(printed.lines(), printed.call, printed.others, frames, onlooker.error)


@cache
def said_once() -> Iterator[Shown]:
    """Return an iterator over what stands above the session's first card alone: a line if this torch is untested."""
    return iter([line(says) for says in [untested(torch.__version__)] if says])


def _display_evidence(about: Question, answer: Callable[..., Any]) -> None:
    data = {EVIDENCE_MIME: to_json(observe(about, answer, int(os.environ[SEED])))}
    direct = outbox()
    if direct is not None:
        direct.send(data)
        return
    from IPython.display import display

    display(data, raw=True)  # type: ignore[no-untyped-call]  # IPython has no types here
