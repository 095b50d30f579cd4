"""Key to `hessian_diagonal`."""

from functools import partial

import torch
from torch import Tensor

from autograder.answer_key.altered import damped
from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.hvps.altered_products import WAY, differences
from autograder.answer_key.hvps.derivatives import gradient, hessian, matrix
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import MATRIX_RETURNED, builds_at_once
from autograder.answer_key.hvps.torch_messages import FORWARD, messages
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.questions.draw import Function


def diagonal_of_the_matrix(f: Function, x: Tensor) -> Tensor:
    """diag H, whatever it takes of memory. Shapes: x (N,) → (N,)."""
    return hessian(f, x).diagonal()


_ROW_SUMS = Mistake(
    "row-sums-for-diagonal",
    "value",
    lambda case: case.gives(lambda e: matrix(e).sum(0)),
    "You gave H's row sums.",
    "H times ones, or the gradient of g.sum(), adds each row up. That is the diagonal only if f is separable, a sum"
    " of functions of one entry each.",
    "Take entry j of H eⱼ, for every j.",
)


def _row(place: int, e: Expected) -> Tensor | None:
    return matrix(e)[place] if len(e.result) > 1 else None


_A_ROW = Mistake(
    "row-for-diagonal",
    "value",
    lambda case: case.gives(partial(_row, 0)) or case.gives(partial(_row, -1)),
    "You gave one row of H, the first or the last.",
    "H eⱼ is column j, and row j, as H is symmetric: N numbers, of which only number j lies on the diagonal.",
    "Take entry j of H eⱼ, for every j.",
)


def _by_one_product(case: Case) -> bool:
    """A product or a few for N entries, exact where H is diagonal alone."""
    exact = not any(e.call.label.startswith(("separable", "one input")) for _, e in case.wrong())
    few = [cost.products < e.call.sizes["N"] // 2 for cost, e in case.costs()]
    return any(True for _ in case.wrong()) and exact and bool(few) and all(few)


_ESTIMATED = Mistake(
    "diagonal-estimated",
    "value",
    _by_one_product,
    "You took far fewer products than x has entries, and the result is right where H is diagonal alone.",
    "p * (H p), with a p of ±1, is an estimate: beside Hⱼⱼ it holds ± every other number of row j, which one probe, or"
    " a few, do not average away.",
    "The diagonal itself takes N products, a block of some ten unit vectors at a time.",
    rest=True,
)
_LENGTHS = Mistake(
    "lengths-of-columns",
    "value",
    lambda case: case.gives(lambda e: matrix(e).norm(dim=0) if len(e.result) > 1 else None),
    "You gave the lengths of H's columns.",
    "H eⱼ is column j, N numbers of which one lies on the diagonal: its length takes all of them in.",
    "Take entry j of H eⱼ, for every j.",
)
_SQUARED = Mistake(
    "squared-gradient",
    "value",
    lambda case: case.gives(lambda e: gradient(e) ** 2),
    "You gave the gradient squared.",
    "That is the diagonal of g gᵀ, made of first derivatives: never negative, and not H.",
    "Differentiate the gradient.",
)
_GRADIENT = Mistake(
    "gradient-returned",
    "value",
    lambda case: case.gives(gradient),
    "You gave the gradient.",
    "The diagonal of H holds second derivatives, ∂²f/∂xⱼ².",
    "Push unit vectors through `grad(f)`, and take the second of what `jvp` returns.",
)


def _loses_last_block(case: Case) -> bool:
    """The diagonal is right up to some place, and zero or cut off after it."""
    told = []
    for seen, expected in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.dim() != 1 or seen.result.dtype != expected.result.dtype:
            return False
        if len(seen.result) > len(expected.result):
            return False
        there = len(seen.result) - int((seen.result.flip(0) != 0).int().cumsum(0).eq(0).sum())
        told.append(equal_to(seen.result[:there], expected.result[:there], loosely=True))
    return bool(told) and all(told)


_LAST_BLOCK = Mistake(
    "last-block-lost",
    "value",
    _loses_last_block,
    "The diagonal is right up to some entry, and missing after it.",
    "N is seldom a multiple of the block's size: the last block is shorter.",
    "End the last block at N: `range(0, N, block)`, and `min(start + block, N)`.",
)


def _repeats_a_block(case: Case) -> bool:
    """The first so many entries are right, and come again and again; one length of block explains every wrong call."""
    lengths: set[int] | None = None
    for seen, expected in case.wrong():
        right = expected.result
        if not isinstance(seen.result, Tensor) or seen.result.shape != right.shape or len(right) < 2:
            return False
        places = torch.arange(len(right))
        fits = {k for k in range(1, min(len(right), 129)) if equal_to(seen.result, right[places % k], loosely=True)}
        lengths = fits if lengths is None else lengths & fits
    return bool(lengths)


_REPEATED = Mistake(
    "first-block-repeated",
    "value",
    _repeats_a_block,
    "The first entries are right, and come again: the same block was taken each time.",
    "Each block has unit vectors of its own, whose ones stand where the block does.",
    "Let a block's places begin at its start: `torch.arange(start, stop)`.",
)
_SCALED = Mistake(
    "scaled-diagonal",
    "value",
    lambda case: case.gives_multiple(0.5, 2.0),
    "Every entry is twice or half what it should be.",
    "½ vᵀ H v and vᵀ H v are easily mistaken for each other, and so is a second derivative for a Taylor term.",
    "Hⱼⱼ is eⱼ · (H eⱼ), without a factor.",
)
_BUILT = Mistake(
    "hessian-built",
    "",
    builds_at_once,
    "All N products ran in one pass, which takes N × N numbers: you built H.",
    "`hessian` makes them, and so does a `vmap` of all unit vectors. Of those numbers N are wanted. On a model of a"
    " million weights the others are a million times as many.",
    "Take a block of some ten unit vectors at a time, and keep the entries that you want.",
)
_SQUARE_KEPT = Mistake(
    "square-kept",
    "cost",
    lambda case: "peak" in case.over and not builds_at_once(case),
    "The passes are narrow enough, and still too much is kept.",
    "`torch.eye(N)` is N × N numbers by itself. So are N rows of which each is kept alive by a view, `row[i]`, or"
    " by a graph. And a wide block takes as much, several times over.",
    "Make unit vectors a few at a time, and keep numbers rather than views: `row[i].clone()`, or write them into"
    " one result.",
)

_MISTAKES = (
    *FORWARD,
    *messages(WAY),
    KEPT,
    _ROW_SUMS,
    _A_ROW,
    _ESTIMATED,
    _LENGTHS,
    _SQUARED,
    _GRADIENT,
    _LAST_BLOCK,
    _SCALED,
    _REPEATED,
    damped(lambda e: torch.ones_like(e.result), added="the same in every entry"),
    differences("unit vectors through `grad(f)`"),
    MATRIX_RETURNED,
    _BUILT,
    _SQUARE_KEPT,
    *REMARKS,
)

ENTRY = Entry(diagonal_of_the_matrix, _MISTAKES, tensor)
