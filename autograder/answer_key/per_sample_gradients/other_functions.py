"""Functions that `as_function` does not ask for: with a penalty, of fewer samples, of a step, one that remembers.

Offers: `OTHER_FUNCTIONS`.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.func import grad

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.per_sample_gradients.by_hand import as_one_vector
from autograder.questions.per_sample_gradients.as_function import ELSEWHERE, SLOPE_THERE, THETA, VALUE

Function = Callable[[Tensor], Tensor]


def _both(case: Case, name: str) -> list[tuple[Any, Expected]]:
    """Return that part of each wrong result that has one, with what was expected."""
    return [
        (seen.result[name], e)
        for seen, e in case.wrong()
        if isinstance(seen.result, dict) and isinstance(seen.result.get(name), Tensor) and name in e.result
    ]


def _is(case: Case, other: Callable[[Expected], Function | None]) -> bool:
    """Tell whether each wrong slope is that of another function at theta, where `other` can tell it from the right."""
    told = []
    for slope, e in _both(case, SLOPE_THERE):
        f = other(e)
        if f is None:
            continue
        told.append(equal_to(slope, grad(f)(e.result[THETA]), loosely=True))
    return bool(told) and all(told)


def _is_penalised(case: Case) -> bool:
    """Every wrong slope has the same multiple of theta too much."""
    shares = []
    for slope, e in _both(case, SLOPE_THERE):
        theta, right = (each.double() for each in (e.result[THETA], e.result[SLOPE_THERE]))
        if slope.shape != theta.shape or slope.dtype is not torch.float64:
            continue
        more = slope - right
        share = float(more @ theta / (theta @ theta))
        if not share or float((more - share * theta).abs().max()) > 1e-8 * float(more.abs().max() + right.abs().max()):
            return False
        shares.append(share)
    return len(shares) > 1 and all(abs(share / shares[0] - 1) < 1e-4 for share in shares)


def _is_made_of_the_loss(case: Case) -> bool:
    """Every wrong slope is the right one times a number, which is another one in each call, and not B."""
    factors = []
    for slope, e in _both(case, SLOPE_THERE):
        now, right = slope.double(), e.result[SLOPE_THERE].double()
        if now.shape != right.shape or not right.any():
            return False
        factor = float(now @ right / (right @ right))
        if not equal_to(now, factor * right, loosely=True):
            return False
        factors.append((factor, e.call.sizes["B"]))
    same = all(abs(factor / factors[0][0] - 1) < 1e-3 for factor, _ in factors if factors[0][0])
    summed = all(abs(factor / b - 1) < 1e-3 for factor, b in factors)
    return len(factors) > 1 and not same and not summed


def _remembers(case: Case) -> bool:
    """At theta all is right, and at another theta the value is what it was at theta."""
    found = [
        equal_to(there, e.result[VALUE]) and not equal_to(there, e.result[ELSEWHERE])
        for there, e in _both(case, ELSEWHERE)
    ]
    return bool(found) and all(found)


def _of_a_step(e: Expected) -> Function:
    f, theta = as_one_vector(*e.args)
    return lambda t: f(theta + t)


def _of_first_pieces(e: Expected) -> Function:
    f, sizes = as_one_vector(*e.args)[0], [each.numel() for each in e.args[0].parameters()]
    return lambda t: f(torch.cat([t[:size] for size in sizes]))


def _of_some(part: slice) -> Callable[[Expected], Function | None]:
    def other(e: Expected) -> Function | None:
        model, loss_fn, X, y = e.args
        return as_one_vector(model, loss_fn, X[part], y[part])[0] if len(X) > 1 else None

    return other


OTHER_FUNCTIONS = (
    Mistake(
        "penalty-in-the-loss",
        "value",
        _is_penalised,
        "f has a multiple of ‖theta‖² in it: its slope has a multiple of theta too much.",
        "Weight decay belongs to training. Asked is the loss of this batch: who wants a penalty can add one.",
        "Let f return what `loss_fn` gives, and no more.",
    ),
    Mistake(
        "made-of-the-loss",
        "value",
        _is_made_of_the_loss,
        "f is something made of the loss, its square or its logarithm say, and not the loss.",
        "Its slope points the same way, by the chain rule, and has another length; its curvature is another one.",
        "Let f return what `loss_fn` gives, as it is.",
    ),
    Mistake(
        "one-sample-for-the-batch",
        "value",
        lambda case: _is(case, _of_some(slice(0, 1))) or _is(case, _of_some(slice(-1, None))),
        "f is the loss of one sample alone.",
        "`loss_fn` takes the mean over whatever it is given; of X and y it was given one row.",
        "Hand over X and y as they are.",
    ),
    Mistake(
        "theta-is-a-step",
        "value",
        lambda case: _is(case, _of_a_step),
        "f adds its argument to the model's own parameters.",
        "f(theta), at the theta that you return, is then the loss at twice the parameters. f's argument is where"
        " the model stands, not how far it moves.",
        "Give the model the pieces of f's argument, and nothing of its own.",
    ),
    Mistake(
        "pieces-from-the-start",
        "value",
        lambda case: _is(case, _of_first_pieces),
        "Every parameter is cut from the beginning of f's argument.",
        "So the first entries serve for all parameters, and what comes after them for none: there the slope is 0.",
        "Move the start on after each piece, by as many entries as it has; or cut all at once, with `split`.",
    ),
    Mistake(
        "value-remembered",
        "value",
        _remembers,
        "f gives the same at another theta: the value that it gave first.",
        "What f kept from its first call, it hands out again, whatever it is asked.",
        "Let each call of f run the model at the theta that it is given.",
    ),
)
