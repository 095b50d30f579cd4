"""Key to `clip_and_mean`."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import entries, equal_to
from autograder.answer_key.departing import paired
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.per_sample_gradients.dicts import gives
from autograder.answer_key.per_sample_gradients.factors import OTHER_FACTORS, finite_bound, least, scaled
from autograder.observe import tensors_of
from autograder.questions.per_sample_gradients.clip_and_mean import norms

Named = dict[str, Tensor]


def sample_after_sample(grads: Named, max_norm: float) -> Named:
    """The mean of min(1, max_norm / ‖g‖) · g, a sample at a time. Shapes: name → (B, *shape) → name → shape."""
    rows = []
    for b in range(len(next(iter(grads.values())))):
        length = math.sqrt(sum(float(each[b].double().square().sum()) for each in grads.values()))
        share = 1.0 if length <= max_norm else max_norm / length
        rows.append({name: each[b].double() * share for name, each in grads.items()})
    return {name: torch.stack([row[name] for row in rows]).mean(0).to(each.dtype) for name, each in grads.items()}


def _length_of(each: Tensor) -> Tensor:
    length: Tensor = each.reshape(len(each), -1).norm(dim=1)
    return length


def _by_parameter(e: Expected) -> Named:
    grads, bound = e.args
    return {name: torch.tensordot(least(bound, _length_of(each)), each, 1) / len(each) for name, each in grads.items()}


def _mean_clipped(e: Expected) -> Named:
    grads, bound = e.args
    means = {name: each.mean(0) for name, each in grads.items()}
    share = least(bound, torch.stack([each.square().sum() for each in means.values()]).sum().sqrt())
    return {name: each * share for name, each in means.items()}


def _each_mean_clipped(e: Expected) -> Named:
    grads, bound = e.args
    return {name: (mean := each.mean(0)) * least(bound, mean.norm()) for name, each in grads.items()}


BY_PARAMETER = Mistake(
    "clipped-by-parameter",
    "value",
    gives(_by_parameter),
    "Each parameter's gradient was clipped by itself.",
    "A sample's gradient is one vector over all parameters. Cut piece by piece, it changes its direction, and may still"
    " be longer than the bound: √k times it, with k parameters.",
    "Sum the squares over all parameters first: one norm, and one factor, for each sample.",
)
MEAN_CLIPPED = Mistake(
    "mean-clipped",
    "value",
    gives(_mean_clipped),
    "The mean was clipped, not what goes into it.",
    "That bounds how far a step goes. What is asked bounds how much a single sample can have to do with it: a long"
    " gradient still outweighs all others in the mean before it is cut.",
    "Clip each sample's gradient, then take the mean.",
)
BOTH = Mistake(
    "each-mean-clipped",
    "value",
    gives(_each_mean_clipped),
    "Two things at once: the mean was clipped and not the samples, and each parameter by itself.",
    "With one parameter and one sample neither can be seen.",
    "One norm for each sample, over all parameters; then the mean of what was cut.",
)
SUM = Mistake(
    "sum-for-mean",
    "value",
    gives(lambda e: {name: each * len(e.args[0][name]) for name, each in e.result.items()}),
    "Every entry is B times too large: the clipped gradients were added up.",
    "A mean divides by the number of samples, whether they were cut or not.",
    "Divide by B.",
)
NOT_CLIPPED = Mistake(
    "not-clipped",
    "value",
    gives(scaled(lambda grads, bound: torch.ones_like(norms(grads)))),
    "Nothing was cut: this is the plain mean.",
    "The factor is 1 throughout, or was worked out and not used.",
    "Multiply each sample's gradient by min(1, max_norm / ‖g_b‖).",
)
ALWAYS_SCALED = Mistake(
    "always-scaled",
    "value",
    gives(finite_bound(scaled(lambda grads, bound: bound / norms(grads).clamp(min=1e-300)))),
    "Every gradient was scaled to the bound, short ones too.",
    "Clipping only shortens: what is within the bound stays as it is.",
    "Let no factor be above 1: `.clamp(max=1)`.",
)
DROPPED = Mistake(
    "dropped-for-clipped",
    "value",
    gives(scaled(lambda grads, bound: (norms(grads) <= bound).to(norms(grads)))),
    "Samples whose gradient is longer than the bound were left out.",
    "Clipping shortens them to the bound, and keeps their direction: a rare patient still counts.",
    "Give such a sample the factor max_norm / ‖g_b‖, not 0.",
)
SQUARED = Mistake(
    "norm-squared",
    "value",
    gives(scaled(lambda grads, bound: least(bound, norms(grads).square()))),
    "The factor is max_norm over the squared norm.",
    "A sum of squares is the norm's square; its root is missing.",
    "Take `.sqrt()` of the sum over all parameters.",
)
WHOLE_BATCH = Mistake(
    "one-norm-for-the-batch",
    "value",
    gives(scaled(lambda grads, bound: least(bound, norms(grads).square().sum().sqrt().expand(len(norms(grads)))))),
    "One norm was taken over the whole batch, and all samples were cut by the same factor.",
    "Then a single long gradient shortens everybody's.",
    "Keep the first axis when you sum: one norm for each sample.",
)


def _entry_by_entry(e: Expected) -> Named | None:
    grads, bound = e.args
    return {name: each.clamp(-bound, bound).mean(0) for name, each in grads.items()}


ENTRY_BY_ENTRY = Mistake(
    "entry-by-entry",
    "value",
    gives(_entry_by_entry),
    "Each entry was cut to the bound by itself.",
    "A gradient is a vector, and it is its length that is bounded: cut entry by entry it turns, and stays too long.",
    "Take one norm for each sample, and multiply all of its entries by one factor.",
)


def _with_more(small: float) -> Callable[[Expected], Named]:
    return scaled(lambda grads, bound: (bound / (norms(grads) + small)).clamp(max=1))


def _adds(small: float) -> Callable[[Case], bool]:
    """Look for that small number, to the last digits: rounding moves results as little."""
    with_it = _with_more(small)

    def shows(case: Case) -> bool:
        pairs = [pair for seen, e in case.wrong() for pair in paired(seen.result, with_it(e)) or ()]
        return gives(with_it)(case) and all(equal_to(*pair) for pair in pairs)

    return shows


ADDED = Mistake(
    "added-to-the-norm",
    "value",
    lambda case: any(_adds(small)(case) for small in (1e-6, 1e-8, 1e-12)),
    "The factor is max_norm / (‖g‖ + a small number).",
    "It is there for a gradient of 0, and is not needed: max_norm / 0 is infinite, and min(1, ∞) is 1. It makes every"
    " clipped gradient a little too short, and very small ones much so.",
    "Leave it out.",
)


def _nan_where(case: Case, phrase: str) -> bool:
    """NaN shows in the calls of one sort, and in these alone."""
    wrong = list(case.wrong())
    found = [any(bool(part.isnan().any()) for part in tensors_of(seen.result)) for seen, _ in wrong]
    return bool(found) and all(found) and all(phrase in e.call.label for _, e in wrong)


NO_BOUND = Mistake(
    "infinity-over-infinity",
    "value",
    lambda case: _nan_where(case, "no bound"),
    "Without a bound, max_norm = inf, there is NaN.",
    "`max_norm / norm.clamp(min=max_norm)` is inf / inf then.",
    "Bound the factor and not the norm: `(max_norm / norm).clamp(max=1)`.",
)
ZERO_GRADIENT = Mistake(
    "zero-over-zero",
    "value",
    lambda case: _nan_where(case, "without a gradient") and not _nan_where(case, "no bound"),
    "A sample whose gradient is 0 makes all of the mean NaN.",
    "0 / 0: the gradient was divided by its norm before anything was compared.",
    "Work out the factor, min(1, max_norm / ‖g‖), which is 1 there, and multiply by it.",
)
NUMBER_FLATTENED = Mistake(
    "number-flattened",
    "value",
    lambda case: case.raised("start_dim cannot come after", "Dimension out of range", "flatten"),
    "A 0-D parameter's gradients, of shape (B,), have no second axis.",
    "`flatten(1)`, `dim=1` and their like want at least two axes.",
    "`g.reshape(len(g), -1)` makes (B, 1) of them.",
)
JOINED = Mistake(
    "all-at-once",
    "cost",
    lambda case: "peak" in case.over,
    "The values are right, and too much memory is taken at one time.",
    "Joined (`cat`) or scaled copies of all gradients are as large as the gradients themselves, B times as large as"
    " the model; and `g @ g.T` meets every sample with every other, B × B numbers.",
    "Take the squares parameter by parameter, and the mean as a weighted sum over the first axis: `torch.tensordot` or"
    " `einsum` makes no scaled copy.",
)

_MISTAKES = (
    BY_PARAMETER,
    MEAN_CLIPPED,
    BOTH,
    SUM,
    NOT_CLIPPED,
    ALWAYS_SCALED,
    DROPPED,
    SQUARED,
    WHOLE_BATCH,
    ENTRY_BY_ENTRY,
    *OTHER_FACTORS,
    ADDED,
    NO_BOUND,
    ZERO_GRADIENT,
    NUMBER_FLATTENED,
    JOINED,
)

ENTRY = Entry(sample_after_sample, _MISTAKES, entries)
