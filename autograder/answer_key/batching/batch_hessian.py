"""Key to `batch_hessian`."""

import torch
from torch import Tensor

from autograder.answer_key.altered import damped
from autograder.answer_key.batching.kept import keeps_an_f
from autograder.answer_key.batching.torch_messages import F_SEES_THE_BATCH, UNDER_VMAP
from autograder.answer_key.batching.wasted_work import CHUNKS, DIAGONAL, EACH_OUTPUT, LOOP, PULLED_ONE_BY_ONE, REMARKS
from autograder.answer_key.batching.wrong_results import (
    FACTOR,
    MEAN,
    NO_SAMPLES,
    NOT_MOVED,
    OUT_DIMS,
    SINGLETON,
    gives,
    pairs_samples,
)
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Expected, Mistake
from autograder.questions.batching.batch_hessian import hessians_on_the_diagonal
from autograder.questions.batching.batch_jacobian import jacobians_one_by_one

_PAIRS = Mistake(
    "every-pair-of-samples",
    "value",
    pairs_samples(2),
    "The result has shape (B, M, B, N, B, N): a block for every three samples.",
    "The Hessian of the whole batch pairs samples that have nothing to do with each other.",
    "Map the Hessian of one sample: `vmap(hessian(f))`.",
)
_ADDED_UP = Mistake(
    "outputs-added-up",
    "value",
    gives(lambda right: right.sum(1), lambda right: right.mean(1)),
    "There is one Hessian a sample, the sum over outputs: the axis of M is gone.",
    "A vector f has a Hessian for every output. Adding the outputs up first makes a scalar of it.",
    "Leave the sum out: `hessian` takes a vector f, and gives (M, N, N) for one sample.",
)
_ONE_OUTPUT = Mistake(
    "one-output-only",
    "value",
    gives(lambda right: right[:, 0], lambda right: right[:, :1]),
    "Only the first output's Hessian came back.",
    "A vector f has a Hessian for every output.",
    "Differentiate f as it is, all M outputs.",
)
_NOT_FIRST = Mistake(
    "outputs-not-first",
    "value",
    gives(lambda right: right.movedim(1, 2), lambda right: right.movedim(1, 3)),
    "The numbers are right; the axis of the M outputs stands behind one of the inputs.",
    "For each sample outputs come first, then one axis for each derivative: (B, M, N, N).",
    "Look where your output axis went: `torch.stack` and `out_dims` have a dim of their own.",
)


def _products_of_gradients(expected: Expected) -> Tensor:
    rows = jacobians_one_by_one(*expected.args[:2])
    return rows[..., :, None] * rows[..., None, :]


_GAUSS_NEWTON = Mistake(
    "gauss-newton",
    "value",
    lambda case: case.gives(_products_of_gradients),
    "These are products of first derivatives, not second derivatives.",
    "J[i] J[i]ᵀ stands in for a Hessian in some methods of least squares; it is not one.",
    "Differentiate the Jacobian once more.",
)

_DOUBLED = Mistake(
    "diagonal-doubled",
    "value",
    gives(lambda right: right + torch.diag_embed(right.diagonal(dim1=-2, dim2=-1))),
    "The diagonals are twice as large as they should be; the rest is right.",
    "A triangle that is added to its own transpose counts the diagonal twice.",
    "Fill both triangles from one, and the diagonal once; or leave the symmetry to `hessian`.",
)


def _ones_on_diagonals(e: Expected) -> Tensor:
    return torch.eye(e.result.shape[-1], dtype=e.result.dtype).expand_as(e.result)


_MISTAKES = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    _PAIRS,
    _ADDED_UP,
    _ONE_OUTPUT,
    _NOT_FIRST,
    _GAUSS_NEWTON,
    _DOUBLED,
    damped(_ones_on_diagonals, added="a multiple of the identity"),
    SINGLETON,
    OUT_DIMS,
    NOT_MOVED,
    MEAN,
    FACTOR,
    NO_SAMPLES,
    LOOP,
    PULLED_ONE_BY_ONE,
    EACH_OUTPUT,
    CHUNKS,
    DIAGONAL,
    keeps_an_f(hessians_on_the_diagonal),
    *REMARKS,
)

# A loop over hundreds of samples would be a second of every submission's key.
ENTRY = Entry(hessians_on_the_diagonal, _MISTAKES, tensor, signature="batch_hessian(f, X)")
