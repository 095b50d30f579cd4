"""Key to `color_columns`: what makes a colouring, held against S itself, and what goes wrong with one."""

from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.property import ByProperty, Departure, Property, lacks
from autograder.answer_key.structure.left_behind import KEPT
from autograder.answer_key.wrong_results import first_kind
from autograder.questions.structure.patterns import colored


def columns_that_meet(pattern: Tensor) -> Tensor:
    """Tell for each pair of columns whether they share a row. Shapes: (M, N) → (N, N) bool."""
    places = pattern.to(torch.float32)
    return places.T @ places > 0


def _gaps(colors: Tensor, expected: Expected) -> Departure:
    used = sorted(set(colors.tolist()))
    found = f"{len(used)} colours, from {used[0]} to {used[-1]}"
    return Departure(float(used != list(range(len(used)))), found)


def _clashes(colors: Tensor, expected: Expected) -> Departure:
    clash = columns_that_meet(expected.args[0]) & (colors[:, None] == colors[None])
    pairs = clash.triu(1).nonzero().tolist()
    return Departure(float(len(pairs)), f"{len(pairs)} pairs of columns share a row and have the same colour")


GAPLESS = Property("the colours are 0, 1, … without gaps", _gaps)
APART = Property("columns that share a row differ", _clashes)
colouring = ByProperty((GAPLESS, APART))


def _wrong(case: Case) -> list[tuple[Any, Expected]]:
    return [(seen.result, e) for seen, e in case.wrong()]


def _colors_rows(case: Case) -> bool:
    """Wherever it can be told, there is a colour for each row, or one that holds for the transpose."""
    wrong = _wrong(case)
    told = [
        isinstance(found, Tensor) and found.shape == e.args[0].shape[:1] and _holds(found, e.args[0].T)
        for found, e in wrong
    ]
    return len(wrong) > 1 and all(told)


def _holds(found: Tensor, pattern: Tensor) -> bool:
    met = columns_that_meet(pattern) & ~torch.eye(len(found), dtype=torch.bool)
    return not bool((met & (found[:, None] == found[None])).any())


_ROWS = Mistake(
    "rows-for-columns",
    "value",
    _colors_rows,
    "You coloured the rows of S: rows that share a column differ.",
    "A product J t adds up columns, `S.shape[1]` of them. Which of these may go into one sum is asked; rows are what"
    " reverse mode adds up, and what S `@` its transpose compares.",
    "Let columns meet: `S.T @ S` has a number at [j, k] where columns j and k share a row.",
)


def _counts_from_one(case: Case) -> bool:
    wrong = _wrong(case)
    return bool(wrong) and all(
        isinstance(found, Tensor) and found.dtype is torch.int64 and colouring(found - 1, e) is None
        for found, e in wrong
    )


_FROM_ONE = Mistake(
    "colors-from-one",
    "value",
    _counts_from_one,
    "The colours begin at 1.",
    "What you `append` for a column is the index of a product, and the first of these is number 0.",
    "Begin at 0: the smallest number that no neighbour has.",
)
_GAPS = Mistake(
    "gaps-between-colors",
    "value",
    lambda case: lacks(GAPLESS.name)(case) and not _counts_from_one(case),
    "Some colours between the first and the last stand at no column.",
    "Who takes a product for each colour up to the largest makes some for nothing: what you `append` is an old colour,"
    " or the next.",
    "Number the colours as they come, 0, 1, 2, …; `unique(return_inverse=True)` closes gaps afterwards.",
)
_DTYPE = Mistake(
    "colors-not-int64",
    "value",
    lambda case: first_kind(case) == "dtype",
    "The colours are right, but they are no int64 tensor.",
    "Colours are indices: `products[colors[j], i]` takes whole numbers, and `one_hot` takes int64 alone.",
    "Make them by `torch.tensor(colors)` from a list of ints, or with `dtype=torch.int64`.",
)


def _repeats(case: Case) -> bool:
    """Column j has colour j mod so many; one call alone tells nothing, nor does one colour for all."""
    wrong = [found for found, _ in _wrong(case) if isinstance(found, Tensor) and found.dim() == 1]
    repeated = all(torch.equal(found, torch.arange(len(found)) % (int(found.max()) + 1)) for found in wrong)
    return len(wrong) > 1 and repeated and any(bool(found.any()) for found in wrong)


_REPEATS = Mistake(
    "band-taken-for-granted",
    "value",
    _repeats,
    "Your colours repeat along the columns, whatever S is.",
    "A `%` colours a band of one width. Elsewhere, or on a wider band, two columns of one colour meet.",
    "Ask S which columns meet, and give column j the first colour that none of these has.",
)


def _looks_at_the_last_alone(case: Case) -> bool:
    """No two columns that stand side by side clash, and others do; one call alone tells nothing."""
    wrong = _wrong(case)
    told = [isinstance(found, Tensor) and _apart_by_two(found, e.args[0]) for found, e in wrong]
    alone = len(wrong) > 1 and all(told) and lacks(APART.name)(case)
    return alone and not _colors_rows(case) and not _repeats(case)


def _apart_by_two(found: Tensor, pattern: Tensor) -> bool:
    clash = columns_that_meet(pattern) & (found[:, None] == found[None])
    return not bool(clash.diagonal(1).any())


_LAST_ALONE = Mistake(
    "neighbours-alone",
    "value",
    _looks_at_the_last_alone,
    "Columns side by side differ; columns further apart that share a row may have the same colour.",
    "Any two columns whose `&` is not empty end in one sum there, however far apart they stand.",
    "Hold column j against all columns before it, not against column j − 1 alone.",
)
_CLASH = Mistake(
    "columns-clash",
    "value",
    lacks(APART.name, GAPLESS.name),
    "Two columns that share a row have the same colour.",
    "In that row their numbers are added up in one product, and no one can tell them apart again.",
    "Work out `meets = S.T.float() @ S.float() > 0`, and hold your colours against it: `meets[j, k]` wants"
    " `colors[j] != colors[k]`.",
    rest=True,
)


def _colors_of(case: Case) -> list[tuple[Tensor, Tensor]]:
    pairs = ((seen.result, e.args[0]) for seen, e in case.pairs)
    return [(found, pattern) for found, pattern in pairs if isinstance(found, Tensor)]


def _one_each(case: Case) -> bool:
    """Every column has a colour of its own, everywhere."""
    return "result" in case.over and all(int(found.max()) + 1 == len(found) for found, _ in _colors_of(case))


_ONE_EACH = Mistake(
    "a-color-for-each-column",
    "cost",
    _one_each,
    "Every column has a colour of its own, whatever S is.",
    "`arange` is always a colouring, and it saves nothing: N products are what `jacfwd` takes.",
    "Let columns that meet nowhere have the same colour: take the first that no column met has, not a new one.",
)


def _takes_one_more(case: Case) -> bool:
    """Column by column, one more than the largest colour met so far."""
    return (
        "result" in case.over
        and not _one_each(case)
        and all(torch.equal(found, _one_more(pattern)) for found, pattern in _colors_of(case))
    )


def _one_more(pattern: Tensor) -> Tensor:
    met, colors = columns_that_meet(pattern).tolist(), list[int]()
    for neighbours in met:
        taken = [color for color, meets in zip(colors, neighbours, strict=False) if meets]
        colors.append(max(taken, default=-1) + 1)
    return torch.tensor(colors)


_ONE_MORE = Mistake(
    "one-more-than-the-largest",
    "cost",
    _takes_one_more,
    "Each column has one colour more than the largest among those that it meets.",
    "With a `+` for each column they climb to N on a band: smaller colours fall free again two columns on, and nobody"
    " takes them.",
    "Take the smallest number that no column met has: `next(c for c in range(n) if c not in taken)`.",
)
_TOO_MANY = Mistake(
    "too-many-colors",
    "cost",
    lambda case: "result" in case.over,
    "The colouring holds, with more colours than needed.",
    "Each colour is a product. One after another, a column meets at most so many others, and of one colour more than"
    " these one is always free for you to `append`.",
    "Go through the columns in order, and give each the smallest colour that no column met has.",
    rest=True,
)

_MISTAKES = (
    _ROWS,
    _FROM_ONE,
    _GAPS,
    _DTYPE,
    _REPEATS,
    _LAST_ALONE,
    KEPT,
    _CLASH,
    _ONE_EACH,
    _ONE_MORE,
    _TOO_MANY,
)

ENTRY = Entry(colored, _MISTAKES, colouring, signature="color_columns(S)")
