"""Key to `out_of_place`: its reference, and other sums than the one that is asked."""

from torch import Tensor

from autograder.answer_key.compare import parts
from autograder.answer_key.key import Entry, Mistake
from autograder.answer_key.vmap_vjp.transforms import COMMON, SLOPE_CUT_OFF, gives, right_by_itself


def running_squares(x: Tensor) -> Tensor:
    """Return y with y[i] = x[0]² + … + x[i]². Shapes: (N,) → (N,)."""
    return (x * x).cumsum(0)


NOT_SQUARED = Mistake(
    "running-sum-not-of-squares",
    "value",
    gives(lambda x: x.cumsum(0)),
    "These are running sums of x, not of its squares.",
    "y[i] adds x[0]² to x[i]².",
    "Square first: `(x * x).cumsum(0)`.",
)
NOT_ADDED_UP = Mistake(
    "only-squares",
    "value",
    gives(lambda x: x * x),
    "These are the squares, not yet added up.",
    "y[i] holds all squares up to x[i]².",
    "Add them up along x, with `cumsum(0)` or a running total.",
)
SUM_SQUARED = Mistake(
    "squared-after-the-sum",
    "value",
    gives(lambda x: x.cumsum(0).square()),
    "These are the squares of running sums.",
    "(a + b)² is not a² + b²: y[i] adds up squares.",
    "Square first, then add up: `(x * x).cumsum(0)`.",
)
OWN_LEFT_OUT = Mistake(
    "own-square-left-out",
    "value",
    gives(lambda x: (x * x).cumsum(0) - x * x),
    "y[i] lacks x[i]² itself.",
    "The sum goes up to i, and includes it: y[0] is x[0]².",
    "Add x[i]² before you keep the total.",
)
OVER_THE_BATCH = Mistake(
    "summed-over-the-batch",
    "value",
    right_by_itself,
    "By itself it is right; mapped, samples got mixed up.",
    "Something in it depends on more than the one sample.",
    "Write it for one x of shape (N,), and let vmap add the batch.",
)

ENTRY = Entry(
    running_squares,
    (*COMMON, NOT_SQUARED, NOT_ADDED_UP, SUM_SQUARED, OWN_LEFT_OUT, OVER_THE_BATCH, SLOPE_CUT_OFF),
    parts,
)
