"""What came out beside what was expected, as two heat maps, and how the two are related.

heat_map   one of the two, as the template draws it: a cell for each entry, the wrong ones framed
glance     their relation in a sentence: the transpose, a row too far, another sign …
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.judge.failing import Part

# Of a larger matrix, a window of this size around its first wrong entry is drawn.
ROWS, COLUMNS = 12, 18
_POSITIVE, _NEGATIVE = "93, 84, 190", "200, 85, 27"  # purple and orange, as in the lessons' matrices


def heat_map(whose: str, matrix: Tensor, part: Part) -> dict[str, Any]:
    """Return what the template draws of one of a part's two tensors; `whose` names it."""
    limit = part.want.abs().nan_to_num(posinf=0.0).max().item() or 1.0
    flat, wrong, where = _window(matrix, part)
    cells = [
        {"ground": _ground(value, limit), "wrong": bool(framed), "odd": not abs(value) < float("inf")}
        for row, marks in zip(flat.tolist(), wrong.tolist(), strict=True)
        for value, framed in zip(row, marks, strict=True)
    ]
    shape = tuple(matrix.shape)
    named = f"{whose}{f', {part.name}' if part.name else ''}"
    return {
        "heading": f"{named}: shape {shape}{where}",
        "alt": f"{named}, shape {shape}{where}: {_in_words(part) if whose == 'yours' else 'what was expected'}",
        "columns": flat.shape[1],
        "cells": cells,
    }


def _window(matrix: Tensor, part: Part) -> tuple[Tensor, Tensor, str]:
    """Cut a matrix of at most ROWS × COLUMNS out of a tensor, where its first wrong entry is."""
    marks = torch.zeros_like(matrix, dtype=torch.bool) if part.wrong is None else part.wrong
    rows = matrix.reshape(1, -1) if matrix.dim() < 2 else matrix.reshape(-1, *matrix.shape[-2:])
    marks = marks.reshape(rows.shape)
    where = ""
    if rows.dim() == 3:
        block_ = int(marks.flatten(1).any(dim=1).int().argmax())
        if len(rows) > 1:
            index = torch.unravel_index(torch.tensor(block_), matrix.shape[:-2])
            where = f", block {', '.join(str(int(each)) for each in index)}"
        rows, marks = rows[block_], marks[block_]
    first = marks.nonzero()[0].tolist() if marks.any() else [0, 0]
    spans = []
    for at, length, most, what in zip(first, rows.shape, (ROWS, COLUMNS), ("rows", "columns"), strict=True):
        start = max(0, min(at - most // 2, length - most))
        spans.append(slice(start, start + most))
        if length > most:
            where += f", {what} {start} to {start + most - 1}"
    return rows[spans[0], spans[1]], marks[spans[0], spans[1]], where


def _ground(value: float, limit: float) -> str:
    if not abs(value) < float("inf"):
        return "rgba(128, 128, 128, 0.5)"
    # Square roots, so that small entries still have a visible colour.
    depth = min(1.0, (abs(value) / limit) ** 0.5)
    return f"rgba({_POSITIVE if value > 0 else _NEGATIVE}, {depth:.2f})"


def _in_words(part: Part) -> str:
    if part.wrong is None:
        return "what came out"
    total, wrong = part.wrong.numel(), int(part.wrong.sum())
    if not wrong:
        return "every entry is right"
    place = part.wrong.nonzero()[0].tolist() if part.wrong.dim() else []
    at = f"entry ({', '.join(map(str, place))})" if place else "it"
    got, want = (float(tensor[tuple(place)]) for tensor in (part.got, part.want))
    first = f"{'the first, ' if wrong > 1 else ''}{at}, is {got:.4g} and should be {want:.4g}"
    return f"{wrong} of {total} entries {'is' if wrong == 1 else 'are'} wrong; {first}"


def glance(part: Part) -> str:
    """Return a sentence on how the result is related to the expected one, or on where they differ."""
    return next(_relations(part.got, part.want), "") or f"{_in_words(part).capitalize()}."


def _relations(got: Tensor, want: Tensor) -> Iterator[str]:
    if got.dim() >= 2 and _alike(got.mT, want):
        yield "Yours is the transpose of what was expected: rows and columns have changed places."
    if got.shape != want.shape:
        if got.numel() == want.numel() and _alike(got.reshape(want.shape), want):
            yield f"The numbers are right, in another shape: {tuple(got.shape)}, expected {tuple(want.shape)}."
        yield f"The shapes differ: {tuple(got.shape)}, expected {tuple(want.shape)}."
        return
    if _alike(got, want):
        yield "To these colours the two are the same: it is a matter of digits, or of dtype."
    if not bool((got != 0).any()):
        yield "Yours is zero throughout."
    if _alike(-got, want):
        yield "Yours is what was expected with the other sign."
    for axis, what in zip(range(-1, -got.dim() - 1, -1), ("column", "row"), strict=False):
        length = got.shape[axis]
        if length > 1 and _alike(got.flip(axis), want):
            yield f"Yours is what was expected with its {what}s in the opposite order."
        for by in range(1, min(length, 9)):
            for step, side in ((by, "late"), (-by, "early")):
                if _alike(got, want.roll(step, axis)) or _moved(got, want, axis, step):
                    yield f"Yours is what was expected, {by} {what}{'' if by == 1 else 's'} too {side}."
    largest = want.abs().argmax()
    factor = float(got.flatten()[largest] / want.flatten()[largest])
    if factor and abs(factor) < float("inf") and _alike(got / factor, want):
        yield f"Yours is {factor:.4g} times what was expected."


def _moved(got: Tensor, want: Tensor, axis: int, step: int) -> bool:
    """Tell whether `got` is `want` moved along an axis, whatever filled the gap."""
    kept = got.shape[axis] - abs(step)
    if kept < 2:
        return False
    here, there = (abs(step), 0) if step > 0 else (0, abs(step))
    return _alike(got.narrow(axis, here, kept), want.narrow(axis, there, kept))


def _alike(one: Tensor, other: Tensor) -> bool:
    if one.shape != other.shape:
        return False
    scale = other.abs().max().item() or 1.0
    return torch.allclose(one / scale, other / scale, rtol=1e-4, atol=1e-6)
