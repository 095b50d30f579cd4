"""The mistakes that `hvp`, `hvp_revrev` and `vhp` have in common: `PRODUCT`."""

from torch import Tensor

from autograder.answer_key.hvps.derivatives import gradient, matrix, product
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import BUILT, MATRIX_RETURNED
from autograder.answer_key.hvps.over_budget import COST
from autograder.answer_key.hvps.torch_messages import MESSAGES
from autograder.answer_key.key import Case, Expected, Mistake

_GRADIENT_TIMES_V = Mistake(
    "gradient-times-v",
    "value",
    lambda case: case.gives(lambda e: gradient(e) * e.args[2]),
    "You gave the gradient times v, entry by entry.",
    "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
    "Differentiate once more: push v through `grad(f)`, or walk back from g · v.",
)
_JVP_OF_F = Mistake(
    "jvp-of-f",
    "value",
    lambda case: case.gives(lambda e: gradient(e) @ e.args[2]),
    "You gave one number, g · v: how f itself moves along v.",
    "A jvp of f differentiates once. H v is how the gradient moves along v.",
    "Push v through `grad(f)`, not through f.",
)
_GRADIENT = Mistake(
    "gradient-returned",
    "value",
    lambda case: case.gives(gradient),
    "You gave the gradient.",
    "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v. A `.grad` that is read"
    " before the second pass holds the gradient too.",
    "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
)


def _swapped(e: Expected) -> Tensor:
    """H(v) x: the point and the direction in each other's place."""
    f, x, v = e.args
    return product(f, v, x)


_SWAPPED = Mistake(
    "point-and-direction-swapped",
    "value",
    lambda case: case.gives(_swapped),
    "You gave H at the point v, times x.",
    "`jvp` takes the point first and the direction after it.",
    "Write `jvp(grad(f), (x,), (v,))`.",
)
_NOT_CLEARED = Mistake(
    "grad-not-cleared",
    "value",
    lambda case: case.gives(lambda e: gradient(e) + e.result if e.result.any() else None),
    "You gave the gradient and H v, added up.",
    "The first `.backward()` left the gradient in `.grad`, and the second one added to it.",
    "Clear it in between (`leaf.grad = None`), or take `torch.autograd.grad`, which keeps none.",
)
_V_LEFT_OUT = Mistake(
    "v-left-out",
    "value",
    lambda case: case.gives(lambda e: matrix(e).sum(0) if len(e.args[1]) > 1 else None),
    "You gave the sum of H's rows; v did not come into it.",
    "The gradient of g.sum() adds the rows up: it is H v with a v of ones.",
    "Walk back from g · v, or give v to the second pass.",
)
_OUTER_PRODUCT = Mistake(
    "outer-product-for-h",
    "value",
    lambda case: case.gives(lambda e: gradient(e) * (gradient(e) @ e.args[2])),
    "You gave g (g · v), as if H were the gradient times itself.",
    "Such a matrix, like every Gauss–Newton or Fisher one, is made of first derivatives and never negative. H is"
    " made of second ones, and may well be.",
    "Differentiate the gradient.",
)


def _roughly_right(case: Case) -> bool:
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


_DIFFERENCES = Mistake(
    "differences-of-gradients",
    "value",
    _roughly_right,
    "Your values are near, and not near enough: no second derivative was taken.",
    "A difference of two gradients has an error that no step removes: lesson 01's V-curve.",
    "Differentiate the gradient itself: `jvp(grad(f), (x,), (v,))[1]`, or a second backward pass.",
)
_VALUE = Mistake(
    "value-returned",
    "value",
    lambda case: case.gives(lambda e: e.args[0](e.args[1])),
    "You gave f(x) itself.",
    "Functions that return a pair give the value first and the derivative after it.",
    "Take the second of the pair.",
)


def _tuples_of(count: int, case: Case) -> bool:
    """Tuples of so many came back where a tensor is asked."""
    wrong = [seen.result for seen, _ in case.wrong()]
    return bool(wrong) and all(isinstance(result, tuple) and len(result) == count for result in wrong)


_PAIR = Mistake(
    "pair-not-unpacked",
    "value",
    lambda case: _tuples_of(2, case),
    "Two things came back where one is asked.",
    "`jvp` returns (value, derivative), and `vjp` returns (value, function).",
    "Return the derivative alone: `jvp(…)[1]`.",
)
_TUPLE = Mistake(
    "tuple-not-unpacked",
    "value",
    lambda case: _tuples_of(1, case),
    "A tuple came back, where its only tensor is meant.",
    "`torch.autograd.grad`, and the function that `vjp` returns, give a tuple, one entry for each input.",
    "Take its only entry: `(row,) = pull(v)`.",
)

PRODUCT = (
    *MESSAGES,
    KEPT,
    _GRADIENT_TIMES_V,
    _JVP_OF_F,
    _GRADIENT,
    _SWAPPED,
    _NOT_CLEARED,
    _V_LEFT_OUT,
    _OUTER_PRODUCT,
    _DIFFERENCES,
    _VALUE,
    _PAIR,
    _TUPLE,
    MATRIX_RETURNED,
    BUILT,
    *COST,
    *REMARKS,
)
