"""Key to `linear_gradient_norms`."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.departing import departing
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.peaks import A_FEW_TIMES, built
from autograder.questions.per_sample_gradients.linear_gradient_norms import Rest


def one_gradient_each(weight: Tensor, bias: Tensor, rest: Rest, X: Tensor) -> Tensor:
    """The norm of each sample's gradient, all of them built. Shapes: (H, N), (H,), (B, H) → (B,), X (B, N) → (B,)."""
    parts = (weight.detach().clone().requires_grad_(), bias.detach().clone().requires_grad_())
    losses = rest(F.linear(X, *parts))
    slopes = torch.autograd.grad(losses, parts, torch.eye(len(X), dtype=X.dtype), is_grads_batched=True)
    norms: Tensor = torch.cat([each.reshape(len(X), -1) for each in slopes], 1).norm(dim=1)
    return norms


def _deltas(e: Expected) -> Tensor:
    weight, bias, rest, batch = e.args
    leaf = F.linear(batch, weight, bias).detach().requires_grad_()
    (pulled,) = torch.autograd.grad(rest(leaf).sum(), leaf)
    return pulled


def _gives(of: Callable[[Expected, Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look for what a mistake makes of δ (B, H)."""
    return lambda case: case.gives(lambda e: of(e, _deltas(e)))


def _losses(e: Expected) -> Tensor:
    weight, bias, rest, batch = e.args
    losses: Tensor = rest(F.linear(batch, weight, bias)).detach()
    return losses


def _lengths(e: Expected) -> Tensor:
    lengths: Tensor = e.args[3].norm(dim=1)
    return lengths


WITHOUT_BIAS = Mistake(
    "bias-left-out",
    "value",
    _gives(lambda e, delta: delta.norm(dim=1) * _lengths(e)),
    "This is the norm by the weight alone.",
    "The bias is a parameter, too: its gradient is δ_b itself, so ‖δ_b‖² is to be added under the root.",
    "√(‖X_b‖² + 1): think of X with a column of ones for the bias.",
)
BIAS_ALONE = Mistake(
    "bias-alone",
    "value",
    _gives(lambda e, delta: delta.norm(dim=1)),
    "This is the norm of δ_b: of the gradient by the bias alone.",
    "The gradient by the weight is δ_b ⊗ X_b.",
    "Multiply by √(‖X_b‖² + 1).",
)
BY_INPUT = Mistake(
    "by-the-input",
    "value",
    _gives(lambda e, delta: (delta @ e.args[0]).norm(dim=1)),
    "This is the norm of the gradient by X.",
    "X is what the layer is fed. Asked is how the loss changes with what the layer is: weight and bias.",
    "Take the derivative by the layer's output, δ: by the weight it is δ times X, by the bias δ itself.",
)
LOSS_SQUARED = Mistake(
    "loss-squared",
    "value",
    _gives(lambda e, delta: 2 * _losses(e).abs() * delta.norm(dim=1) * (_lengths(e).square() + 1).sqrt()),
    "This is the norm of the gradient of each loss's square.",
    "`rest` gives the losses themselves. A square that was put around them multiplies each gradient by twice its loss.",
    "Sum the losses as `rest` gives them, and pull that back.",
)
ROOT_MISSING = Mistake(
    "norms-added",
    "value",
    _gives(lambda e, delta: delta.norm(dim=1) * (_lengths(e) + 1)),
    "The norms by weight and by bias were added.",
    "Two parts of one vector: their squares add up.",
    "√(‖X_b‖² + 1), not ‖X_b‖ + 1.",
)


def _other_lengths(e: Expected, share: Tensor) -> Tensor:
    found: Tensor = _deltas(e).norm(dim=1) * (_lengths(e).square() + share).sqrt()
    return found


ANOTHER_SHARE = Mistake(
    "another-share-of-the-bias",
    "value",
    lambda case: (
        case.gives(lambda e: _other_lengths(e, e.args[1].square().sum()))
        or case.gives(lambda e: _other_lengths(e, torch.tensor(e.args[1].numel())) if e.args[1].numel() > 1 else None)
    ),
    "Under the root stands something else beside ‖X_b‖² than 1.",
    "The bias is added as it is, so the gradient by it is δ_b: once, whatever numbers it holds, and however many.",
    "√(‖X_b‖² + 1): think of X with one column of ones for the bias.",
)


def _delta_without_bias(e: Expected) -> Tensor:
    weight, _, rest, batch = e.args
    leaf = F.linear(batch, weight).detach().requires_grad_()
    (pulled,) = torch.autograd.grad(rest(leaf).sum(), leaf)
    return pulled


NO_BIAS_IN_THE_LAYER = Mistake(
    "layer-without-its-bias",
    "value",
    lambda case: case.gives(lambda e: _delta_without_bias(e).norm(dim=1) * (_lengths(e).square() + 1).sqrt()),
    "δ was taken at X Wᵀ: the layer's bias was not added.",
    "`rest` is not linear: its slope is another one elsewhere, and the layer's output is X Wᵀ + b.",
    "Take it at `F.linear(X, weight, bias)`.",
)
ANOTHER_NORM = Mistake(
    "another-norm",
    "value",
    _gives(lambda e, delta: delta.abs().sum(1) * (_lengths(e).square() + 1).sqrt()),
    "Of δ the absolute values were added up.",
    "A norm is the root of the sum of squares, here as everywhere in this lesson.",
    "`delta.norm(dim=1)`.",
)


def _nothing_for_zeros(case: Case) -> bool:
    """The norms are wrong only where a row of X is 0, and 0 there."""
    told = []
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return False
        blank = _lengths(e) == 0
        told.append(bool(blank.any()) and equal_to(seen.result, torch.where(blank, 0.0, e.result)))
    return bool(told) and all(told)


NOTHING_FOR_ZEROS = Mistake(
    "nothing-for-a-row-of-zeros",
    "value",
    _nothing_for_zeros,
    "A sample whose row of X is 0 has norm 0 in your result.",
    "By the weight its gradient is 0. By the bias it is δ_b, whatever X_b is.",
    "√(0 + 1) is 1: ‖δ_b‖ is left.",
)
SQUARED = Mistake(
    "norm-squared",
    "value",
    lambda case: case.gives(lambda e: e.result.square()),
    "These are the squares of the norms.",
    "A sum of squares wants its root.",
    "End with `.sqrt()`.",
)
DIVIDED = Mistake(
    "divided-by-batch",
    "value",
    lambda case: case.gives(lambda e: e.result / len(e.result)),
    "Every norm is B times too small.",
    "The mean of the losses gives each sample's δ a B-th of what it is.",
    "Take the derivative of the sum of the losses: its rows are each sample's own.",
)
ONE_FOR_ALL = Mistake(
    "norm-of-the-batch",
    "value",
    lambda case: (
        all(isinstance(seen.result, Tensor) and seen.result.dim() == 0 for seen, _ in case.wrong())
        and any(len(e.result) > 1 for _, e in case.wrong())
    ),
    "One number for the whole batch.",
    "A norm over all axes forgets which sample is which.",
    "Take it over the last axis: `.norm(dim=1)`.",
)
GRADIENTS_FIRST = Mistake(
    "gradients-first",
    "cost",
    lambda case: case.over == {"peak"} and built(case) and not _meets_samples(case),
    "The norms are right; a gradient of every sample was built on the way.",
    "A sample's gradient by the weight is δ_b ⊗ X_b: H · N numbers that say no more than H + N do.",
    "Stop at δ, the derivative by the layer's output, and multiply the norms.",
)


def _meets_samples(case: Case) -> bool:
    """The peak is farthest from the reference's where a sample is short, not where H · N is large."""
    ratios = [(cost.peak / e.lean, e.call.sizes) for cost, e in case.costs() if e.reference]
    if case.over != {"peak"} or not ratios:
        return False
    _, sizes = max(ratios, key=lambda ratio: ratio[0])
    return sizes["B"] > sizes["H"] * sizes["N"]


SAMPLES_MET = Mistake(
    "every-sample-with-every-other",
    "cost",
    _meets_samples,
    "The norms are right; with many samples too much memory is taken at one time.",
    "`δ @ δ.T` or `X @ X.T` meets every sample with every other: B × B numbers, of which only the diagonal is wanted.",
    "Multiply entry by entry, and add along the rows: `.square().sum(1)` takes no more than δ or X does.",
)


def _passes(case: Case) -> bool:
    return bool({"forwards", "backwards"} & case.over)


LOOP = Mistake(
    "loop-over-samples",
    "cost",
    lambda case: _passes(case) and all(cost.widest("fr") == 1 for cost, _ in case.costs()),
    "The samples went through one at a time.",
    "Rows are independent: one pass back from the sum of the losses brings every row's δ.",
    "Differentiate `rest(z).sum()` by all of z at once.",
)
PAIRS = Mistake(
    "every-loss-through-the-batch",
    "cost",
    lambda case: _passes(case) and any(cost.backward_vectors >= e.call.sizes["B"] ** 2 for cost, e in case.costs()),
    "Each of the B losses was pulled back through the whole batch.",
    "Rows are independent: of the B² blocks that come out all but B are zero.",
    "One cotangent of ones serves all: differentiate the sum.",
)
FORWARD_MODE = Mistake(
    "forward-mode",
    "cost",
    lambda case: "tangents" in case.over,
    "Tangents were pushed through.",
    "Each loss is one number, and z has H of them a sample: forward mode takes a pass for each.",
    "Use reverse mode.",
)


def _adds_under_the_root(case: Case) -> bool:
    """Norms of 0 are wrong, and no others: all of them are the same small number."""
    wrong = [departing(seen, e) for seen, e in case.wrong()]
    pairs = [pair for each in wrong for pair in each or ()]
    if not pairs or not all(wrong):
        return False
    left = torch.cat([now[right == 0] for now, right in pairs])
    near = all(equal_to(torch.where(right == 0, right, now), right) for now, right in pairs)
    return near and len(left) > 0 and bool((left == left[0]).all())


ADDED_UNDER_THE_ROOT = Mistake(
    "epsilon-under-the-root",
    "value",
    _adds_under_the_root,
    "Where a sample has no gradient the norm is 0, and yours is a small number.",
    "What is added under a root is small for the square, and not for the root: of 1e-12 it makes 1e-6. It guards a"
    " slope of the root at 0, and none is taken here.",
    "Leave it out.",
)

_MISTAKES = (
    ADDED_UNDER_THE_ROOT,
    WITHOUT_BIAS,
    BIAS_ALONE,
    BY_INPUT,
    LOSS_SQUARED,
    ROOT_MISSING,
    ANOTHER_SHARE,
    NO_BIAS_IN_THE_LAYER,
    ANOTHER_NORM,
    NOTHING_FOR_ZEROS,
    SQUARED,
    DIVIDED,
    ONE_FOR_ALL,
    SAMPLES_MET,
    GRADIENTS_FIRST,
    A_FEW_TIMES,
    LOOP,
    PAIRS,
    FORWARD_MODE,
)

ENTRY = Entry(one_gradient_each, _MISTAKES, tensor)
