"""Right results that took more products or memory than they need.

Offers: `loops_over_vectors`, which sees it in the passes; `COST`.
"""

from autograder.answer_key.hvps.matrix_built import builds_at_once, builds_matrix
from autograder.answer_key.key import Case, Mistake


def loops_over_vectors(case: Case) -> bool:
    """A pass for each of K vectors."""
    if builds_matrix(case) or "products" not in case.over:
        return False
    told = [(cost.product_passes, expected.call.sizes.get("K")) for cost, expected in case.costs()]
    return all(passes == k for passes, k in told)


def _too_many_products(case: Case) -> bool:
    """More products, or more passes for them, than the budget has, without building H."""
    over = {"products", "tangents", "backwards"} & case.over
    return bool(over) and "forbidden" not in case.over and not builds_matrix(case) and not loops_over_vectors(case)


_PRODUCTS = Mistake(
    "too-many-products",
    "cost",
    _too_many_products,
    "More passes went through second derivatives than the budget has.",
    "Each `jvp` or `vjp` of the gradient costs a few gradients, and none is needed twice.",
    "Count the products in your code: which of them is worked out again, or for nothing?",
)


def _large_inside(case: Case) -> bool:
    """Too high a peak, though there are no more products than asked."""
    return case.over == {"peak"} and not builds_matrix(case) and not builds_at_once(case)


_PEAK = Mistake(
    "peak-too-high",
    "cost",
    _large_inside,
    "There are no more products than needed, and still too much memory is taken at one time.",
    "Somewhere a tensor is made that grows like N × N, or like K × K, or a list keeps more than it needs.",
    "Look for `torch.eye`, `torch.outer`, `torch.diag`, `[:, None] * [None, :]` and lists of rows.",
)

COST = (_PRODUCTS, _PEAK)
