"""Key to `out_of_place`: its reference, and other sums than the one that is asked."""

import torch
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
FROM_THE_END = Mistake(
    "summed-from-the-end",
    "value",
    gives(lambda x: (x * x).flip(0).cumsum(0).flip(0)),
    "y[i] adds up the squares from x[i] to the last one.",
    "y[i] = x[0]² + … + x[i]² begins at the first: y[0] is x[0]², and the last holds all of them.",
    "Add up from the front: no `flip`, and no total minus what came before.",
)


def _averaged(x: Tensor) -> Tensor:
    return (x * x).cumsum(0) / torch.arange(1, len(x) + 1, dtype=x.dtype, device=x.device)


ALTERED = Mistake(
    "running-sum-altered",
    "value",
    lambda case: any(gives(made)(case) for made in (_averaged, lambda x: (x * x).cumsum(0).sqrt())),
    "These are running means, or roots of running sums.",
    "y[i] is the sum itself of the i + 1 squares.",
    "Leave the division, or the root, away.",
)
ADDED_UP_TWICE = Mistake(
    "added-up-twice",
    "value",
    gives(lambda x: (x * x).cumsum(0).cumsum(0)),
    "These are running sums of running sums.",
    "A total that is carried along holds all squares up to x[i] already; `cumsum` of such totals adds them once more.",
    "Either carry a total along, or call `cumsum`, once.",
)
SIZES_ADDED = Mistake(
    "running-sum-of-sizes",
    "value",
    gives(lambda x: x.abs().cumsum(0)),
    "These are running sums of |x[i]|.",
    "Both are never negative; y[i] adds x[i]².",
    "Square each entry: `(x * x).cumsum(0)`.",
)
TOTAL_ALONE = Mistake(
    "total-in-every-place",
    "value",
    gives(lambda x: (x * x).sum().expand(len(x))),
    "Every y[i] is the sum of all squares.",
    "y[i] ends at x[i]²: only the last one holds all of them.",
    "Use a running sum along x, `cumsum(0)`, in place of `sum()`.",
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
    (
        *COMMON,
        NOT_SQUARED,
        NOT_ADDED_UP,
        SUM_SQUARED,
        OWN_LEFT_OUT,
        FROM_THE_END,
        ALTERED,
        ADDED_UP_TWICE,
        SIZES_ADDED,
        TOTAL_ALONE,
        OVER_THE_BATCH,
        SLOPE_CUT_OFF,
    ),
    parts,
)
