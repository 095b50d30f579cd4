"""Lesson 04, `hessians`: derivatives of derivatives.

Contract: shared course notes, *Lesson 04*. The functions f and the calls are in `calls.py`; baselines for
timing and for peaks stand here, since they must run beside the answer.
"""

import torch
from torch import Tensor
from torch.func import grad, hessian, jacfwd, jacrev

from autograder.questions.draw import Function
from autograder.questions.hessians import calls as calls
from autograder.questions.question import Budget, Question, Rules, Trend

# `linearize` takes some 300 ms to trace at any size, which would drown a trend: out where one is judged.
_UNTIMED = ("torch.func.linearize",)
_HESSIANS = ("torch.func.hessian", "torch.autograd.functional.hessian")


def forward_over_reverse(f: Function, x: Tensor) -> Tensor:
    """H as `hessian` itself makes it. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacfwd(jacrev(f))(x)
    return made


def reverse_over_reverse(f: Function, x: Tensor) -> Tensor:
    """H by reverse passes alone. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacrev(jacrev(f))(x)
    return made


def forward_over_forward(f: Function, x: Tensor) -> Tensor:
    """H by tangent passes alone. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacfwd(jacfwd(f))(x)
    return made


def reverse_over_forward(f: Function, x: Tensor) -> Tensor:
    """H the naive way, N tangents recorded and then swept back. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacrev(jacfwd(f))(x)
    return made


def cross_block(f: calls.Pair, x: Tensor, y: Tensor) -> Tensor:
    """∂²f/∂x∂y alone: the gradient by x, then each of its entries by y. Shapes: x (N,), y (K,) → (N, K)."""
    block: Tensor = jacfwd(grad(f, argnums=0), argnums=1)(x, y)
    return block


def block_of_the_joined(f: calls.Pair, x: Tensor, y: Tensor) -> Tensor:
    """The naive way: join x and y, take the whole Hessian, keep a quarter. Shapes: x (N,), y (K,) → (N, K)."""
    n = len(x)

    def joined(z: Tensor) -> Tensor:
        return f(z[:n], z[n:])

    whole: Tensor = hessian(joined)(torch.cat([x, y]))
    return whole[:n, n:]


HESSIAN_BY_COMPOSITION = Question(
    name="hessian_by_composition",
    title="H, a Jacobian of a Jacobian",
    calls=calls.hessian_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        ("torch.func.jacfwd", "torch.func.jacrev", "torch.func.grad"),
        ("torch.func.hessian", "torch.autograd.functional.", *_UNTIMED),
        says="a composition of jacfwd, jacrev and grad, not hessian itself and no torch.autograd.functional",
    ),
    budget=Budget(peak=True, says="a peak like that of the leanest of the four compositions"),
    naive=reverse_over_forward,
    trend=Trend(
        claim="Forward over reverse beats the other three on a layer with many inputs and several outputs.",
        size_name="N",
        sizes=(24, 48, 96, 192),
        make=calls.layer,
        naive=reverse_over_forward,
        reference=forward_over_reverse,
        threshold=0.45,
        width=lambda s: s["N"],
    ),
    hints=(
        "What does jacrev(f) give back: a matrix, or a function of x that gives a matrix? And what is its Jacobian?",
        "Which shape has the gradient of a scalar f, and which the Jacobian of a vector f? Does `grad` accept both?"
        " jacrev and jacfwd do.",
        "How many passes does each level need, for N inputs and M outputs, and what must the outer one keep in memory"
        " while it works? Try the outer level in forward mode: it keeps nothing for a way back.",
    ),
)

FOUR_HESSIANS = Question(
    name="four_hessians",
    title="one H, made in four ways",
    calls=calls.four_calls,
    points={"value": 3, "method": 2},
    rules=Rules((), _HESSIANS, says="each entry by the composition that its name says, outer_inner, and not hessian"),
    naive=None,
    hints=(
        "In jacfwd(jacrev(f))(x), which of the two is applied to f first? That one is the inner.",
        "The names say outer_inner: which transform stands on the outside in `rev_fwd`?",
        "What are your keys, and what shape has each entry? Four entries, each transform of a transform called at x:"
        " `jacrev(jacfwd(f))(x)` is one of them.",
    ),
)

MIXED_HESSIAN = Question(
    name="mixed_hessian",
    title="∂²f/∂x∂y, one block of the Hessian",
    calls=calls.mixed_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules((), ("torch.autograd.functional.",), says="anything in torch.func, or torch.autograd.grad"),
    budget=Budget(peak_of_naive=True, says="a peak under half of the joined variables' Hessian"),
    naive=block_of_the_joined,
    hints=(
        "Which shape has the gradient of f by x alone? On what does it still depend?",
        "What does `argnums` say in `grad(f, argnums=0)`: which variable is differentiated, and which is passed along?"
        " The second level has an `argnums` of its own.",
        "Entry (i, j) is ∂²f/∂xᵢ∂yⱼ: which level's axis comes first in the result, the inner's or the outer's?"
        " Take the gradient by x inside and the Jacobian by y outside.",
    ),
)
