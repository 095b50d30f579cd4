"""What a call is about: which exercise, and which function answers it; if that is unclear, one line that helps.

asked         what was passed to a call → `Asked`, or the line
helpful       decorates a call of ours: wrong arguments get a line, too
example       an exercise's name to show a call with
nearest       the exercise that a misspelt name may stand for
not_defined   the line for a function that is missing
"""

import functools
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from autograder import errors
from autograder.notebook.shown import only_observed
from autograder.notebook.unseen import until_seen
from autograder.observe.outbox import shell_at_work
from autograder.questions import LESSONS, Question
from autograder.questions import question as find_question

P = ParamSpec("P")
R = TypeVar("R")

_PACKAGE = __name__.rpartition(".")[0]
_LAMBDA = (lambda: None).__name__


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the function that answers it; None if the notebook has none of that name."""

    question: Question
    answer: Callable[..., Any] | None


def asked(verb: str, answer: object, named: object = None) -> Asked | str:
    """Return what a call is about, or a line that says what to write instead.

    `answer` is a function, or an exercise's name; `named`, if given, names the exercise that the function answers.
    """
    bound = _notebook()
    if isinstance(answer, str):
        found = find_question(answer)
        return Asked(found, _callable(bound.get(answer))) if found else _misspelt(verb, answer, bound)
    if not callable(answer):
        return (
            f"{verb}: expected a function, found {_kind(answer)}."
            f" Next: hand over the function itself, as in {verb}({example(bound)}), without calling it."
        )
    if named is not None and not isinstance(named, str) and not callable(named):
        return f'{verb}: expected an exercise\'s name, found {_kind(named)}. Next: {verb}(..., "{example(bound)}").'
    name = named if isinstance(named, str) else _name(answer if named is None else named, bound)
    found = find_question(name)
    if found is not None:
        return Asked(found, answer)
    return _misspelt(verb, name, bound) if name != _LAMBDA else _nameless(verb, bound)


def example(bound: Mapping[str, Any] | None = None) -> str:
    """Return an exercise's name to show a call with: the one that the notebook defined last, else the first of all."""
    bound = _notebook() if bound is None else bound
    here = [name for name, value in list(bound.items()) if find_question(name) and callable(value)]
    return here[-1] if here else LESSONS[0].questions[0].name


def nearest(name: str) -> str:
    """Return the exercise that a name is likely to stand for; empty if it resembles none."""
    names = [question.name for lesson in LESSONS for question in lesson.questions]
    return errors.nearest(name.strip().lower(), names, cutoff=0.7)


def not_defined(verb: str, about: Question) -> str:
    """Say that the notebook has no function of an exercise's name."""
    return (
        f"{verb}: {about.name} is not defined yet."
        f" Next: run the cell that begins with `def {about.name}`, then this one."
    )


def within_an_answer(verb: str) -> str:
    """Return the line for a `check` that stands inside an answer: it would call the answer again, without end."""
    return f"{verb}: an answer called it, so nothing was judged there. Next: call it in a cell of its own, below."


def helpful(shows: Callable[[str], R], as_in: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function answer a call with wrong arguments by one line; `shows` makes the line into a result.

    The line shows a right call, with `as_in` or an exercise's name. What a call returns and nothing shows is shown at
    the end of the cell, or of the program, that made the call.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                given = as_in or (example() if signature.parameters else "")
                name = function.__name__
                result = shows(f"{name}: {error}. Next: write it as in {name}({given}).")
            else:
                result = function(*args, **kwargs)
            if not only_observed() and (shell_at_work() or _notebook().get("__name__") == "__main__"):
                until_seen(result, (function, *args, *kwargs.values()))
            return result

        return call

    return decorate


def _notebook() -> Mapping[str, Any]:
    """Return the names that are bound where we were called from."""
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__", "").startswith(_PACKAGE) and frame.f_back is not None:
        frame = frame.f_back
    return {**frame.f_globals, **frame.f_locals}


def _callable(value: object) -> Callable[..., Any] | None:
    return value if callable(value) else None


def _name(answer: object, bound: Mapping[str, Any]) -> str:
    """Return the name that the notebook gave an answer: a lambda, a partial or an object has none of its own."""
    name = str(getattr(answer, "__name__", type(answer).__name__))
    if find_question(name) is not None:
        return name
    names = [key for key, value in bound.items() if value is answer and find_question(key)]
    if len(names) == 1:
        return names[0]
    return _name(answer.func, bound) if isinstance(answer, functools.partial) else name


def _kind(thing: object) -> str:
    """Say what a thing is: «None», «a Tensor», «a tuple»."""
    if thing is None or thing is ...:
        return "None" if thing is None else "dots"
    kind = type(thing).__name__
    return f"a{'n' if kind[:1].lower() in 'aeio' else ''} {kind}"


def _misspelt(verb: str, name: str, bound: Mapping[str, Any]) -> str:
    """Name the exercise that may be meant, or say how to name one."""
    shown, near = re.sub(r"\s+", " ", name)[:60], nearest(name)
    if near:
        return f"{verb}: no exercise is called {shown}: did you mean {near}? Next: {verb}({near})."
    instead = example(bound)
    way = f"{verb}({instead})" if verb != "check" else f'{verb}({shown}, "{instead}") if it answers {instead}'
    return f"{verb}: no exercise is called {shown}. Next: give the function the lesson's own name, or write {way}."


def _nameless(verb: str, bound: Mapping[str, Any]) -> str:
    name = example(bound)
    return (
        f"{verb}: a lambda has no name, so nobody knows which exercise it answers."
        f' Next: write it with `def`, or name the exercise: {verb}(..., "{name}").'
    )
