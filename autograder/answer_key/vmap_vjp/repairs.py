"""Key to lesson 02's three broken functions: references, and what goes wrong under vmap.

`MESSAGES` are mistakes that torch itself names; any function that is mapped can make them.
"""

import torch
from torch import Tensor

from autograder.answer_key.compare import parts
from autograder.answer_key.key import Entry, Mistake
from autograder.answer_key.vmap_vjp.messages import MESSAGES
from autograder.answer_key.vmap_vjp.repairs_detectors import (
    BY_OTHER_NORMS,
    border_moved,
    by_square,
    changes_its_input,
    finite,
    gives,
    of_another_length,
    one_divisor,
    right_by_itself,
    slope_misses,
    values_right_slopes_wrong,
    written_over,
)


def branch_by_where(x: Tensor) -> Tensor:
    """Return sin x where x.sum() > 0, else cos x. Shapes: (N,) → (N,)."""
    return torch.where(x.sum() > 0, x.sin(), x.cos())


def running_squares(x: Tensor) -> Tensor:
    """Return y with y[i] = x[0]² + … + x[i]². Shapes: (N,) → (N,)."""
    return (x * x).cumsum(0)


def unit_vector(x: Tensor) -> Tensor:
    """Return x / ‖x‖. Shapes: (N,) → (N,)."""
    norm: Tensor = torch.linalg.vector_norm(x)
    return x / norm


_COMMON = (
    Mistake(
        "input-overwritten",
        "value",
        changes_its_input,
        "The input is no longer as it was: x, or the whole batch X behind it, was written over.",
        "Inside the function x looks like a sample of its own, but under vmap it is a view of the caller's batch: to"
        " write there raises no error, and changes what the caller holds.",
        "Build new tensors: no `x[i] = …`, no `x += …`, no operation that ends in an underscore on x.",
    ),
    *(written_over(message) for message in MESSAGES),
)


def _cut_off(slug: str, saw: str) -> Mistake:
    return Mistake(
        slug,
        "value",
        lambda case: values_right_slopes_wrong(case) and finite(case),
        saw,
        "`.detach()`, `.data`, `no_grad` or a tensor made anew gives the right number and forgets where it came from:"
        " for the derivative it is a constant.",
        "Let every tensor between x and the result be computed by torch's operations, with nothing detached.",
        rest=True,
    )


_BRANCHLESS = (
    *_COMMON,
    Mistake(
        "zero-in-the-wrong-branch",
        "value",
        gives(lambda x: torch.where(x.sum() >= 0, x.sin(), x.cos())),
        "A sum of exactly 0 took the sine.",
        "The sine is for x.sum() > 0; 0 is not above 0.",
        "Compare with `>`, and let everything else be the cosine.",
    ),
    Mistake(
        "border-beside-zero",
        "value",
        border_moved,
        "A sum barely above 0 took the cosine, or one barely below 0 the sine.",
        "The sine is for x.sum() > 0, however near. A threshold of its own, or a steep sigmoid, moves the border.",
        "Compare with 0 itself: `x.sum() > 0`.",
    ),
    Mistake(
        "chosen-entry-by-entry",
        "value",
        gives(lambda x: torch.where(x > 0, x.sin(), x.cos())),
        "Each entry chose its branch by itself.",
        "The condition is one for the whole of x: the sign of its sum.",
        "Use `x.sum() > 0`, of shape (); `torch.where` spreads it over x.",
    ),
    Mistake(
        "branches-swapped",
        "value",
        gives(lambda x: torch.where(x.sum() > 0, x.cos(), x.sin())),
        "The cosine came where the sine belongs, and the other way round.",
        "`torch.where(condition, a, b)` takes a where the condition holds.",
        "Swap the two.",
    ),
    Mistake(
        "one-branch-for-the-batch",
        "value",
        right_by_itself,
        "By itself it is right; mapped, samples got a branch that is not theirs.",
        "The branch was chosen once for the whole batch.",
        "Choose with `torch.where` on a condition made from x, which differs from sample to sample.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)


_OUT_OF_PLACE = (
    *_COMMON,
    Mistake(
        "running-sum-not-of-squares",
        "value",
        gives(lambda x: x.cumsum(0)),
        "These are running sums of x, not of its squares.",
        "y[i] adds x[0]² to x[i]².",
        "Square first: `(x * x).cumsum(0)`.",
    ),
    Mistake(
        "only-squares",
        "value",
        gives(lambda x: x * x),
        "These are the squares, not yet added up.",
        "y[i] holds all squares up to x[i]².",
        "Add them up along x, with `cumsum(0)` or a running total.",
    ),
    Mistake(
        "own-square-left-out",
        "value",
        gives(lambda x: (x * x).cumsum(0) - x * x),
        "y[i] lacks x[i]² itself.",
        "The sum goes up to i, and includes it: y[0] is x[0]².",
        "Add x[i]² before you keep the total.",
    ),
    Mistake(
        "summed-over-the-batch",
        "value",
        right_by_itself,
        "By itself it is right; mapped, samples got mixed up.",
        "Something in it depends on more than the one sample.",
        "Write it for one x of shape (N,), and let vmap add the batch.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)


_ITEMLESS = (
    *_COMMON,
    Mistake(
        "norm-held-constant",
        "value",
        slope_misses(lambda x: torch.eye(len(x), dtype=x.dtype) / x.norm()),
        "The derivative is that of x / c, with the norm as a constant c.",
        "‖x‖ moves as x moves. A norm that is detached, taken from `.data` or under `no_grad` has the right value, and"
        " no record.",
        "Divide by `x.norm()` itself. For N = 1 the right derivative is 0.",
    ),
    Mistake(
        "one-norm-for-the-batch",
        "value",
        lambda case: right_by_itself(case) and one_divisor(case),
        "By itself it is right; mapped, samples were divided by a norm that is not theirs.",
        "The norm was taken over more than the one sample.",
        "Take the norm of x as the function sees it, of shape (N,).",
    ),
    Mistake(
        "norm-not-rooted",
        "value",
        gives(by_square),
        "x was divided by ‖x‖², not by ‖x‖.",
        "The Euclidean norm is the square root of the sum of squares.",
        "Take `.sqrt()` of that sum, or `x.norm()`.",
    ),
    Mistake(
        "another-norm",
        "value",
        lambda case: any(gives(each)(case) for each in BY_OTHER_NORMS),
        "x was divided by another norm.",
        "‖x‖ here is the Euclidean norm, the root of the sum of squares.",
        "`x.norm()`, or `torch.linalg.vector_norm(x)`, with no order given.",
    ),
    Mistake(
        "length-not-one",
        "value",
        of_another_length,
        "Your result points along x, and its length is not always 1.",
        "Something added to ‖x‖ or under its root, or a bound on it, keeps a division from 0, and moves the lengths of"
        " all vectors or of small ones.",
        "Divide by `x.norm()` as it is. A guard of `clamp_min(1e-12)` moves nothing that is asked here.",
    ),
    _cut_off("slope-cut-off", "The values are right, and the derivative is not."),
)


ENTRIES = {
    "branchless": Entry(branch_by_where, _BRANCHLESS, parts),
    "out_of_place": Entry(running_squares, _OUT_OF_PLACE, parts),
    "itemless": Entry(unit_vector, _ITEMLESS, parts),
}
