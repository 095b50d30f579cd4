"""Key to `mixed_hessian`: one block of the Hessian, and what is given in its place."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor
from torch.func import grad, hessian, jacrev

from autograder.answer_key.altered import at_the_origin
from autograder.answer_key.compare import reshaped_for_turned, tensor
from autograder.answer_key.hessians.torch_messages import MESSAGES
from autograder.answer_key.hessians.two_levels import DETACHED, FACTOR, REMARKS, SECOND_DIFFERENCES, gives
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.questions.hessians.mixed_hessian import block_of_the_joined

BLOCK_TRANSPOSED = Mistake(
    "block-transposed",
    "value",
    gives(lambda expected: expected.result.T),
    "You gave the block of y and x: entry (j, i) stands where (i, j) belongs.",
    "The inner derivative's axis comes first, the outer's after it: ∂²f/∂x∂y has shape (N, K), x along the rows.",
    "Differentiate by x inside and by y outside, or turn the result.",
)

WRONG_FLATTENING_ORDER = Mistake(
    "wrong-flattening-order",
    "value",
    gives(lambda expected: reshaped_for_turned(expected.result)),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` keeps the order in memory: it turns no (K, N) block into its (N, K) transpose.",
    "Turn it with `.T`, or differentiate by x inside and by y outside.",
)


def _both(expected: Expected, inner: int, outer: int) -> Tensor:
    f, x, y = expected.args
    made: Tensor = jacrev(grad(f, argnums=inner), argnums=outer)(x, y)
    return made


SAME_VARIABLE_TWICE = Mistake(
    "same-variable-twice",
    "value",
    gives(lambda expected: _both(expected, 0, 0), lambda expected: _both(expected, 1, 1)),
    "Both derivatives are by the same variable.",
    "Each level has an `argnums` of its own, 0 where you say nothing.",
    "Give the inner level `argnums=0` (x) and the outer one `argnums=1` (y).",
)


def _added_up(axis: int, e: Expected) -> Tensor:
    summed: Tensor = e.result.sum(axis, keepdim=True)
    return summed.expand_as(e.result)


GRADIENT_ADDED_UP = Mistake(
    "gradient-added-up",
    "value",
    gives(partial(_added_up, 0), partial(_added_up, 1)),
    "Every row, or every column, is the same one: the sum of all that are asked.",
    "The gradient of a gradient's sum adds the rows up, and nothing tells them apart afterwards.",
    "The inner gradient is a vector: take its Jacobian, by `jacfwd` or `jacrev`, and add nothing up.",
)


def _averages(case: Case) -> bool:
    """A line with a transpose failed wherever the block is not square: it and its transpose were to be added."""
    raised = [(seen.raised, expected.call.sizes) for seen, expected in case.pairs if seen.raised]
    return bool(raised) and all(
        "must match the size of tensor b" in error.message
        and sizes["N"] != sizes["K"]
        and re.search(r"\.m?T\b|\.m?H\b|transpose|\.t\(", error.line or "")
        for error, sizes in raised
    )


AVERAGED_WITH_TRANSPOSE = Mistake(
    "averaged-with-its-transpose",
    "value",
    _averages,
    "The block was to be added to its own transpose, and where N ≠ K the two have different shapes.",
    "The whole Hessian is symmetric. A block off its diagonal is not: its transpose is another block, ∂²f/∂y∂x.",
    "Leave that line out. Then find out of which variable the rows are, with an f that is not symmetric in x and y.",
)


def _tuples(case: Case) -> bool:
    return case.each_wrong(lambda result: isinstance(result, tuple))


TUPLE_OF_BLOCKS = Mistake(
    "tuple-of-blocks",
    "value",
    _tuples,
    "A tuple came back: several blocks, where one is asked.",
    "A tuple of `argnums` at a level makes a tuple of results at that level.",
    "Ask each level for one variable: then exactly the block that you want is worked out.",
)


def _joined(expected: Expected) -> Tensor:
    f, x, y = expected.args
    whole: Tensor = hessian(lambda z: f(z[: len(x)], z[len(x) :]))(torch.cat([x, y]))
    return whole


JOINED_HESSIAN_RETURNED = Mistake(
    "joined-hessian-returned",
    "value",
    gives(_joined),
    "You gave the whole Hessian of x and y joined.",
    "It holds four blocks; ∂²f/∂x∂y is the one in the first N rows and the last K columns.",
    "Take that block; better, ask for it alone, by `argnums`.",
)

ROW_SUMS = Mistake(
    "row-sums",
    "value",
    gives(lambda expected: expected.result.sum(1), lambda expected: expected.result.sum(0)),
    "You gave sums of the block's rows or columns.",
    "A derivative of a gradient's sum adds up what you want to see apart.",
    "Differentiate the gradient itself, with `jacfwd` or `jacrev`, not its sum.",
)


def _gradient(expected: Expected, by: int) -> Tensor:
    f, x, y = expected.args
    made: Tensor = grad(f, argnums=by)(x, y)
    return made


PRODUCT_OF_FIRST_DERIVATIVES = Mistake(
    "product-of-first-derivatives",
    "value",
    gives(lambda expected: torch.outer(_gradient(expected, 0), _gradient(expected, 1))),
    "You gave the product of the two first derivatives.",
    "∂f/∂xᵢ · ∂f/∂yⱼ is something else than the derivative of ∂f/∂xᵢ by yⱼ.",
    "Differentiate the gradient by x once more, by y.",
)

FIRST_DERIVATIVE_ONLY = Mistake(
    "first-derivative-only",
    "value",
    gives(lambda expected: _gradient(expected, 0), lambda expected: _gradient(expected, 1)),
    "You gave a first derivative.",
    "One transform differentiates once.",
    "Differentiate `grad(f, argnums=0)`, which is again a function of x and y.",
)


def _there(*zeros: int) -> Callable[[Expected], Tensor]:
    """Return the block where x (0), y (1) or both are 0."""

    def block(expected: Expected) -> Tensor:
        f, x, y = expected.args
        return block_of_the_joined(f, 0 * x if 0 in zeros else x, 0 * y if 1 in zeros else y)

    return block


AT_THE_ORIGIN = replace(
    at_the_origin(_there(0, 1)),
    shows=gives(_there(0), _there(1), _there(0, 1)),
    saw="The block was taken where x, or y, or both are 0.",
    next_step="Let x and y, as they came in, be the point that you hand to the transforms, at both levels.",
)

WHOLE_HESSIAN_FOR_ONE_BLOCK = Mistake(
    "whole-hessian-for-one-block",
    "cost",
    lambda case: "peak" in case.over,
    "More than the one block was worked out.",
    "The joined Hessian has (N + K)² entries, four times the block's when N = K, and a composition over both"
    " variables makes all of them before you pick one.",
    "Let `argnums` say what is wanted: x at the inner level, y at the outer.",
)

_MISTAKES = (
    GRADIENT_ADDED_UP,
    *MESSAGES,
    BLOCK_TRANSPOSED,
    WRONG_FLATTENING_ORDER,
    SAME_VARIABLE_TWICE,
    AVERAGED_WITH_TRANSPOSE,
    TUPLE_OF_BLOCKS,
    JOINED_HESSIAN_RETURNED,
    ROW_SUMS,
    PRODUCT_OF_FIRST_DERIVATIVES,
    FIRST_DERIVATIVE_ONLY,
    DETACHED,
    FACTOR,
    AT_THE_ORIGIN,
    SECOND_DIFFERENCES,
    WHOLE_HESSIAN_FOR_ONE_BLOCK,
    *REMARKS,
)

# By the naive way: students hold this file, and a leaner one could be copied (SECURITY.md, *What students hold*).
ENTRY = Entry(block_of_the_joined, _MISTAKES, tensor)
