"""Key to lesson 06: references, and the HVP mistakes that show in an answer.

Trace and curvature stand in `scalars`, what several questions share in `shared`.
"""

import torch
from torch import Tensor
from torch.func import grad, vjp

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps import detectors as seen
from autograder.answer_key.hvps import scalars
from autograder.answer_key.hvps.diagonal import DIAGONAL, diagonal_from_one_gradient, diagonal_in_blocks
from autograder.answer_key.hvps.shared import (
    BUILT,
    COST,
    KEPT,
    MATRIX_RETURNED,
    MESSAGES,
    REMARKS,
    products_at_once,
)
from autograder.answer_key.key import Entry, Mistake
from autograder.questions.draw import Function
from autograder.questions.hvps.lesson import product


def by_double_backward(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v by a backward pass through a recorded one. Shapes: x, v (N,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not slopes.requires_grad:  # a linear f
        return torch.zeros_like(x)
    (pulled,) = torch.autograd.grad(slopes, leaf, v)
    return pulled


def pulled_through_gradient(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """vᵀ H by a vjp of the gradient. Shapes: x, v (N,) → (N,)."""
    (row,) = vjp(grad(f), x)[1](v)
    pulled: Tensor = row
    return pulled


_PRODUCT = (
    *MESSAGES,
    KEPT,
    Mistake(
        "gradient-times-v",
        "value",
        seen.gives(lambda e: seen.gradient(e) * e.args[2]),
        "You gave the gradient times v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        "Differentiate once more: push v through `grad(f)`, or walk back from g · v.",
    ),
    Mistake(
        "jvp-of-f",
        "value",
        seen.gives(lambda e: seen.gradient(e) @ e.args[2]),
        "You gave one number, g · v: how f itself moves along v.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        "Push v through `grad(f)`, not through f.",
    ),
    Mistake(
        "gradient-returned",
        "value",
        seen.gives(seen.gradient),
        "You gave the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v. A `.grad` that is read"
        " before the second pass holds the gradient too.",
        "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
    ),
    Mistake(
        "point-and-direction-swapped",
        "value",
        seen.gives(seen.swapped),
        "You gave H at the point v, times x.",
        "`jvp` takes the point first and the direction after it.",
        "Write `jvp(grad(f), (x,), (v,))`.",
    ),
    Mistake(
        "grad-not-cleared",
        "value",
        seen.gives(lambda e: seen.gradient(e) + e.result if e.result.any() else None),
        "You gave the gradient and H v, added up.",
        "The first `.backward()` left the gradient in `.grad`, and the second one added to it.",
        "Clear it in between (`leaf.grad = None`), or take `torch.autograd.grad`, which keeps none.",
    ),
    Mistake(
        "v-left-out",
        "value",
        seen.gives(lambda e: seen.matrix(e).sum(0) if len(e.args[1]) > 1 else None),
        "You gave the sum of H's rows; v did not come into it.",
        "The gradient of g.sum() adds the rows up: it is H v with a v of ones.",
        "Walk back from g · v, or give v to the second pass.",
    ),
    Mistake(
        "outer-product-for-h",
        "value",
        seen.gives(lambda e: seen.gradient(e) * (seen.gradient(e) @ e.args[2])),
        "You gave g (g · v), as if H were the gradient times itself.",
        "Such a matrix, like every Gauss–Newton or Fisher one, is made of first derivatives and never negative. H is"
        " made of second ones, and may well be.",
        "Differentiate the gradient.",
    ),
    Mistake(
        "differences-of-gradients",
        "value",
        seen.roughly_right,
        "Your values are near, and not near enough: no second derivative was taken.",
        "A difference of two gradients has an error that no step removes: lesson 01's V-curve.",
        "Differentiate the gradient itself: `jvp(grad(f), (x,), (v,))[1]`, or a second backward pass.",
    ),
    Mistake(
        "value-returned",
        "value",
        seen.gives(lambda e: e.args[0](e.args[1])),
        "You gave f(x) itself.",
        "Functions that return a pair give the value first and the derivative after it.",
        "Take the second of the pair.",
    ),
    Mistake(
        "pair-not-unpacked",
        "value",
        seen.of_length(2),
        "Two things came back where one is asked.",
        "`jvp` returns (value, derivative), and `vjp` returns (value, function).",
        "Return the derivative alone: `jvp(…)[1]`.",
    ),
    Mistake(
        "tuple-not-unpacked",
        "value",
        seen.of_length(1),
        "A tuple came back, where its only tensor is meant.",
        "`torch.autograd.grad`, and the function that `vjp` returns, give a tuple, one entry for each input.",
        "Take its only entry: `(row,) = pull(v)`.",
    ),
    MATRIX_RETURNED,
    BUILT,
    *COST,
    *REMARKS,
)


_MANY = (
    *MESSAGES,
    KEPT,
    Mistake(
        "transposed",
        "value",
        seen.gives(lambda e: e.result.T if min(e.result.shape) > 1 else None),
        "You gave the transpose: column k is the product with V[k].",
        "The vectors are V's rows, and so are the results: shape (K, N).",
        "Map over axis 0 of V and leave `out_dims` as it is.",
    ),
    Mistake(
        "vectors-added-up",
        "value",
        seen.gives(lambda e: e.result.sum(0) if len(e.args[2]) > 1 else None),
        "You gave one vector: the sum of all K products.",
        "One pass with the vectors added up gives H times their sum, and the products can't be told apart any more.",
        "Give each vector its place in a batch: `vmap(lambda v: …)(V)`.",
    ),
    Mistake(
        "gradient-returned",
        "value",
        seen.gives(lambda e: seen.gradient(e).expand_as(e.result)),
        "Every row is the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v.",
        "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
    ),
    Mistake(
        "gradient-times-v",
        "value",
        seen.gives(lambda e: seen.gradient(e) * e.args[2]),
        "You gave the gradient times each v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        "Differentiate once more: push v through `grad(f)`.",
    ),
    Mistake(
        "jvp-of-f",
        "value",
        seen.gives(lambda e: e.args[2] @ seen.gradient(e)),
        "You gave K numbers, g · v for each v: how f itself moves.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        "Push v through `grad(f)`, not through f.",
    ),
    Mistake(
        "loop-over-vectors",
        "cost",
        seen.loops_over_vectors,
        "Each of the K products took passes of its own.",
        "A loop pays Python and the whole of f again for every vector; `vmap` carries all K through at once.",
        "Write the product for one v, and map it: `vmap(lambda v: …)(V)`, without `chunk_size`.",
    ),
    BUILT,
    *COST,
    *REMARKS,
)


ENTRIES = {
    "hvp": Entry(product, _PRODUCT, tensor),
    "hvp_revrev": Entry(by_double_backward, _PRODUCT, tensor),
    "vhp": Entry(pulled_through_gradient, _PRODUCT, tensor),
    "hvp_many": Entry(products_at_once, _MANY, tensor),
    "hessian_diagonal": Entry(diagonal_in_blocks, DIAGONAL, tensor, quick=diagonal_from_one_gradient),
    **scalars.ENTRIES,
}
