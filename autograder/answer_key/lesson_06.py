"""Key to lesson 06: references, and the HVP mistakes that show in an answer.

Trace and curvature stand in `lesson_06_scalars`, what several questions share in `lesson_06_shared`.
"""

import torch
from torch import Tensor
from torch.func import grad, vjp, vmap

from autograder.answer_key import lesson_06_detectors as seen
from autograder.answer_key import lesson_06_scalars
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Mistake
from autograder.answer_key.lesson_06_shared import BUILT, COST, KEPT, MATRIX_RETURNED, MESSAGES, REMARKS
from autograder.questions.draw import Function
from autograder.questions.lesson_06 import product


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


def products_at_once(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """K products in one pass. Shapes: x (N,), vectors (K, N) → (K, N)."""
    pushed: Tensor = vmap(lambda v: product(f, x, v))(vectors)
    return pushed


def diagonal_in_blocks(f: Function, x: Tensor, block: int = 8) -> Tensor:
    """diag H, a block of unit vectors at a time. Shapes: x (N,) → (N,)."""
    n = len(x)
    entries = []
    for start in range(0, n, block):
        places = torch.arange(start, min(start + block, n))
        units = torch.zeros(len(places), n, dtype=x.dtype).scatter_(1, places[:, None], 1.0)
        entries.append(products_at_once(f, x, units).gather(1, places[:, None])[:, 0])
    return torch.cat(entries)


_PRODUCT = (
    *MESSAGES,
    KEPT,
    Mistake(
        "gradient-times-v",
        "HVP02",
        "value",
        seen.gives(lambda e: seen.gradient(e) * e.args[2]),
        "You gave the gradient times v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        "Differentiate once more: push v through `grad(f)`, or walk back from g · v.",
    ),
    Mistake(
        "jvp-of-f",
        "HVP03",
        "value",
        seen.gives(lambda e: seen.gradient(e) @ e.args[2]),
        "You gave one number, g · v: how f itself moves along v.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        "Push v through `grad(f)`, not through f.",
    ),
    Mistake(
        "gradient-returned",
        "HVP04",
        "value",
        seen.gives(seen.gradient),
        "You gave the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v. A `.grad` that is read"
        " before the second pass holds the gradient too.",
        "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
    ),
    Mistake(
        "point-and-direction-swapped",
        "HVP05",
        "value",
        seen.gives(seen.swapped),
        "You gave H at the point v, times x.",
        "`jvp` takes the point first and the direction after it.",
        "Write `jvp(grad(f), (x,), (v,))`.",
    ),
    Mistake(
        "grad-not-cleared",
        "ROW05",
        "value",
        seen.gives(lambda e: seen.gradient(e) + e.result if e.result.any() else None),
        "You gave the gradient and H v, added up.",
        "The first `.backward()` left the gradient in `.grad`, and the second one added to it.",
        "Clear it in between (`leaf.grad = None`), or take `torch.autograd.grad`, which keeps none.",
    ),
    Mistake(
        "v-left-out",
        "",
        "value",
        seen.gives(lambda e: seen.matrix(e).sum(0) if len(e.args[1]) > 1 else None),
        "You gave the sum of H's rows; v did not come into it.",
        "The gradient of g.sum() adds the rows up: it is H v with a v of ones.",
        "Walk back from g · v, or give v to the second pass.",
    ),
    Mistake(
        "outer-product-for-h",
        "HVP18",
        "value",
        seen.gives(lambda e: seen.gradient(e) * (seen.gradient(e) @ e.args[2])),
        "You gave g (g · v), as if H were the gradient times itself.",
        "Such a matrix, like every Gauss–Newton or Fisher one, is made of first derivatives and never negative. H is"
        " made of second ones, and may well be.",
        "Differentiate the gradient.",
    ),
    Mistake(
        "differences-of-gradients",
        "HVP25",
        "value",
        seen.roughly_right,
        "Your values are near, and not near enough: no second derivative was taken.",
        "A difference of two gradients has an error that no step removes: lesson 01's V-curve.",
        "Differentiate the gradient itself: `jvp(grad(f), (x,), (v,))[1]`, or a second backward pass.",
    ),
    Mistake(
        "value-returned",
        "HVP12",
        "value",
        seen.gives(lambda e: e.args[0](e.args[1])),
        "You gave f(x) itself.",
        "Functions that return a pair give the value first and the derivative after it.",
        "Take the second of the pair.",
    ),
    Mistake(
        "pair-not-unpacked",
        "HVP12",
        "value",
        seen.of_length(2),
        "Two things came back where one is asked.",
        "`jvp` returns (value, derivative), and `vjp` returns (value, function).",
        "Return the derivative alone: `jvp(…)[1]`.",
    ),
    Mistake(
        "tuple-not-unpacked",
        "HVP11",
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
        "ROW18",
        "value",
        seen.gives(lambda e: e.result.T if min(e.result.shape) > 1 else None),
        "You gave the transpose: column k is the product with V[k].",
        "The vectors are V's rows, and so are the results: shape (K, N).",
        "Map over axis 0 of V and leave `out_dims` as it is.",
    ),
    Mistake(
        "vectors-added-up",
        "",
        "value",
        seen.gives(lambda e: e.result.sum(0) if len(e.args[2]) > 1 else None),
        "You gave one vector: the sum of all K products.",
        "One pass with the vectors added up gives H times their sum, and the products can't be told apart any more.",
        "Give each vector its place in a batch: `vmap(lambda v: …)(V)`.",
    ),
    Mistake(
        "gradient-returned",
        "HVP04",
        "value",
        seen.gives(lambda e: seen.gradient(e).expand_as(e.result)),
        "Every row is the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v.",
        "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
    ),
    Mistake(
        "gradient-times-v",
        "HVP02",
        "value",
        seen.gives(lambda e: seen.gradient(e) * e.args[2]),
        "You gave the gradient times each v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        "Differentiate once more: push v through `grad(f)`.",
    ),
    Mistake(
        "jvp-of-f",
        "HVP03",
        "value",
        seen.gives(lambda e: e.args[2] @ seen.gradient(e)),
        "You gave K numbers, g · v for each v: how f itself moves.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        "Push v through `grad(f)`, not through f.",
    ),
    Mistake(
        "loop-over-vectors",
        "HVP24",
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

_DIAGONAL = (
    *MESSAGES,
    KEPT,
    Mistake(
        "row-sums-for-diagonal",
        "",
        "value",
        seen.gives(lambda e: seen.matrix(e).sum(0)),
        "You gave H's row sums.",
        "H times ones, or the gradient of g.sum(), adds each row up. That is the diagonal only if f is separable, a sum"
        " of functions of one entry each.",
        "Take entry j of H eⱼ, for every j.",
    ),
    Mistake(
        "squared-gradient",
        "HVP18",
        "value",
        seen.gives(lambda e: seen.gradient(e) ** 2),
        "You gave the gradient squared.",
        "That is the diagonal of g gᵀ, made of first derivatives: never negative, and not H.",
        "Differentiate the gradient.",
    ),
    Mistake(
        "gradient-returned",
        "HVP04",
        "value",
        seen.gives(seen.gradient),
        "You gave the gradient.",
        "The diagonal of H holds second derivatives, ∂²f/∂xⱼ².",
        "Push unit vectors through `grad(f)`, and take the second of what `jvp` returns.",
    ),
    Mistake(
        "last-block-lost",
        "",
        "value",
        seen.loses_last_block,
        "The diagonal is right up to some entry, and missing after it.",
        "N is seldom a multiple of the block's size: the last block is shorter.",
        "End the last block at N: `range(0, N, block)`, and `min(start + block, N)`.",
    ),
    Mistake(
        "scaled-diagonal",
        "",
        "value",
        lambda case: any(case.gives(lambda e, k=k: k * e.result) for k in (0.5, 2.0)),  # type: ignore[misc]
        "Every entry is twice or half what it should be.",
        "½ vᵀ H v and vᵀ H v are easily mistaken for each other, and so is a second derivative for a Taylor term.",
        "Hⱼⱼ is eⱼ · (H eⱼ), without a factor.",
    ),
    MATRIX_RETURNED,
    Mistake(
        "hessian-built",
        "HVP01",
        "",
        seen.builds_at_once,
        "All N products ran in one pass, which takes N × N numbers: you built H.",
        "Of those numbers N are wanted. On a model of a million weights the others are a million times as many.",
        "Take a block of some ten unit vectors at a time, and keep the entries that you want.",
    ),
    Mistake(
        "square-kept",
        "",
        "cost",
        lambda case: "peak" in case.over and not seen.builds_at_once(case),
        "The passes are narrow enough, and still too much is kept: {finding}.",
        "`torch.eye(N)` is N × N numbers by itself. So are N rows of which each is kept alive by a view, `row[i]`, or"
        " by a graph. And a wide block takes as much, several times over.",
        "Make unit vectors a few at a time, and keep numbers rather than views: `row[i].clone()`, or write them into"
        " one result.",
    ),
    *REMARKS,
)

ENTRIES = {
    "hvp": Entry(product, _PRODUCT, tensor),
    "hvp_revrev": Entry(by_double_backward, _PRODUCT, tensor),
    "vhp": Entry(pulled_through_gradient, _PRODUCT, tensor),
    "hvp_many": Entry(products_at_once, _MANY, tensor),
    "hessian_diagonal": Entry(diagonal_in_blocks, _DIAGONAL, tensor),
    **lesson_06_scalars.ENTRIES,
}
