"""Predictions: what a learner says before running, answered at once and never graded.

    Prediction    a question of a lesson, its choices, the right one, and what each choice reveals
    predictions   all of them
    Reply         what a guess gets
    guess         name, choice → Reply

The question itself stands in the lesson, above the cell that holds `guess("01-ones", ...)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import EllipsisType

from autograder.errors import nearest
from autograder.questions import LESSONS
from autograder.questions.walk import loaded

# The name by which `guess` asks about a mistake of the learner's own; no prediction is called so.
YOURS = "yours"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question to answer before running. `reveals` has one entry a choice, in the order of the lesson."""

    name: str
    right: str
    reveals: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a guess: one headline and what the guess reveals; `right` is None where there was no choice yet.

    `choices` are those to choose from, where no text above the cell has them.
    """

    headline: str
    says: str
    right: bool | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


@cache
def predictions() -> tuple[Prediction, ...]:
    """Return the predictions of every lesson that has some, in order."""
    specs = (find_spec(f"autograder.questions.{lesson.topic}.predictions") for lesson in LESSONS)
    found = (loaded(spec.name, Path(spec.origin or "")) for spec in specs if spec)
    return tuple(prediction for module in found for prediction in module.PREDICTIONS)


def guess(name: str, choice: str | int | EllipsisType) -> Reply:
    """Answer a prediction at once: what the choice gets right, or what it reveals.

    Never raises and never grades: a misspelt name is told the one that may be meant, an unknown choice which there
    are. `...` is «not chosen yet».
    """
    prediction = next((p for p in predictions() if p.name == name), None)
    if prediction is None:
        near = nearest(str(name), [p.name for p in predictions()])
        says = f'Did you mean "{near}"?' if near else "Put back the name that the lesson has in this cell."
        return Reply(f"No prediction is called {name!r}.", says)
    choices = ", ".join(f'"{each}"' for each in prediction.reveals)
    if choice is ...:
        return Reply("Your guess, please.", f"Put one of {choices} in place of the dots, then run this cell.")
    chosen = str(choice)
    if chosen not in prediction.reveals:
        return Reply(f"{choice!r} is not one of the choices.", f"Choose one of {choices}, quotes included.")
    if chosen == prediction.right:
        return Reply(f'Yes: "{chosen}".', prediction.reveals[chosen], right=True)
    return Reply(f'Not "{chosen}".', prediction.reveals[chosen], right=False)
