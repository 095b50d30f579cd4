"""Lesson 03, `jacrev_vs_jacfwd`: rows or columns.

Contract: shared course notes, *Lesson 03*. The functions f and the calls are in `calls.py`; baselines for
timing stand here, since they must run beside the answer.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
from autograder.questions.jacrev_vs_jacfwd import calls as calls
from autograder.questions.question import Answer, Budget, Question, Rules, Trend
from autograder.questions.vmap_vjp.my_jacrev import ask_for_a_function

_FUNC = ("vmap", "jvp", "vjp", "grad", "grad_and_value", "jacrev", "jacfwd", "linearize", "hessian")


def jacfwd_column_by_column(
    f: Answer, argnums: int | tuple[int, ...] = 0
) -> Callable[..., Tensor | tuple[Tensor, ...]]:
    """The naive jacfwd: a tangent pass of width 1 for each entry of each argument."""

    def of_one(place: int, *args: Tensor) -> Tensor:
        arg = args[place]

        def f_of_arg(part: Tensor) -> Tensor:
            y: Tensor = f(*args[:place], part, *args[place + 1 :])
            return y

        units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
        columns = [torch.func.jvp(f_of_arg, (arg,), (unit,))[1] for unit in units]
        return torch.stack(columns, dim=-1).reshape(*columns[0].shape, *arg.shape)

    def jacobian(*args: Tensor) -> Tensor | tuple[Tensor, ...]:
        if isinstance(argnums, int):
            return of_one(argnums, *args)
        return tuple(of_one(place, *args) for place in argnums)

    return jacobian


def cheaper_by_shape(f: Function, x: Tensor) -> Tensor:
    """J in the mode whose pass is narrower, as the lesson teaches it. Shapes: x (N,) → (M, N)."""
    transform: Any = torch.func.jacfwd if len(x) < len(f(x)) else torch.func.jacrev
    jacobian: Tensor = transform(f)(x)
    return jacobian


def dearer_by_shape(f: Function, x: Tensor) -> Tensor:
    """The naive choice: J in the mode whose pass is wider. Shapes: x (N,) → (M, N)."""
    transform: Any = torch.func.jacrev if len(x) < len(f(x)) else torch.func.jacfwd
    jacobian: Tensor = transform(f)(x)
    return jacobian


def _tall(m: int) -> tuple[Function, Tensor]:
    """The tutorial's layer with few inputs and many outputs, 32 → m in float32."""
    draw = Draw.seeded(m, "trend").to(torch.float32)
    n = 32
    weight, bias = draw.normal(m, n), draw.normal(m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(torch.nn.functional.linear(x, weight, bias))

    return f, draw.normal(n)


def _narrower(sizes: Mapping[str, int]) -> int:
    return min(sizes["M"], sizes["N"])


MY_JACFWD = Question(
    name="my_jacfwd",
    title="jacfwd, made by hand",
    calls=calls.jacobian_functions,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(
        ("torch.func.vmap",),
        (
            "torch.func.jacrev",
            "torch.func.jacfwd",
            "torch.func.hessian",
            "torch.func.vjp",
            "torch.autograd.functional.",
        ),
        kinds="r",
        says="vmap over a jvp",
    ),
    budget=Budget(
        # An extra one for each argument: its shape may be learnt where its block is made.
        forward_passes=lambda s: 2 * s["asked"] - 1,
        tangents=lambda s: s["asked"],
        tangent_vectors=lambda s: s["entries"],
        says="one tangent pass for each argument asked for, as wide as it has entries (or one pass for all)",
    ),
    naive=jacfwd_column_by_column,
    ask=ask_for_a_function,
    hints=(
        "What does `torch.func.jvp(f, (x,), (t,))` return, and which of the two is J t? If t is the unit vector e_j,"
        " which part of J is that: a row or a column?",
        "A tangent has the shape of the argument that it moves: if that is (2, 3), how many unit tangents are there,"
        " and what becomes of the second axis of `torch.eye(6)`? The other arguments do not move: hold them fixed in a"
        " function of the one that does.",
        "Which axis of vmap's result counts the argument's entries, and where does it belong in out.shape + arg.shape?"
        " vmap puts the axis that it ran over first: move it to the end, and only then reshape it into the argument's"
        " axes.",
    ),
)

CHEAPEST_JACOBIAN = Question(
    name="cheapest_jacobian",
    title="J by whichever pass is narrower",
    calls=calls.jacobians,
    points={"value": 2, "method": 1, "cost": 3, "trend": 1},
    rules=Rules(
        (*(f"torch.func.{name}" for name in _FUNC), "torch.autograd.grad"),
        ("torch.autograd.functional.",),
        says="anything in torch.func, or torch.autograd.grad",
    ),
    budget=Budget(
        forward_passes=lambda s: 1,
        sweeps=lambda s: 1,
        sweep_vectors=_narrower,
        says="one pass of width min(M, N), and at most one extra forward to learn M",
    ),
    naive=dearer_by_shape,
    trend=Trend(
        claim="On a Jacobian that is much taller than wide, the narrower pass is the quicker one: forward mode wins.",
        size_name="M",
        sizes=(256, 512, 1024, 2048),
        make=_tall,
        naive=dearer_by_shape,
        reference=cheaper_by_shape,
        threshold=0.4,
    ),
    hints=(
        "One forward-mode pass gives all columns at once: how wide is it? And how wide is the reverse-mode pass that"
        " gives all rows?",
        "N is known from x: what is the cheapest way to learn M, and does it have to cost a second evaluation of f?",
        "For N = 7 and M = 11, which width is the smaller? And which of `jacfwd` and `jacrev` has it?",
    ),
)

SPEEDUP = Question(
    name="speedup",
    title="how many times faster the candidate is",
    calls=calls.measurements,
    points={"value": 2},
    rules=Rules(says="anything"),
    hints=(
        "If the baseline takes 8 ms and the candidate 2 ms, how many times faster is the candidate? Which of the two"
        " numbers stands on top?",
        "What should come out if the candidate is slower: a number below 0, below 1, or an error?",
        "A Measurement holds several samples, the first often the odd one out: which one number stands for all of"
        " them? Look at what a `Measurement` has besides `times`.",
    ),
)
