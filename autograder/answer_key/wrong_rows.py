"""Rows that are made of the right ones: each by a factor of its own, or several put together. So with columns.

Offers each mistake by its name; `mixture` (the matrix that makes given rows of the right ones), `leave_no_choice`
(whether there is one such at most). They claim matrices.
"""

import torch
from torch import Tensor

from autograder.answer_key.departing import departing
from autograder.answer_key.key import Case, Mistake

_TELLING = 2  # calls, and rows of each, of which chance makes no mixture
_LEFT = {torch.float64: 1e-9, torch.float32: 1e-4}  # of the largest number: what is no mixture


def mixture(now: Tensor, right: Tensor) -> Tensor | None:
    """Return C with now = C · right, where fewer rows than columns leave no choice; None where there is none.

    Shapes: now (K, N), right (M, N) → (K, M).
    """
    if not leave_no_choice(right) or right.dtype not in _LEFT or not now.isfinite().all():
        return None
    rows, made = right.double(), now.double()
    found: Tensor = made @ torch.linalg.pinv(rows)
    return found if (made - found @ rows).abs().max() <= _LEFT[right.dtype] * made.abs().max() else None


def leave_no_choice(rows: Tensor) -> bool:
    """Tell whether there is one way at most to put a row together of these: none of them is made of the others."""
    few = rows.shape[0] < rows.shape[1]
    return few and int(torch.linalg.matrix_rank(rows.double(), rtol=1e-6)) == rows.shape[0]


def _mixtures(case: Case) -> list[Tensor]:
    """Return what makes each wrong matrix of the right one that can tell; nothing where one of them is no mixture.

    Where all wrong ones that can tell have more rows than columns, columns are looked at in their place.
    """
    pairs = [departing(seen, e) for seen, e in case.wrong()]
    if not all(each and len(each) == 1 and each[0][1].dim() == 2 for each in pairs):
        return []
    matrices = [each[0] for each in pairs if each]
    for turned in (False, True):
        sides = [(now.T, right.T) if turned else (now, right) for now, right in matrices]
        told = [(now, right) for now, right in sides if len(right) >= _TELLING and leave_no_choice(right)]
        found = [mixture(now, right) for now, right in told]
        if len(found) >= _TELLING and all(each is not None for each in found):
            return [each for each in found if each is not None]
    return []


def _are_stretched(case: Case) -> bool:
    """Each row is the right one times a factor of its own, and not every factor is 0."""
    found = _mixtures(case)
    beside = [each - torch.diag(each.diagonal()) for each in found]
    return bool(found) and all(
        bool(each.any()) and bool(more.abs().max() <= 1e-4 * each.abs().max())
        for each, more in zip(found, beside, strict=True)
    )


ROWS_STRETCHED = Mistake(
    "rows-by-factors-of-their-own",
    "value",
    _are_stretched,
    "{question} gives the right rows, or the right columns, each by a factor of its own.",
    "Each was divided by its own length or largest entry, or multiplied with a number that belongs to it; or the vector"
    " that made it has another number than 1 in its place.",
    "Print the vectors that you send through f: in each of them one entry is 1, and all others are 0. Leave the rows"
    " that come back as they are.",
)
ROWS_MIXED = Mistake(
    "rows-mixed",
    "value",
    lambda case: bool(_mixtures(case)) and not _are_stretched(case),
    "{question} gives rows, or columns, that are put together of several right ones, or another one's.",
    "Each is made by the vector that is sent through f. With a 1 in more than one place it is a sum; and what is done"
    " to f's values before the derivative, a softmax say, mixes them likewise.",
    "Print these vectors: the i-th has its only 1 in place i. Then look at whether f's own result is differentiated.",
)
