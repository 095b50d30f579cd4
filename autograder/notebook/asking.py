"""Which question a call is about, by the name that the notebook gave an answer.

Offers: `asked`, `name_of`, `unknown` (the line for a name that no question has).
"""

import sys

from autograder.questions import LESSONS, Question
from autograder.questions import question as find_question

_PACKAGE = __name__.rpartition(".")[0]


def asked(answer: object, named: str | None = None) -> Question | None:
    """Return the question of the name that was given, else that of the answer's own; None where there is none."""
    return find_question(named if named is not None else name_of(answer))


def name_of(answer: object) -> str:
    """Return the name that the notebook gave an answer: a lambda, a partial or an object has none of its own."""
    name = str(getattr(answer, "__name__", type(answer).__name__))
    if find_question(name) is not None:
        return name
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__", "").startswith(_PACKAGE) and frame.f_back is not None:
        frame = frame.f_back
    bound = [key for key, value in list(frame.f_globals.items()) if value is answer and find_question(key)]
    return bound[0] if len(bound) == 1 else name


def unknown(answer: object, named: str | None = None) -> str:
    """Say that no question is called so."""
    known = ", ".join(q.name for lesson in LESSONS for q in lesson.questions)
    return (
        f"check: no question is called {named or name_of(answer)}; known are {known}."
        " Next: give the function the name that the lesson asks for."
    )
