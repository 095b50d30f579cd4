"""Mistakes in handing unit vectors to a pullback under vmap, most of them named by torch.

Offers: `MESSAGES`, all of them.
"""

from dataclasses import replace

from torch import Tensor

from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.row_by_row import torch_messages as in_a_loop
from autograder.answer_key.row_by_row.rows import gives
from autograder.answer_key.vmap_vjp.torch_messages import MESSAGES as UNDER_TRANSFORMS

_MISMATCH = "Mismatch in shape: grad_output"


def _is_square(message: str) -> bool:
    shapes = [part.split("]")[0] for part in message.split("Size([")[1:]]
    return len(shapes) == 2 and shapes[0] == f"{shapes[1]}, {shapes[1]}"


def _gives_whole_identity(case: Case) -> bool:
    first = case.first_raised
    return first is not None and case.raised(_MISMATCH) and _is_square(first.message)


WHOLE_IDENTITY = replace(
    in_a_loop.WHOLE_IDENTITY,
    shows=_gives_whole_identity,
    next_step="Let vmap hand over the identity's rows: `vmap(pullback)(units)`.",
)


def _wants_units_shaped_like_y(case: Case) -> bool:
    """A flat cotangent was given for an output of two axes."""
    first = case.first_raised
    if first is None or not case.raised(_MISMATCH):
        return False
    return first.message.rsplit("[", 1)[-1].count(",") > 0 and not _is_square(first.message)


NOT_VIEWED = Mistake(
    "basis-not-viewed",
    "value",
    _wants_units_shaped_like_y,
    "The unit vectors are flat, and f's output is a matrix.",
    "A cotangent has the output's shape. `torch.eye(y.numel())` counts the entries of y rightly, and lays them out in"
    " one line.",
    "View each row as y: `torch.eye(y.numel(), ...).reshape(-1, *y.shape)`.",
)


def _is_sized_otherwise(case: Case) -> bool:
    return case.raised(_MISMATCH) and not _gives_whole_identity(case) and not _wants_units_shaped_like_y(case)


SIZED_BY_INPUT = replace(
    in_a_loop.SIZED_BY_INPUT,
    shows=_is_sized_otherwise,
    next_step="There is one unit vector for each output, and vmap runs over the axis that counts them:"
    " `torch.eye(len(y))`, mapped along its first axis.",
)


def _is_tuple_of_one(case: Case) -> bool:
    """A tuple of one came where a tensor is meant, was worked with, or was stacked into a further axis."""
    if case.raised("'tuple' object", "but got tuple", "must be Tensor, not tuple"):
        return True
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong() if isinstance(expected.result, Tensor)]
    given = [isinstance(got, tuple) and len(got) == 1 for got, _ in wrong]
    return (bool(given) and all(given)) or gives(lambda matrix: matrix[None])(case)


TUPLE = Mistake(
    "tuple-not-unpacked",
    "value",
    _is_tuple_of_one,
    "A tuple came back, or was worked with, where its only tensor is meant.",
    "The pullback gives a tuple, an entry for each argument of f, even where there is one; so does"
    " `torch.autograd.grad`. Under vmap each entry becomes a batch, and the tuple stays.",
    "Take its only entry: `(jacobian,) = vmap(pullback)(units)`.",
)

MESSAGES = (
    in_a_loop.NO_COTANGENT,
    in_a_loop.GRAPH_FREED,
    in_a_loop.IN_PLACE_ON_LEAF,
    in_a_loop.IN_PLACE_ON_SAVED,
    in_a_loop.NOT_IN_THE_GRAPH,
    in_a_loop.INPUT_NOT_TRACKED,
    in_a_loop.INTEGER_INPUT,
    in_a_loop.VIEW,
    WHOLE_IDENTITY,
    NOT_VIEWED,
    SIZED_BY_INPUT,
    TUPLE,
    *UNDER_TRANSFORMS,
)
