"""The answer key, held on the grader's side alone: expected results, costs to compare with, known mistakes.

An exercise's entry lies where its question does, `topic/exercise.py`; a course's own folder `answer_key/` adds to them.
These modules are what entries are written with:

    key                what an entry is made of, and what a mistake's detector sees
    compare            how a result is compared with the expected one, and every tolerance
    property           how a result is judged where many are right
    costs              what the known ways cost in each call, measured or recorded
    loops              derivatives by plain loops, to be believed where torch's are not

Mistakes that any answer can make:

    everywhere         all of them, in the order in which they speak
    unfinished         no result: not written, nothing returned, raised, cut short
    no_results         something else in a result's place
    between_calls      what outlives a call: changed arguments, changed or repeated results
    wrong_results      results of the wrong sort, form or numbers
    wrong_shapes       an axis that is gone, or axes in another order
    wrong_rows         rows that are made of the right ones
    wrong_numbers      numbers that are wrong in a way that can be recognised
    wrong_by_chance    numbers that are off by what does not hang on the inputs
    wrong_by_a_factor  numbers that are right but for a factor, or for what was added to all
    wrong_in_part      numbers of which some are right
    wrong_where_small  numbers that are right until they are small
    wrong_ways         right results by a way that is ruled out or too dear

What detectors of several exercises share:

    departing          where a wrong result departs from the right one
    altered            products of a damped matrix, of a shortened direction, at another point
    peaks              why a peak is too high

What a learner is told besides:

    asks               the question that leads to a mistake
    meanings           what an error of Python's or torch's means

Offers: `key_for`, `entry_of`, `signature_of`, `questions_of_their_own`, `ways_otherwise`, `ways_taught`, and the types
of `key.py`.
"""

import copy
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from autograder import course_folder
from autograder.answer_key.costs import NoKey, measured, recorded
from autograder.answer_key.everywhere import EVERYWHERE, FIRST
from autograder.answer_key.key import Case, Entry, Expected, Key, Mistake, Usual
from autograder.answer_key.property import ByProperty
from autograder.errors import CourseError
from autograder.observe.capture import fresh_state, sampled
from autograder.observe.evidence import Result
from autograder.questions import LESSONS, Answer, Question, Trend, lesson_of
from autograder.questions import question as find_question
from autograder.questions.device import on_the_cpu
from autograder.questions.draw import Changing
from autograder.questions.walk import keep_apart, loaded


def _entries() -> dict[str, Entry]:
    """Return question → entry, found by walking the lessons; raise CourseError where a file of the key has none."""
    folder = course_folder.own(course_folder.KEY)
    if folder is not None:
        keep_apart(folder, __path__[0])
        __path__.append(str(folder))
    found: dict[str, Entry] = {}
    for lesson in sorted(LESSONS, key=lambda lesson: lesson.own):
        for question in lesson.questions:
            place = Path(__path__[-1 if lesson.own else 0]) / lesson.topic / f"{question.name}.py"
            if question.name not in found and place.is_file():
                found[question.name] = entry = _read(f"{__name__}.{lesson.topic}", place)
                _refuse_timed_properties(question, entry, place)
    return found


def _read(package: str, place: Path) -> Entry:
    loaded(package, place.with_name("__init__.py"))
    entry = getattr(loaded(f"{package}.{place.stem}", place), "ENTRY", None)
    if not isinstance(entry, Entry):
        raise CourseError(str(place), "ENTRY, an Entry", "none" if entry is None else type(entry).__name__)
    return entry


def _refuse_timed_properties(question: Question, entry: Entry, place: Path) -> None:
    """Raise CourseError where a question has a trend and many right results: timed ones are compared with numbers."""
    if question.trend is not None and isinstance(entry.compare, ByProperty):
        told = "a comparison with numbers, since the question has a trend"
        raise CourseError(str(place), told, "ByProperty", "Leave out the question's trend, or compare with numbers.")


ENTRIES: dict[str, Entry] = _entries()


def ways_otherwise() -> dict[str, Answer]:
    """Return question → another way to its right results than its entry's, from each lesson's `otherwise.py`."""
    return _tables("otherwise", "another way")


@cache
def questions_of_their_own() -> dict[str, dict[str, str]]:
    """Return question → mistake → what its first card asks, from each lesson's `asks.py`."""
    return _tables("asks", "mistake → question")


@cache
def ways_taught() -> dict[str, tuple[Answer, ...]]:
    """Return question → the lesson's way, then leaner ones, from each lesson's `taught.py`.

    A question that is not there has its entry's reference alone. A student's wheel is built without these files.
    """
    taught = _tables("taught", "its ways, the lesson's first")
    return {name: taught.get(name, (entry.reference,)) for name, entry in ENTRIES.items()}


def _tables(stem: str, holds: str) -> dict[str, Any]:
    """Return all lessons' tables of one name, put together."""
    found: dict[str, Any] = {}
    for lesson in LESSONS:
        place = Path(__path__[-1 if lesson.own else 0]) / lesson.topic / f"{stem}.py"
        if place.is_file():
            loaded(f"{__name__}.{lesson.topic}", place.with_name("__init__.py"))
            table = getattr(loaded(f"{__name__}.{lesson.topic}.{stem}", place), stem.upper(), None)
            if not isinstance(table, dict):
                raise CourseError(str(place), f"{stem.upper()}, a table: exercise → {holds}", type(table).__name__)
            found |= table
    return found


questions_of_their_own()  # with the entries: a worker is forked after them, and imports nothing later


@on_the_cpu
def key_for(question: Question, seed: int) -> Key:
    """Work the key out for one seed: the reference runs on the very inputs that the answer was given."""
    entry = entry_of(question)
    usual = _usual(question.name)
    expected = []
    with fresh_state():
        for call, its in zip(question.calls(seed), usual, strict=True):
            if call.before is not None:
                call.before()
            args = tuple(map(_as_now, call.args))
            expected.append(Expected(call, args, question.ask(entry.reference, call), its))
    timed, mistakes = _timed(question.trend, seed), FIRST + entry.mistakes + EVERYWHERE
    return Key(question, seed, tuple(expected), timed, entry.compare, mistakes, signature_of(question.name, entry))


def signature_of(name: str, entry: Entry) -> str:
    """Return how an answer is called, as the lesson writes it: the reference is called the same way."""
    if entry.signature:
        return entry.signature
    found = inspect.signature(entry.reference).parameters.values()
    bare = ", ".join(str(each.replace(annotation=each.empty)) for each in found)
    return f"{name}({re.sub(r'e-0(?=[0-9])', 'e-', bare)})"


def _as_now(arg: Any) -> Any:
    """Return an argument as it is now: a copy, where a later call may change it."""
    if isinstance(arg, Tensor):
        return arg.clone()
    if isinstance(arg, dict | nn.Module):
        return copy.deepcopy(arg)
    return arg.inside if isinstance(arg, Changing) else arg


def _timed(trend: Trend | None, seed: int) -> Callable[[str, int], Result]:
    """Return a function that works out what a trend's call should give, from its label and its turn."""

    @cache
    def result(label: str, turn: int) -> Result:
        for size in trend.sizes if trend else ():
            if trend and trend.label(size) == label:
                with fresh_state():
                    return sampled(trend.reference(*trend.inputs(seed, size, turn)))
        return None

    return result


def entry_of(question: Question) -> Entry:
    """Return a question's entry; raise NoKey where there is none."""
    entry = ENTRIES.get(question.name)
    if entry is None:
        lesson = lesson_of(question.name)
        place = f"answer_key/{lesson.topic if lesson else 'TOPIC'}/{question.name}.py"
        raise NoKey(
            place, f"the entry of {question.name}", "none", "Write it: ENTRY = Entry(reference, mistakes, compare)."
        )
    return entry


@cache
def _usual(name: str) -> tuple[Usual, ...]:
    """Return what the known ways cost in each call, recorded or measured: once a process, for all seeds."""
    question = find_question(name)
    assert question is not None
    return recorded(name) or measured(question, ways_taught()[name])


__all__ = [
    "ENTRIES",
    "Case",
    "Entry",
    "Expected",
    "Key",
    "Mistake",
    "NoKey",
    "Usual",
    "entry_of",
    "key_for",
    "questions_of_their_own",
    "signature_of",
    "ways_otherwise",
    "ways_taught",
]
