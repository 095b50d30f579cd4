"""The mistakes that `hvp`, `hvp_revrev` and `vhp` have in common: `product_mistakes`."""

import torch
from torch import Tensor
from torch.func import grad

from autograder.answer_key.altered import damped, normalised
from autograder.answer_key.hvps.altered_products import differences
from autograder.answer_key.hvps.derivatives import gradient, matrix, product
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import MATRIX_RETURNED, built
from autograder.answer_key.hvps.over_budget import COST
from autograder.answer_key.hvps.torch_messages import messages
from autograder.answer_key.key import Case, Expected, Mistake


def _gradient_times_v(way: str) -> Mistake:
    return Mistake(
        "gradient-times-v",
        "value",
        lambda case: case.gives(lambda e: gradient(e) * e.args[2]),
        "You gave the gradient times v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        f"Differentiate once more: {way}.",
    )


def _jvp_of_f(way: str) -> Mistake:
    return Mistake(
        "jvp-of-f",
        "value",
        lambda case: case.gives(lambda e: gradient(e) @ e.args[2]),
        "You gave one number, g · v: how f itself moves along v.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        f"Differentiate the gradient along v, not f: {way}.",
    )


def _gradient(way: str) -> Mistake:
    return Mistake(
        "gradient-returned",
        "value",
        lambda case: case.gives(gradient),
        "You gave the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v. A `.grad` that is read"
        " before the second pass holds the gradient too.",
        f"Give the second derivative: {way}.",
    )


def _swapped(e: Expected) -> Tensor:
    """H(v) x: the point and the direction in each other's place."""
    f, x, v = e.args
    return product(f, v, x)


def _point_and_direction_swapped(way: str) -> Mistake:
    return Mistake(
        "point-and-direction-swapped",
        "value",
        lambda case: case.gives(_swapped),
        "You gave H at the point v, times x.",
        "The point comes first, and the direction after it: they change places without an error.",
        f"Write {way}.",
    )


def _gradient_at_the_direction(e: Expected) -> Tensor | None:
    """g(v): both at once, the point and the direction in each other's place, and the first of the pair."""
    f, x, v = e.args
    slopes: Tensor = grad(f)(v)
    return None if torch.equal(slopes, gradient(e)) else slopes  # a linear f is equally steep everywhere


def _gradient_of_swapped(way: str) -> Mistake:
    return Mistake(
        "gradient-at-the-direction",
        "value",
        lambda case: case.gives(_gradient_at_the_direction),
        "You gave the gradient, taken at v.",
        "Two things at once: point and direction have changed places, and of what `jvp` returns the first was taken."
        " Where f is quadratic without a linear part, its gradient at v happens to be H v.",
        f"Write {way}.",
    )


def _not_cleared(way: str) -> Mistake:
    return Mistake(
        "grad-not-cleared",
        "value",
        lambda case: case.gives(lambda e: gradient(e) + e.result if e.result.any() else None),
        "You gave the gradient and H v, added up.",
        "The first `.backward()` left the gradient in `.grad`, and the second one added to it.",
        f"Take what keeps no `.grad`: {way}.",
    )


def _v_left_out(way: str) -> Mistake:
    return Mistake(
        "v-left-out",
        "value",
        lambda case: case.gives(lambda e: matrix(e).sum(0) if len(e.args[1]) > 1 else None),
        "You gave the sum of H's rows; v did not come into it.",
        "The gradient of g.sum() adds the rows up: it is H v with a v of ones.",
        f"Give v its place: {way}.",
    )


_DIAGONAL = Mistake(
    "diagonal-for-h",
    "value",
    lambda case: case.gives(lambda e: matrix(e).diagonal() * e.args[2] if len(e.args[1]) > 1 else None),
    "You gave H's diagonal times v, entry by entry.",
    "That is H v for a separable f alone: entry i of H v adds up what x_i does together with every other x_j.",
    "Multiply with all of H, without building it: one product does.",
)
_OUTER_PRODUCT = Mistake(
    "outer-product-for-h",
    "value",
    lambda case: case.gives(lambda e: gradient(e) * (gradient(e) @ e.args[2])),
    "You gave g (g · v), as if H were the gradient times itself.",
    "Such a matrix, like that of Gauss and Newton for squares, is made of first derivatives and never negative. H is"
    " made of second ones, and may well be.",
    "Differentiate the gradient.",
)


def _twice(e: Expected) -> Tensor:
    f, x = e.args[:2]
    return product(f, x, e.result)


def _applied_twice(way: str) -> Mistake:
    return Mistake(
        "h-applied-twice",
        "value",
        lambda case: case.gives(_twice),
        "You gave H (H v): v was multiplied with H twice.",
        "HᵀH, which least squares knows, is H² for a symmetric H; its curvatures are squared, and never negative.",
        f"One product is enough: {way}.",
    )


def _scales_the_gradient(case: Case) -> bool:
    """Every wrong result is a multiple of the gradient."""
    told = []
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return False
        slopes, given = gradient(e).double(), seen.result.double()
        factor = (slopes @ given) / (slopes @ slopes)
        is_multiple = bool((given - factor * slopes).abs().max() <= 1e-4 * given.abs().max()) and bool(given.any())
        told.append(is_multiple and len(given) > 1)
    return any(told) and all(ok or len(e.result) == 1 for ok, (_, e) in zip(told, case.wrong(), strict=True))


def _scaled_gradient(way: str) -> Mistake:
    return Mistake(
        "gradient-scaled",
        "value",
        _scales_the_gradient,
        "You gave the gradient, times some number.",
        "One derivative was taken, of f itself: v can do no more there than scale it. H is the derivative of the"
        " gradient.",
        f"Differentiate the gradient, and let v meet that: {way}.",
        rest=True,
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
    return case.each_wrong(lambda result: isinstance(result, tuple) and len(result) == count)


def _pair(way: str) -> Mistake:
    return Mistake(
        "pair-not-unpacked",
        "value",
        lambda case: _tuples_of(2, case),
        "Two things came back where one is asked.",
        "`jvp` returns (value, derivative), and `vjp` returns (value, function).",
        f"Return the derivative alone: {way}.",
    )


_TUPLE = Mistake(
    "tuple-not-unpacked",
    "value",
    lambda case: _tuples_of(1, case),
    "A tuple came back, where its only tensor is meant.",
    "`torch.autograd.grad`, and the function that `vjp` returns, give a tuple, one entry for each input.",
    "Take its only entry: `(row,) = pull(v)`.",
)


def product_mistakes(way: str) -> tuple[Mistake, ...]:
    """Return them for an exercise; `way` is the code of one product by its rules."""
    return (
        *messages(way),
        KEPT,
        _gradient_times_v(way),
        _jvp_of_f(way),
        _gradient(way),
        _point_and_direction_swapped(way),
        _gradient_of_swapped(way),
        _not_cleared(way),
        _v_left_out(way),
        _DIAGONAL,
        normalised(lambda e: e.result / e.args[2].norm()),
        damped(lambda e: e.args[2]),
        _OUTER_PRODUCT,
        _applied_twice(way),
        differences(way),
        _VALUE,
        _pair(way),
        _TUPLE,
        MATRIX_RETURNED,
        _scaled_gradient(way),
        built(way),
        *COST,
        *REMARKS,
    )
