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
            "as much": "J is what comes out. On the way the pass holds, for each of 128 vectors, all 1024 hidden"
            " values; J has only 16 numbers a row.",
            "ten times": "1024 hidden values against 16 inputs are 64 already, for one tensor of that size; several are"
            " alive at a time.",
            "over a hundred times": "128 vectors × 1024 hidden values are 64 times J, and a reverse pass holds several"
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
    Prediction(
        "03-tangent",
        right="column",
        reveals={
            "row": "You expect a gradient, one number for each input. But t is used up: it says how the inputs move."
            " What comes out says how the outputs follow.",
            "column": "Only input 1 moves, so you see how each output follows it: column 1, a number for each output.",
            "both columns": "You expect as many columns as there are outputs, or inputs. One tangent is one way to"
            " move: J t is a vector, and here it is a single column.",
        },
    ),
    Prediction(
        "03-width",
        right="32",
        reveals={
            "32": "One unit tangent for each input, whatever the number of outputs. The reverse-mode pass would be 2048"
            " vectors wide.",
            "2048": "That is the width in reverse mode, one vector for each output. A tangent starts at an input.",
            "65536": "That is how many numbers J has. No pass computes them one by one: each of its vectors brings a"
            " whole row or column.",
        },
    ),
    Prediction(
        "03-square",
        right="rev",
        reveals={
            "fwd": "Both passes are 128 wide, and you expect the one without a walk back to be quicker. But every step"
            " of forward mode computes value and tangents side by side, at some cost of its own.",
            "rev": "Both passes are 128 wide, so no rule of widths decides. By the clock reverse mode has a small edge"
            " there: so M = N is no sharp border.",
            "neither": "By widths, no. A clock counts more: each operation's fixed cost, and forward mode's rules have"
            " more of it here.",
        },
    ),
    Prediction(
        "03-no-grad",
        right="jacrev",
        reveals={
            "jacrev": "Reverse mode walks back over what was recorded, and inside no_grad nothing was. Forward mode"
            " carries its tangents along with the values, and never asks for a record.",
            "jacfwd": "You expect no_grad to stop tangents. It stops recording; tangents travel with the values, and"
            " need no record.",
            "both": "That would be the worst case: nothing would show. no_grad stops recording, which only reverse mode"
            " needs; detach would fool both.",
        },
    ),
    Prediction(
        "04-shape",
        right="(2, 3, 3)",
        reveals={
            "(3, 3)": "That is the Hessian of one output. There are two, and each is curved in its own way.",
            "(2, 3, 3)": "Outputs first, then one axis for each time that x was differentiated: a Hessian for each"
            " output.",
            "(6, 6)": "You expect outputs and inputs to be paired. But the inputs are differentiated twice,"
            " the outputs not at all.",
        },
    ),
    Prediction(
        "04-vector",
        right="fwd_rev",
        reveals={
            "fwd_rev": "The inner reverse pass has M rows, few; the outer forward pass pushes N tangents and keeps"
            " nothing for a way back.",
            "rev_rev": "You expect reverse mode to be right for both levels. But the function that the outer level"
            " differentiates has M · N outputs, all rows of a Jacobian: that is a tall one.",
            "fwd_fwd": "No record is kept, so this is not a bad guess: it comes second here. But N · N tangents go"
            " through f at once.",
            "rev_fwd": "This is the dearest: N tangents are recorded on their way, and M · N rows walk back over all"
            " of them.",
        },
    ),
    Prediction(
        "04-scalar",
        right="rev_rev",
        reveals={
            "fwd_rev": "That is what `hessian` does, and what was best above. But look at the outer level again: the"
            " gradient has N outputs and N inputs. It is square, and there reverse mode has the edge.",
            "rev_rev": "The gradient has N outputs and N inputs: near square, where reverse mode has an edge.",
            "no difference": "Widths alone say so: N rows or N tangents. Counts of operations decide it, and forward"
            " mode carries a value and a tangent through each step of the way back.",
        },
    ),
    Prediction(
        "04-relu",
        right="zero",
        reveals={
            "small": "You expect a bent function to be a little curved. All of its bend sits in the kinks,"
            " and no point that you draw lies on one.",
            "zero": "Between its kinks a ReLU network is a flat piece of a plane. Flat has no curvature, exactly.",
            "an error": "ReLU has no second derivative at its kink. PyTorch says nothing of that, and takes 0.",
        },
    ),
    Prediction(
        "04-norm",
        right="nan",
        reveals={
            "0": "Two of the four say so, those with forward mode outside. A number that looks right is no proof: the"
            " norm has no curvature at 0 that one could name.",
            "nan": "On its way back over a way back it divides zero by zero. That is the honest answer of the two:"
            " at 0 the norm has a kink.",
            "infinite": "The true curvature does grow without end as x comes near 0. At 0 itself reverse mode meets"
            " 0 / 0.",
        },
    ),
    Prediction(
        "05-pairs",
        right="(64, 33, 64, 31)",
        reveals={
            "(64, 33, 31)": "That is what you want, and not what you asked. vmap(f) takes 64 · 31 numbers and gives"
            " 64 · 33: jacrev differentiates each of these by each of those, without knowing which belong together.",
            "(64, 33, 64, 31)": "Output shape, then input shape: jacrev knows no batch. Of the 64 · 64 blocks only 64"
            " can be other than zero.",
            "(33, 31)": "You expect the samples to be added up. That is what the gradient of a summed loss by shared"
            " weights does. Here each sample's own x is asked about.",
        },
    ),
    Prediction(
        "05-sum",
        right="its own",
        reveals={
            "everyone's": "The outputs were added, yes. But the derivative is taken by row 5 of X, and of all the"
            " outputs that were added only those of row 5 move with it.",
            "its own": "Row 5 of X moves row 5 of f(X) alone. In the sum all other terms stand still.",
            "an average": "An average would divide by B. So would a mean; a sum adds, and adds only zeros.",
        },
    ),
    Prediction(
        "05-norm",
        right="nearly zero",
        reveals={
            "the same as before": "The trick stands on one assumption: that other rows stand still. Batch norm takes"
            " its mean and its variance from all rows.",
            "nearly zero": "Batch norm makes every column of its output sum to zero, wherever the inputs go. The"
            " derivative of a constant is zero, up to rounding.",
            "an error": "Every shape is right, so nothing complains. That is what makes it worth knowing.",
        },
    ),
    Prediction(
        "05-memory",
        right="33 GB",
        reveals={
            "8 MB": "That is vmap(hessian(f)): 64 · 33 · 31 · 31 numbers. The other order pairs each sample with each"
            " sample, twice.",
            "520 MB": "You multiplied by 64 once. There are two derivatives, and each of them brings a batch axis.",
            "33 GB": "64³ · 33 · 31² numbers of 4 bytes, of which one in 64² can be other than zero.",
        },
    ),
    Prediction(
        "06-first",
        right="the gradient",
        reveals={
            "the gradient": "A jvp gives the function's value and the value's derivative along v. The function is the"
            " gradient, so the value is the gradient. H v is the second of the two.",
            "H v": "That is the second of the two. It is the commonest slip of this lesson to take the first, and its"
            " shape is right, so nothing complains.",
            "f(x)": "That would be `jvp(f, …)`. Here the function that is pushed through is grad(f).",
        },
    ),
    Prediction(
        "06-cost",
        right="a few gradients",
        reveals={
            "a few gradients": "The gradient costs a few evaluations of f, whatever N. Pushing one tangent through it"
            " costs a few times that again, whatever N.",
            "N gradients": "That is the whole Hessian: a pass for each of N directions. You asked for one direction.",
            "half a Hessian": "Half of N times N is still N times too much. Symmetry saves a factor of two; asking for"
            " one direction saves a factor of N.",
        },
    ),
    Prediction(
        "06-vhp",
        right="the same numbers",
        reveals={
            "the same numbers": "H is symmetric, so a row times H is H times the column. The road differs: reverse"
            " mode for a row, forward mode for a column.",
            "the same, transposed": "A vector of shape (N,) has no transpose. And H is its own.",
            "others": "For a Jacobian they would be: v J and J v even have different lengths. But H is symmetric.",
        },
    ),
    Prediction(
        "06-leaner",
        right="reverse over reverse",
        reveals={
            "forward over reverse": "So says what one reads about it. The argument: no record is kept of the outer"
            " pass. But every number on the way now comes with its tangent.",
            "reverse over reverse": "The outer pass does keep a record. But it need not carry a tangent beside each"
            " number, and here that weighs more.",
            "equal": "Both take a handful of vectors of length N, so this is a fair guess. The handfuls differ.",
        },
    ),
    Prediction(
        "06-rows",
        right="where H is diagonal",
        reveals={
            "always": "Row i of H adds up all that x_i does together with every other x_j. One product gives N sums,"
            " not N diagonal entries.",
            "where H is diagonal": "Then each row holds one number, and its sum is that number. That is the case for a"
            " sum of functions of one x each: most test functions one writes down in haste.",
            "never": "There is one case, and it is the trap: test it on sin(x).sum(), and the sums are right.",
        },
    ),
    Prediction(
        "06-probes",
        right="4 times",
        reveals={
            "2 times": "A mean's error falls like one over the root of the count. Twice the probes, 0.7 of the error.",
            "4 times": "The error falls like one over the root of K. Two more digits cost ten thousand times the work:"
            " that is what coins are good for, and what not.",
            "16 times": "That would be a fourth root. A mean of independent throws does better.",
        },
    ),
)
