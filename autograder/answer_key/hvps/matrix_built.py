"""H built, where a product was asked.

Offers: `builds_matrix` and `builds_at_once`, which see it in the passes; `built`, `MATRIX_RETURNED`.
"""

from collections.abc import Iterator

from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.hvps.derivatives import matrix
from autograder.answer_key.key import Case, Mistake
from autograder.observe import Cost, Other
from autograder.questions.marker import SECOND_ORDER


def _many(case: Case) -> Iterator[tuple[Cost, int]]:
    """Yield cost and N of the counted calls with more products than the vectors or steps of the call ask for."""
    for cost, expected in case.costs():
        sizes = expected.call.sizes
        asked = sizes.get("K", 0) or sizes.get("steps", 0) or 1
        if cost.products > asked + ("steps" in sizes):
            yield cost, sizes["N"]


def builds_matrix(case: Case) -> bool:
    """Wherever there are too many products, there is one for every entry of x; or fewer than there are vectors."""
    if "built" in case.over:
        return True
    told = [cost.products >= n for cost, n in _many(case)]
    return "cost" in case.failed and bool(told) and all(told)


def built(way: str) -> Mistake:
    """Return the mistake; `way` is the code of one product by the exercise's rules."""
    return Mistake(
        "hessian-built",
        "cost",
        builds_matrix,
        "As many vectors as x has entries were multiplied with H: you built it, or all of its rows one by one.",
        "H, by `hessian` or by `vmap` of unit vectors, takes N products and N × N numbers; one product has N numbers."
        " At a million weights the matrix does not fit into any memory, and the product costs a few gradients.",
        f"Put the vector inside the derivative: {way}.",
    )


def builds_at_once(case: Case) -> bool:
    """One pass as wide as x is long, and with it N × N numbers."""
    return "peak" in case.over and any(
        cost.widest(kind) >= expected.call.sizes["N"] for cost, expected in case.costs() for kind in SECOND_ORDER
    )


def _whole_matrix(case: Case) -> bool:
    """All of H where N numbers are asked; one too large to carry shows its shape alone."""
    told = []
    for seen, expected in case.wrong():
        n = len(expected.args[1])
        if not isinstance(seen.result, Tensor | Other) or seen.result.shape != (n, n):
            return False
        if isinstance(seen.result, Tensor):
            told.append(equal_to(seen.result, matrix(expected), loosely=True))
    return bool(told) and all(told)


MATRIX_RETURNED = Mistake(
    "matrix-returned",
    "value",
    _whole_matrix,
    "You gave all of H, (N, N).",
    "Asked are N numbers, and the lesson is about never holding N × N.",
    "Work the N numbers out from products with vectors.",
)
