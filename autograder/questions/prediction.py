"""Predictions: what a learner says before running, answered at once and never graded.

    Prediction    a question of a lesson, its choices, the right one, and what each choice reveals
    predictions   all of them
    Reply         what a guess gets: shown by a notebook as a small box, elsewhere as lines of text
    guess         name, choice → Reply

The question itself stands in the lesson, above the cell that holds `guess("01-ones", ...)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from types import EllipsisType

from autograder.questions import LESSONS
from autograder.questions.walk import loaded

_GREEN, _AMBER, _GREY = "#2f9e44", "#d9730d", "#868e96"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question to answer before running. `reveals` has one entry a choice, in the order of the lesson."""

    name: str
    right: str
    reveals: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a guess: one headline and what the guess reveals. `colour` only repeats the headline."""

    headline: str
    says: str
    colour: str

    def __repr__(self) -> str:
        return f"{self.headline}\n{self.says}"

    def _repr_html_(self) -> str:
        style = (
            f"border-left: 4px solid {self.colour}; border-radius: 4px; padding: 0.5em 0.9em 0.6em; margin: 0.5em 0;"
            " max-width: 60em; background: rgba(128, 128, 128, 0.07); line-height: 1.45;"
            " color: var(--jp-content-font-color1, inherit);"
            " font-family: var(--jp-content-font-family, system-ui, 'DejaVu Sans', sans-serif)"
        )
        return (
            f'<div class="mathjax_ignore tex2jax_ignore" role="note" style="{style}">'
            f"<strong>{escape(self.headline)}</strong><br>{escape(self.says)}</div>"
        )


@cache
def predictions() -> tuple[Prediction, ...]:
    """Return the predictions of every lesson that has some, in order."""
    specs = (find_spec(f"autograder.questions.{lesson.topic}.predictions") for lesson in LESSONS)
    found = (loaded(spec.name, Path(spec.origin or "")) for spec in specs if spec)
    return tuple(prediction for module in found for prediction in module.PREDICTIONS)


def guess(name: str, choice: str | int | EllipsisType) -> Reply:
    """Answer a prediction at once: what the choice gets right, or what it reveals.

    Never raises and never grades: an unknown name or choice is told which there are. `...` is «not chosen yet».
    """
    prediction = next((p for p in predictions() if p.name == name), None)
    if prediction is None:
        known = ", ".join(p.name for p in predictions())
        return Reply(f"No prediction is called {name!r}.", f"There are: {known}.", _GREY)
    choices = ", ".join(f'"{each}"' for each in prediction.reveals)
    if choice is ...:
        return Reply("Your guess, please.", f"Put one of {choices} in place of the dots, then run this cell.", _GREY)
    chosen = str(choice)
    if chosen not in prediction.reveals:
        return Reply(f"{choice!r} is not one of the choices.", f"Choose one of {choices}, quotes included.", _GREY)
    if chosen == prediction.right:
        return Reply(f'Yes: "{chosen}".', prediction.reveals[chosen], _GREEN)
    return Reply(f'Not "{chosen}".', prediction.reveals[chosen], _AMBER)
