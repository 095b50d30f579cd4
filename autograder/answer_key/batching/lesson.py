"""Key to lesson 05: references, and the BATCH mistakes that show in an answer."""

from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.batching.detectors import gives, is_vast, pairs_samples
from autograder.answer_key.batching.independence import VERDICTS, apart_by_cotangents
from autograder.answer_key.batching.shared import (
    CHUNKS,
    EACH_OUTPUT,
    F_SEES_THE_BATCH,
    FACTOR,
    JACOBIANS,
    LOOP,
    MEAN,
    NO_SAMPLES,
    NOT_MOVED,
    OUT_DIMS,
    PULLED_ONE_BY_ONE,
    REMARKS,
    SINGLETON,
    UNDER_VMAP,
    keeps_an_f,
)
from autograder.answer_key.compare import tensor, truth
from autograder.answer_key.key import Entry, Expected, Mistake
from autograder.questions.batching.lesson import jacobians_by_vmap
from autograder.questions.draw import Function


def jacobians_by_sum(f: Function, batch: Tensor) -> Tensor:
    """Return J of every sample: rows are independent, so their sum hides nothing. Shapes: (B, N) → (B, M, N)."""
    summed: Tensor = torch.func.jacrev(lambda rows: f(rows).sum(0))(batch)
    return summed.movedim(0, 1)


def hessians_by_vmap(f: Function, batch: Tensor) -> Tensor:
    """Return H of every output of every sample. Shapes: batch (B, N), f: (N,) → (M,) → (B, M, N, N)."""
    mapped: Tensor = torch.func.vmap(torch.func.hessian(f))(batch)
    return mapped


def _products_of_gradients(expected: Expected) -> Tensor:
    rows = jacobians_by_vmap(*expected.args[:2])
    return rows[..., :, None] * rows[..., None, :]


_DIAGONAL = Mistake(
    "full-then-diagonal",
    "cost",
    is_vast,
    "The values are right; memory for every pair of samples was taken on the way.",
    "Of B × B blocks only the B on the diagonal are asked: the rest are zeros that were worked out and thrown away.",
    "Let no intermediate result have two batch axes: map over samples, or sum over them.",
)

_BY_SUM = (
    *JACOBIANS,
    Mistake(
        "samples-taken-apart",
        "method",
        lambda case: "forbidden" in case.over and not case.evidence.flags,
        "The samples were taken apart, by a loop or by vmap.",
        "This exercise is about the other way: where rows are independent, the derivative of their sum holds all of"
        " their Jacobians.",
        "Sum f(X) over its rows, and take the Jacobian of that by X as a whole.",
    ),
    replace(_DIAGONAL, shows=lambda case: "peak" in case.over),
    keeps_an_f(jacobians_by_sum),
    *REMARKS,
)

_HESSIANS = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    Mistake(
        "every-pair-of-samples",
        "value",
        pairs_samples(2),
        "The result has shape (B, M, B, N, B, N): a block for every three samples.",
        "The Hessian of the whole batch pairs samples that have nothing to do with each other.",
        "Map the Hessian of one sample: `vmap(hessian(f))`.",
    ),
    Mistake(
        "outputs-added-up",
        "value",
        gives(lambda right: right.sum(1), lambda right: right.mean(1)),
        "There is one Hessian a sample, the sum over outputs: the axis of M is gone.",
        "A vector f has a Hessian for every output. Adding the outputs up first makes a scalar of it.",
        "Leave the sum out: `hessian` takes a vector f, and gives (M, N, N) for one sample.",
    ),
    Mistake(
        "one-output-only",
        "value",
        gives(lambda right: right[:, 0], lambda right: right[:, :1]),
        "Only the first output's Hessian came back.",
        "A vector f has a Hessian for every output.",
        "Differentiate f as it is, all M outputs.",
    ),
    Mistake(
        "outputs-not-first",
        "value",
        gives(lambda right: right.movedim(1, 2), lambda right: right.movedim(1, 3)),
        "The numbers are right; the axis of the M outputs stands behind one of the inputs.",
        "For each sample outputs come first, then one axis for each derivative: (B, M, N, N).",
        "Look where your output axis went: `torch.stack` and `out_dims` have a dim of their own.",
    ),
    Mistake(
        "gauss-newton",
        "value",
        lambda case: case.gives(_products_of_gradients),
        "These are products of first derivatives, not second derivatives.",
        "J[i] J[i]ᵀ stands in for a Hessian in some methods of least squares; it is not one.",
        "Differentiate the Jacobian once more.",
    ),
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
    _DIAGONAL,
    keeps_an_f(hessians_by_vmap),
    *REMARKS,
)


ENTRIES = {
    "batch_jacobian": Entry(
        jacobians_by_vmap,
        (
            *JACOBIANS,
            LOOP,
            PULLED_ONE_BY_ONE,
            EACH_OUTPUT,
            CHUNKS,
            _DIAGONAL,
            keeps_an_f(jacobians_by_vmap),
            *REMARKS,
        ),
        tensor,
    ),
    "batch_jacobian_by_sum": Entry(jacobians_by_sum, _BY_SUM, tensor),
    "is_independent": Entry(apart_by_cotangents, VERDICTS, truth),
    "batch_hessian": Entry(hessians_by_vmap, _HESSIANS, tensor),
}
