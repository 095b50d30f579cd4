"""Lesson 06, `hvps`: curvature without the matrix.

Contract: shared course notes, *Lesson 06*. The functions f and the calls stand in files beside this one; baselines for
timing and for peaks stand here, since they must run beside the answer.
"""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.func import grad, hessian, jacrev, jvp

from autograder.questions.draw import Draw, Function
from autograder.questions.hvps import calls as calls
from autograder.questions.question import Budget, Question, Rules, Trend

Passes = Mapping[str, Mapping[int, int]]
Sizes = Mapping[str, int]

# Out everywhere in this lesson.
_FUNCTIONAL = ("torch.autograd.functional.",)
# `linearize` takes some 300 ms to trace at any size, which would drown a trend: out where one is judged.
_UNTIMED = ("torch.func.linearize",)
_FORWARD = (
    "torch.func.jvp",
    "torch.func.jacfwd",
    "torch.func.hessian",
    "torch.func.linearize",
    "torch.autograd.forward_ad.",
)


def product(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v as the lesson teaches it: the gradient's derivative along v. Shapes: x, v (N,) → (N,)."""
    pushed: Tensor = jvp(grad(f), (x,), (v,))[1]
    return pushed


def build_then_multiply(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive product: N × N numbers for N of them. Shapes: x, v (N,) → (N,)."""
    multiplied: Tensor = hessian(f)(x) @ v
    return multiplied


def build_by_reverse_then_multiply(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive product without forward mode. Shapes: x, v (N,) → (N,)."""
    multiplied: Tensor = jacrev(grad(f))(x) @ v
    return multiplied


def build_then_multiply_many(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """The naive way to K products. Shapes: x (N,), vectors (K, N) → (K, N)."""
    multiplied: Tensor = vectors @ hessian(f)(x)
    return multiplied


def build_then_pick(f: Function, x: Tensor) -> Tensor:
    """The naive diagonal: N of N × N numbers. Shapes: x (N,) → (N,)."""
    picked: Tensor = hessian(f)(x).diagonal().clone()
    return picked


def build_then_estimate(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """The naive estimate: all of H, and every probe with every other. Shapes: x (N,), probes (K, N) → ()."""
    met: Tensor = probes @ hessian(f)(x) @ probes.T
    return met.diagonal().mean()


def build_then_iterate(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """The naive power iteration, on a matrix. Shapes: x, v0 (N,) → (), (N,)."""
    matrix, u = hessian(f)(x), v0
    for _ in range(steps):
        u = matrix @ u
        u = u / u.norm()
    return u @ matrix @ u, u


def _unmarked(n: int) -> tuple[Function, Tensor, Tensor]:
    """An f that is narrow inside, without a marker, and a point and a direction."""
    draw = Draw.seeded(n, "trend")
    weights, x, v = draw.normal(n) / n**0.5, draw.normal(n), draw.normal(n)

    def f(x: Tensor) -> Tensor:
        return torch.sin(x).sum() + torch.sin(weights @ (x * x))

    return f, x, v


# The way that was asked for may be there as well, for show: the other one is named beside it.


def _forward_beside(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    return "forward mode over the gradient" if "frr" in passes and {"frt", "ftt"} & passes.keys() else None


def _reverse_beside(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    return "reverse mode over the gradient" if {"frt", "frr"} <= passes.keys() else None


def _one(sizes: Sizes) -> int:
    return 1


HVP = Question(
    name="hvp",
    title="H v, forward over reverse",
    calls=calls.hvp,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        forbids=(*_FUNCTIONAL, *_UNTIMED),
        shows=("frt",),
        bars=_reverse_beside,
        says="forward over reverse: a tangent pushed through the gradient",
    ),
    budget=Budget(
        tangents=_one,
        tangent_vectors=_one,
        peak=True,
        says="one tangent pass of width 1, and no N × N tensor",
    ),
    naive=build_then_multiply,
    trend=Trend(
        claim="The product's lead over building the Hessian grows with N.",
        size_name="N",
        sizes=(80, 160, 320, 640),
        make=_unmarked,
        naive=build_then_multiply,
        reference=product,
        threshold=0.35,
    ),
    hints=(
        "H is the Jacobian of which function? That function takes x (N,) and returns N numbers. What does a `jvp` of"
        " a function give?",
        "From which point do you push `grad(f)`, the inner derivative, and along which direction? Both go to `jvp` as"
        " tuples.",
        "`jvp` returns two things: which of them is the gradient itself, and which is its derivative along v?"
        " `jvp(grad(f), (x,), (v,))[1]`.",
    ),
)

HVP_REVREV = Question(
    name="hvp_revrev",
    title="H v, reverse over reverse",
    calls=calls.hvp_revrev,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(
        forbids=(*_FUNCTIONAL, *_FORWARD),
        kinds="t",
        shows=("frr",),
        says="reverse over reverse, and no forward mode",
    ),
    budget=Budget(
        backwards=lambda s: 2,
        backward_vectors=lambda s: 2,
        peak=True,
        says="two backwards of width 1, and a peak that grows like N",
    ),
    naive=build_by_reverse_then_multiply,
    hints=(
        "The gradient g(x) is a vector: which scalar, made of g and v, has H v as its gradient?",
        "Can the first backward pass itself be differentiated? Only if autograd recorded it: which argument of"
        " `torch.autograd.grad` says so? Or let `torch.func.grad` stand inside another `grad`.",
        "What is H of a linear f, and does its gradient depend on x at all? Where g does not require grad, there is"
        " nothing to walk back through, and the answer is zeros.",
    ),
)

VHP = Question(
    name="vhp",
    title="vᵀ H by reverse mode over the gradient",
    calls=calls.vhp,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(forbids=_FUNCTIONAL, shows=("frr",), bars=_forward_beside, says="reverse mode over the gradient"),
    # As many products as H has rows are H, whether its rows are kept or not.
    budget=Budget(
        products=lambda s: s["N"] - 1,
        peak=True,
        says="a peak that grows like N, and no H, kept or row by row",
    ),
    naive=build_by_reverse_then_multiply,
    hints=(
        "If vᵀ J is one reverse pass through the function whose Jacobian J is, through which function do you go for vᵀ"
        " H?",
        "`vjp` takes a function and a point, and returns its value and what else? Give it the gradient of f.",
        "What comes back from the function that `vjp` returned, even for one input? It is a tuple: `(row,) = pull(v)`.",
    ),
)

HVP_MANY = Question(
    name="hvp_many",
    title="K products in one pass",
    calls=calls.hvp_many,
    points={"value": 2, "method": 1, "cost": 2},
    rules=Rules(
        ("torch.func.vmap", "torch.autograd.grad[is_grads_batched]"), _FUNCTIONAL, says="vmap over the vectors"
    ),
    budget=Budget(
        products=lambda s: s["K"],
        product_passes=_one,
        says="one batched pass of width K",
    ),
    naive=build_then_multiply_many,
    hints=(
        "What turns a function that makes H v of one v into one that takes a whole stack of them?",
        "Which of f, x and v changes from product to product? Only that one should be mapped; where is its axis?",
        "`vmap` calls your function once, with a v that stands for all K: what does that function look like as a"
        " lambda of v alone? `vmap(lambda v: …)(V)`.",
    ),
)

HESSIAN_DIAGONAL = Question(
    name="hessian_diagonal",
    title="diag H, without H",
    calls=calls.hessian_diagonal,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(forbids=_FUNCTIONAL, says="any tool but torch.autograd.functional"),
    budget=Budget(
        elements=lambda s: s["N"] ** 2 // 4,
        says="a peak under N² / 4 elements at N = 512, with any number of products",
    ),
    naive=build_then_pick,
    hints=(
        "H eⱼ is column j: which one of its N numbers do you want, and what may be thrown away at once?",
        "How much memory does `torch.eye(N)` take, beside the N numbers that you are asked for? And what does"
        " `row[i]`, a view, keep alive?",
        "What lies between all N products at once, which need N × N numbers, and one at a time, which needs N passes?"
        " A block of some ten unit vectors; and what is different about the last block?",
    ),
)

HUTCHINSON_TRACE = Question(
    name="hutchinson_trace",
    title="the trace of H, estimated from products",
    calls=calls.hutchinson_trace,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(forbids=_FUNCTIONAL, says="any tool but torch.autograd.functional"),
    # N products are H where N is far above K; where it is not, products tell nothing.
    budget=Budget(
        products=lambda s: max(s["N"] - 1, 8 * s["K"]),
        peak=True,
        says="a peak that grows like K N, and no H, kept or column by column",
    ),
    naive=build_then_estimate,
    hints=(
        "pᵀ H p is a number, made of p and H p: which exercise of this lesson gives H p, and for all K probes at once?",
        "P Hᵀ Pᵀ meets every probe with every other, K × K numbers: which K of them do you want, and how do you get"
        " them from two (K, N) tensors alone?",
        "Over which axis do you add up, and over which do you take the mean? Add over the N entries, average over"
        " the K probes.",
    ),
)

TOP_CURVATURE = Question(
    name="top_curvature",
    title="the largest curvature, by power iteration",
    calls=calls.top_curvature,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(forbids=_FUNCTIONAL, says="any tool but torch.autograd.functional"),
    budget=Budget(products=lambda s: s["steps"] + 1, says="at most steps + 1 products"),
    naive=build_then_iterate,
    hints=(
        "What happens to a vector that is multiplied with H again and again, and why must it be brought back to"
        " length 1 each time?",
        "Of which unit vector u is the Rayleigh quotient uᵀ H u asked: the one before the last step, or the one after"
        " it? Does that take another product?",
        "Can ‖H u‖ tell a valley from a ridge? A norm has no sign: λ is u · (H u).",
    ),
)
