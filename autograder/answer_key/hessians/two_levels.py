"""Mistakes between the two levels of a second derivative, which torch does not name.

Offers: `gives` (detects a result that a mistake would give), `all_wrong` (what holds of each wrong result), `DETACHED`,
`FACTOR`, `SECOND_DIFFERENCES`, and `REMARKS` on graphs.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.wrong_where_small import taken_for_nothing


def gives(*instead: Callable[[Expected], Tensor | None]) -> Callable[[Case], bool]:
    """Detect any of these results; each function returns None where a call can't tell."""
    return lambda case: any(case.gives(one) for one in instead)


def _wrong_tensors(case: Case) -> Iterator[tuple[Tensor, Tensor] | None]:
    """Yield each wrong result of the right shape with the expected one; None for any other."""
    for seen, expected in case.wrong():
        fits = isinstance(seen.result, Tensor) and seen.result.shape == expected.result.shape
        yield (seen.result, expected.result) if fits else None


def all_wrong(case: Case, shows: Callable[[Tensor, Tensor], bool]) -> bool:
    pairs = list(_wrong_tensors(case))
    # A result that is right but for rounding or dtype is another mistake's.
    return bool(pairs) and all(pair and not equal_to(*pair, loosely=True) and shows(*pair) for pair in pairs)


def _zeros(expected: Expected) -> Tensor | None:
    """What a detach between the two levels would give."""
    return torch.zeros_like(expected.result) if expected.result.any() else None


DETACHED = Mistake(
    "detached-between-levels",
    "value",
    lambda case: case.gives(_zeros) and not taken_for_nothing(case),
    "You gave zeros where f is curved.",
    "The inner derivative was cut from x (a `detach`, `.data`, `no_grad`, or a new tensor made of its numbers):"
    " to the outer level it is a constant.",
    "Hand the inner derivative on as it comes.",
)


def _is_multiple(result: Tensor, right: Tensor) -> bool:
    result, right = result.double(), right.double()
    if not right.any():
        return False
    share = float((result * right).sum() / (right * right).sum())
    return min(abs(share) - 1e-3, abs(share - 1) - 1e-4) > 0 and equal_to(result, share * right, loosely=True)


def _factor(case: Case) -> bool:
    """Tell whether each wrong result is the right one times a number."""
    return all_wrong(case, _is_multiple)


FACTOR = Mistake(
    "constant-factor",
    "value",
    _factor,
    "Every entry is off by the same factor.",
    "A mean in place of a sum, a block added to itself, or the ½ of Taylor's formula: H itself has none.",
    "Compare with f(x) = x₀², whose H₀₀ is 2.",
)


# Central differences of gradients err by some 1e-8 of the largest entry at best, and by a few per cent at worst.
_DIFFERENCES = 1e-9, 0.05


def _is_near(result: Tensor, right: Tensor) -> bool:
    """Off by more than rounding and by less than a mistake, in float64."""
    least, most = _DIFFERENCES
    apart = (result - right).abs().max() / right.abs().max().clamp_min(1e-300)
    return bool(least < apart < most)


def _is_single(result: Tensor, right: Tensor) -> bool:
    """Of the numbers that float32 has, or as near; a difference may be by chance, where f is nearly straight."""
    return torch.equal(result, result.float().double()) or equal_to(result, right.float().double())


def _differs(case: Case) -> bool:
    """Near what is right wherever float64 is asked, exact nowhere that f is curved, and no pass ran through another."""
    pairs = [(seen.result, expected.result) for seen, expected in case.wrong() if isinstance(expected.result, Tensor)]
    doubles = [pair for pair in pairs if pair[1].dtype is torch.float64 and pair[1].any()]
    alike = all(isinstance(got, Tensor) and got.shape == want.shape and got.dtype is want.dtype for got, want in pairs)
    twice = any(len(kind) > 2 for cost, _ in case.costs() for kind in cost.passes)
    near = bool(doubles) and alike and not twice and all(_is_near(got, want) for got, want in doubles)
    return near and sum(_is_single(got, want) for got, want in doubles) < len(doubles) / 2


SECOND_DIFFERENCES = Mistake(
    "second-differences",
    "value",
    _differs,
    "The entries are nearly right, and not near enough.",
    "That is the mark of differences: a step h gives an error of its own, whatever its size. To differentiate twice"
    " takes no h.",
    "Put one transform around the other: what `jacrev(f)` or `grad(f)` gives is a function, and can be differentiated.",
)


def _used(case: Case, name: str) -> bool:
    return any(name in seen.used for seen, _ in case.pairs)


BACKWARD_WITH_CREATE_GRAPH = Mistake(
    "backward-with-create-graph",
    "remark",
    lambda case: _used(case, "torch.autograd.backward"),
    "You went back with `.backward()` through a graph that is to be differentiated again.",
    "With `create_graph=True` it leaves in `.grad` a tensor whose graph holds the leaf: a cycle, and torch warns"
    " of it.",
    "`torch.autograd.grad(..., create_graph=True)` gives the same and leaves nothing behind.",
)

GRAPH_FOR_NOTHING = Mistake(
    "graph-for-nothing",
    "remark",
    lambda case: any(seen.graph for seen, _ in case.pairs) and not _used(case, "torch.autograd.backward"),
    "Your result carries a graph of its own, good for third derivatives.",
    "`create_graph=True` belongs on the inner derivative alone; on the outer one it only takes memory.",
    "Use `retain_graph=True` on the outer passes, or `.detach()` the result.",
)

REMARKS = (
    BACKWARD_WITH_CREATE_GRAPH,
    GRAPH_FOR_NOTHING,
)
