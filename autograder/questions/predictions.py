"""Predictions: what a learner says before running, answered at once and never graded.

    Prediction    a question of a lesson, its choices, the right one, and what each choice reveals
    PREDICTIONS   all of them
    Reply         what a guess gets: shown by a notebook as a small box, elsewhere as lines of text
    guess         name, choice → Reply

The question itself stands in the lesson, above the cell that holds `guess("01-ones", ...)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import EllipsisType

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


def guess(name: str, choice: str | int | EllipsisType) -> Reply:
    """Answer a prediction at once: what the choice gets right, or what it reveals.

    Never raises and never grades: an unknown name or choice is told which there are. `...` is «not chosen yet».
    """
    prediction = next((p for p in PREDICTIONS if p.name == name), None)
    if prediction is None:
        known = ", ".join(p.name for p in PREDICTIONS)
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


PREDICTIONS: tuple[Prediction, ...] = (
    Prediction(
        "01-ones",
        right="sum",
        reveals={
            "row": "You expect a gradient to belong to one output. But v = (1, 1) names both outputs, equally:"
            " nothing in it points at the first one. Which v would?",
            "sum": "v = (1, 1) takes one of each row and adds them. Every gradient of a summed loss that you ever took"
            " was such a sum of rows.",
            "both": "You expect M rows back. A reverse pass carries one vector of length M in, and brings one vector of"
            " length N out: there is no room for two rows.",
        },
    ),
    Prediction(
        "01-forwards",
        right="17",
        reveals={
            "1": "That is what it should be. But each call of one_row evaluates f for itself, and keeps no record.",
            "16": "Nearly: one evaluation for each of 16 rows. Look for one more, which only asks how long f(x) is.",
            "17": "One for each of 16 rows, and one more only to learn how many rows there are."
            " All of them compute the same y.",
        },
    ),
    Prediction(
        "01-half",
        right="half",
        reveals={
            "hardly": "You expect reverse passes to be so dear that forwards hide behind them. For layers like these a"
            " reverse pass does about the same multiplications as the forward: each row pays for both.",
            "half": "A row cost one forward and one reverse pass, about as dear as each other. Now it costs the reverse"
            " pass alone. A little less is saved than half: each pass has some fixed work too.",
            "to almost nothing": "You took the forwards for all of the cost. They vanish, all but one; the M reverse"
            " passes stay, and nothing in this lesson removes them. Lesson 02 does.",
        },
    ),
    Prediction(
        "01-step",
        right="grows",
        reveals={
            "shrinks": "On paper, yes: the formula's own error falls like the square of h. In a computer, f(x + hu) and"
            " f(x - hu) share nearly all their digits, and their difference keeps only the last, wrong ones.",
            "stays": "You expect a least possible error, reached and kept. But rounding errors of a fixed size"
            " are divided by 2h, and h shrinks.",
            "grows": "Two nearly equal numbers are subtracted, and what is left of rounding is divided by an ever"
            " smaller 2h.",
        },
    ),
    Prediction(
        "02-hellos",
        right="1",
        reveals={
            "1": "Python runs once. Inside, v looks like one vector and carries all four; each operation works on the"
            " whole batch.",
            "4": "You took vmap for a loop. A loop would run Python four times, and gain nothing. vmap runs it once, on"
            " a tensor that pretends to be a single vector.",
        },
    ),
    Prediction(
        "02-fair",
        right="smaller",
        reveals={
            "larger": "The fair loop is the faster opponent: it leaves out fifteen forwards. A lead over a faster"
            " opponent is smaller.",
            "the same": "That would be so if forwards cost nothing. In lesson 01 they were about half of the loop.",
            "smaller": "The tutorial's loop runs predict in every turn. Some of its 1.44 ms are forwards that nobody"
            " needed; vmap is credited with their absence.",
        },
    ),
    Prediction(
        "02-shape",
        right="(16, 16, 16)",
        reveals={
            "(16, 16)": "That is the weight's own shape, and that of one output's gradient. There are 16 outputs, each"
            " with such a gradient.",
            "(16, 16, 16)": "Output's shape first, argument's shape after: out.shape + arg.shape.",
            "(256, 16)": "Nothing is flattened, and outputs come first: the 16 in front counts outputs, then come the"
            " weight's own two axes.",
        },
    ),
    Prediction(
        "02-peak",
        right="over a hundred times",
        reveals={
            "as much": "J is what comes out. On the way the pass holds, for each of 256 vectors, all 2048 hidden"
            " values; J has only 32 numbers a row.",
            "ten times": "2048 hidden values against 32 inputs are 64 already, for one tensor of that size; several are"
            " alive at a time.",
            "over a hundred times": "256 vectors × 2048 hidden values are 64 times J, and a reverse pass holds several"
            " such tensors at a time.",
        },
    ),
    Prediction(
        "02-if",
        right="refused",
        reveals={
            "each its own": "That is what you would like, and what torch.where gives. A Python if is decided by Python,"
            " which runs once for the whole batch.",
            "first decides": "It would be an answer without an error, and wrong for half of the batch. vmap does not"
            " guess: it stops.",
            "refused": "One if, many truth values: no branch would be right for all, and vmap says so.",
        },
    ),
)
