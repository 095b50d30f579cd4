"""Detectors of lesson 06's mistakes: what each would give, and what each would cost.

Offers: `message` and `gives` (detectors made from phrases, and from what a mistake would give), what mistakes give
(`gradient`, `swapped`, `matrix`), and detectors that look at graphs, passes and peaks.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.func import grad, vmap

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected
from autograder.observe import Cost, Other
from autograder.questions.draw import Function
from autograder.questions.hvps.calls import IN_A_ROW

Detector = Callable[[Case], bool]
_SECOND_ORDER = ("frt", "frr", "ftr", "ftt")


def message(*phrases: str) -> Detector:
    """Look for an error whose message holds one of the phrases."""
    return lambda case: case.raised(*phrases)


def gives(make: Callable[[Expected], Tensor | None]) -> Detector:
    """Look for results that are what the mistake would give."""
    return lambda case: case.gives(make)


def gradient(e: Expected) -> Tensor:
    """g(x), for the f and x of a call."""
    f, x = e.args[:2]
    slopes: Tensor = grad(f)(x)
    return slopes


def product(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v in reverse mode alone: there are f that know no other. Shapes: x, v (N,) → (N,)."""
    pulled: Tensor = grad(lambda p: grad(f)(p) @ v)(x)
    return pulled


def swapped(e: Expected) -> Tensor:
    """H(v) x: the point and the direction in each other's place."""
    f, x, v = e.args
    return product(f, v, x)


def matrix(e: Expected) -> Tensor:
    """H, all columns at once."""
    f, x = e.args[:2]
    columns: Tensor = vmap(lambda unit: product(f, x, unit))(torch.eye(len(x), dtype=x.dtype))
    return columns


def roughly_right(case: Case) -> bool:
    """No second-order pass at all, and yet the values are nearly right: differences of gradients."""
    if any(cost.products for cost, _ in case.costs()):
        return False
    pairs = [(seen.result, expected.result) for seen, expected in case.wrong()]
    return bool(pairs) and all(
        isinstance(found, Tensor) and found.shape == want.shape and _near(found, want) for found, want in pairs
    )


def _near(found: Tensor, want: Tensor) -> bool:
    apart = (found.double() - want.double()).abs().max()
    return bool(apart <= 0.05 * max(1.0, want.abs().max().item()))


def whole_matrix(case: Case) -> bool:
    """All of H where N numbers are asked; one too large to carry shows its shape alone."""
    told = []
    for seen, expected in case.wrong():
        n = len(expected.args[1])
        if not isinstance(seen.result, Tensor | Other) or seen.result.shape != (n, n):
            return False
        if isinstance(seen.result, Tensor):
            told.append(equal_to(seen.result, matrix(expected), loosely=True))
    return bool(told) and all(told)


def of_length(count: int) -> Detector:
    """Look for tuples of so many results where a tensor is asked."""

    def shows(case: Case) -> bool:
        wrong = [seen.result for seen, _ in case.wrong()]
        return bool(wrong) and all(isinstance(result, tuple) and len(result) == count for result in wrong)

    return shows


def kept(case: Case) -> bool:
    """Calls that share an argument with an earlier one go wrong, not the first of those, and none with an x of its own.

    An answer may know a call by the shape of its x alone.
    """
    wrong = [observed.label for observed, _ in case.wrong() if not observed.raised]
    forms = [(expected.args[1].shape, expected.args[1].dtype) for _, expected in case.pairs]
    late = {observed.label for place, (observed, _) in enumerate(case.pairs) if forms[place] in forms[:place]}
    in_a_row = any(label.startswith(IN_A_ROW[1:]) for label in wrong)
    return in_a_row and late.issuperset(wrong) and not any(label.startswith(IN_A_ROW[0]) for label in wrong)


# An f whose gradient is constant leaves no graph to walk back through: only its calls raise then.


def no_graph_of_the_gradient(case: Case) -> bool:
    """The first backward pass ran, and left nothing to differentiate, for every f."""
    return _no_graph(case) and not no_graph_of_a_linear_f(case) and _walked_back(case)


def no_graph_at_all(case: Case) -> bool:
    """Not even the first backward pass had anything to walk back through."""
    return _no_graph(case) and not no_graph_of_a_linear_f(case) and not _walked_back(case)


def no_graph_of_a_linear_f(case: Case) -> bool:
    """Linear f alone goes wrong: an error, or nothing at all, for want of a graph."""
    wrong = list(case.wrong())
    nothing = all(seen.raised or isinstance(seen.result, Other) for seen, _ in wrong)
    return bool(wrong) and nothing and all(e.call.label.startswith("linear f") for _, e in wrong)


def _no_graph(case: Case) -> bool:
    return case.raised("does not require grad")


def _walked_back(case: Case) -> bool:
    return any(cost.count("fr") for cost, _ in case.costs())


def widest(cost: Cost) -> int:
    """Vectors in the widest pass that multiplies with H."""
    return max((cost.widest(kind) for kind in _SECOND_ORDER), default=0)


def _many(case: Case) -> Iterator[tuple[Cost, int]]:
    """Yield cost and N of the counted calls with more products than the vectors or steps of the call ask for."""
    for cost, expected in case.costs():
        sizes = expected.call.sizes
        asked = sizes.get("K", 0) or sizes.get("steps", 0) or 1
        if cost.products > asked + ("steps" in sizes):
            yield cost, sizes["N"]


def builds_matrix(case: Case) -> bool:
    """Wherever there are too many products, there is one for every entry of x."""
    told = [cost.products >= n for cost, n in _many(case)]
    return "cost" in case.failed and bool(told) and all(told)


def builds_at_once(case: Case) -> bool:
    """One pass as wide as x is long, and with it N × N numbers."""
    return "peak" in case.over and any(widest(cost) >= expected.call.sizes["N"] for cost, expected in case.costs())


def loops_over_vectors(case: Case) -> bool:
    """A pass for each of K vectors."""
    if builds_matrix(case) or "products" not in case.over:
        return False
    told = [(cost.product_passes, expected.call.sizes.get("K")) for cost, expected in case.costs()]
    return all(passes == k for passes, k in told)


def too_many_products(case: Case) -> bool:
    """More products, or more passes for them, than the budget has, without building H."""
    over = {"products", "tangents", "backwards"} & case.over
    return bool(over) and "forbidden" not in case.over and not builds_matrix(case) and not loops_over_vectors(case)


def large_inside(case: Case) -> bool:
    """Too high a peak, though there are no more products than asked."""
    return case.over == {"peak"} and not builds_matrix(case) and not builds_at_once(case)


def loses_last_block(case: Case) -> bool:
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
