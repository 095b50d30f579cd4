"""The factors by which samples are cut in `clip_and_mean`, and those of another sort.

Offers: `least`, `scaled` and `finite_bound`, which make results of a factor for each sample; `OTHER_FACTORS`, mistakes.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.key import Expected, Mistake
from autograder.answer_key.per_sample_gradients.dicts import gives
from autograder.questions.per_sample_gradients.clip_and_mean import norms

Named = dict[str, Tensor]


def least(bound: float, length: Tensor) -> Tensor:
    """min(1, bound / length), 1 where there is no length."""
    return torch.where(length > bound, bound / length.clamp(min=1e-300), torch.ones_like(length))


def scaled(share: Callable[[Named, float], Tensor]) -> Callable[[Expected], Named]:
    """Weigh the samples by another share of each, all parameters alike."""

    def make(e: Expected) -> Named:
        grads, bound = e.args
        return {name: torch.tensordot(share(grads, bound), each, 1) / len(each) for name, each in grads.items()}

    return make


def finite_bound(make: Callable[[Expected], Named]) -> Callable[[Expected], Named | None]:
    return lambda e: None if math.isinf(e.args[1]) else make(e)


def _share_by(length: Callable[[Tensor], Tensor], join: Callable[[Tensor], Tensor]) -> Callable[[Expected], Named]:
    """Cut by another norm: `length` of each parameter's part (B, numbers), `join` of the parts (parameters, B)."""

    def share(grads: Named, bound: float) -> Tensor:
        return least(bound, join(torch.stack([length(each.reshape(len(each), -1)) for each in grads.values()])))

    return scaled(share)


ANOTHER_NORM = Mistake(
    "another-norm",
    "value",
    gives(
        _share_by(lambda part: part.abs().sum(1), lambda parts: parts.sum(0)),
        _share_by(lambda part: part.abs().amax(1), lambda parts: parts.amax(0)),
        _share_by(lambda part: part.norm(dim=1), lambda parts: parts.amax(0)),
        _share_by(lambda part: part.norm(dim=1), lambda parts: parts.sum(0)),
    ),
    "The factor was made with another norm than asked.",
    "‖g_b‖ is the root of the sum of all squares, over all parameters together. A sum of absolute values, the largest"
    " entry, or the largest or the sum of the parameters' norms is another length.",
    "Add up the squares of all entries of all parameters, a sum for each sample, and take the root.",
)
UPSIDE_DOWN = Mistake(
    "factor-upside-down",
    "value",
    gives(finite_bound(scaled(lambda grads, bound: (norms(grads) / bound).clamp(max=1)))),
    "The factor is ‖g_b‖ / max_norm: upside down.",
    "So a long gradient keeps its length, and a short one is made shorter.",
    "Divide the bound by the norm: min(1, max_norm / ‖g_b‖).",
)

NORM_FOR_FACTOR = Mistake(
    "norm-for-factor",
    "value",
    gives(finite_bound(scaled(lambda grads, bound: norms(grads).clamp(max=bound)))),
    "The factor is min(‖g_b‖, max_norm): a length, and no share of one.",
    "The smaller of the two is how long the clipped gradient should be. What it is multiplied with is that length over"
    " the one that it has.",
    "Divide by the norm: min(1, max_norm / ‖g_b‖).",
)


def _by_weights(e: Expected) -> Named:
    grads, bound = e.args
    share = least(bound, norms(grads))
    return {name: torch.tensordot(share / share.sum(), each, 1) for name, each in grads.items()}


def _of_the_short(e: Expected) -> Named | None:
    grads, bound = e.args
    short = norms(grads) <= bound
    return {name: each[short].mean(0) for name, each in grads.items()} if short.any() else None


DIVIDED_BY_FACTORS = Mistake(
    "divided-by-the-factors",
    "value",
    gives(_by_weights),
    "The sum was divided by the sum of the factors, not by B.",
    "A weighted mean gives back what the clipping took: samples weigh less, and the rest is blown up again.",
    "Divide by the number of samples.",
)
MEAN_OF_THE_SHORT = Mistake(
    "mean-of-the-short",
    "value",
    gives(_of_the_short),
    "Only samples within the bound were taken, and the mean is over these.",
    "Clipping shortens a long gradient and keeps its direction: each of the B samples counts.",
    "Give every sample the factor min(1, max_norm / ‖g_b‖), and divide by B.",
)

OTHER_FACTORS = (ANOTHER_NORM, UPSIDE_DOWN, NORM_FOR_FACTOR, DIVIDED_BY_FACTORS, MEAN_OF_THE_SHORT)
