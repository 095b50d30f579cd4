"""Lesson 02, `vmap_vjp`: all rows at once.

Contract: shared course notes, *Lesson 02*. The functions f and the calls are in `calls.py`; baselines for
timing stand here, since they must run beside the answer.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
from autograder.questions.question import Answer, Budget, Call, Question, Rules, Trend
from autograder.questions.row_by_row.lesson import rows_with_one_forward
from autograder.questions.vmap_vjp import calls as calls

_MAPPED = ("torch.func.vmap",)
_GIVEN_AWAY = (
    "torch.func.jacrev",
    "torch.func.jacfwd",
    "torch.func.hessian",
    "torch.autograd.grad[is_grads_batched]",
    "torch.autograd.functional.",
)


def rows_by_vmap(f: Function, x: Tensor) -> Tensor:
    """J as the lesson teaches it: one forward, and all rows in one pass. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    jacobian: Tensor = torch.func.vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    return jacobian


def rows_in_one_shot(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """The naive way to save memory: none. Shapes: x (N,) → (M, N)."""
    return rows_by_vmap(f, x)


def jacrev_argument_by_argument(
    f: Answer, argnums: int | tuple[int, ...] = 0
) -> Callable[..., Tensor | tuple[Tensor, ...]]:
    """The naive jacrev: f is evaluated and pulled back anew for each argument, row by row."""

    def of_one(place: int, *args: Tensor) -> Tensor:
        def f_flat(part: Tensor) -> Tensor:
            whole = (*args[:place], part.reshape(args[place].shape), *args[place + 1 :])
            flat: Tensor = f(*whole).reshape(-1)
            return flat

        rows = rows_with_one_forward(f_flat, args[place].reshape(-1))
        return rows.reshape(*f(*args).shape, *args[place].shape)

    def jacobian(*args: Tensor) -> Tensor | tuple[Tensor, ...]:
        if isinstance(argnums, int):
            return of_one(argnums, *args)
        return tuple(of_one(place, *args) for place in argnums)

    return jacobian


def _deep(m: int) -> tuple[Function, Tensor]:
    """An f of some layers, so that a turn of the loop is a walk back through all of them."""
    draw = Draw.seeded(m, "trend")
    n = 8
    layers, outer = [draw.normal(n, n) / 3 for _ in range(4)], draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        for layer in layers:
            x = torch.tanh(layer @ x) + x
        return outer @ x

    return f, draw.normal(n)


def ask_for_a_function(answer: Answer, call: Call) -> Any:
    """Call an answer that returns a function, then that function.

    args are f, then argnums if it goes by position, then f's arguments: tensors for one call of the function, or
    tuples of tensors, each one call, whose results are given as a tuple. Before those, the function of another f is
    made, and left alone: neither may know of the other.
    """
    f, *rest = call.args
    given = [part for part in rest if isinstance(part, int)]
    tuples = [part for part in rest if isinstance(part, tuple)]
    jacobian = answer(f, *given, **call.kwargs)
    if tuples:
        answer(torch.sin, (0,))
        return tuple(jacobian(*args) for args in tuples)
    return jacobian(*(part for part in rest if isinstance(part, Tensor)))


def ask_under_transforms(answer: Answer, call: Call) -> dict[str, Any]:
    """Put an answer that takes x alone through its paces: by itself, under vmap, under jacrev."""
    (x,) = call.args
    return {
        "by itself": answer(x),
        "under vmap": torch.func.vmap(answer)(call.kwargs["X"]),
        "under jacrev": torch.func.jacrev(answer)(x),
    }


JACOBIAN_BY_VMAP = Question(
    name="jacobian_by_vmap",
    title="J, all rows in one pass",
    calls=calls.jacobians,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(_MAPPED, _GIVEN_AWAY, kinds="t", says="vmap over a vjp, or over a closure on torch.autograd.grad"),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: 1,
        backward_vectors=lambda s: s["M"],
        says="one forward of width 1, and one backward of width M",
    ),
    naive=rows_with_one_forward,
    trend=Trend(
        claim="One pass of width M beats M passes of width 1, and its lead grows with M.",
        size_name="M",
        sizes=(8, 24, 48, 96),
        make=_deep,
        naive=rows_with_one_forward,
        reference=rows_by_vmap,
        threshold=0.4,
        steepest=0.75,
    ),
    hints=(
        "Which line of the row loop changes from turn to turn? Only v does. So which function of v alone would you"
        " have to map? `torch.func.vjp(f, x)` gives it to you, beside y.",
        "Over what does `vmap` map, if you say nothing? Over the first axis of its argument. What should the first"
        " axis of the unit vectors count, outputs or inputs?",
        "What does the pullback return for one v? A tuple, with an entry for each argument of f: so"
        " `(jacobian,) = vmap(pullback)(units)`.",
    ),
)

MY_JACREV = Question(
    name="my_jacrev",
    title="jacrev, made by hand",
    calls=calls.jacobian_functions,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(_MAPPED, _GIVEN_AWAY, kinds="t", says="vmap over a vjp, or over a closure on torch.autograd.grad"),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: 1,
        backward_vectors=lambda s: s["M"],
        says="one forward and one backward in all, however many arguments are asked for",
    ),
    naive=jacrev_argument_by_argument,
    ask=ask_for_a_function,
    hints=(
        "How do you make, from f and all of its arguments, a function of those in `argnums` alone? Look at its `vjp`:"
        " how long is the tuple that comes back?",
        "If y has shape (2, 3), how many unit vectors are there, and what shape must each one have to be a cotangent"
        " of y? `torch.eye(y.numel())` is a start: what has to become of its second axis?",
        "Which `reshape` makes out.shape + arg.shape of a block that vmap gives as (y.numel(), *arg.shape)? And what"
        " is returned for `argnums=(0,)`: a tensor, or a tuple of one?",
    ),
)

JACOBIAN_IN_CHUNKS = Question(
    name="jacobian_in_chunks",
    title="J, some rows at a time",
    calls=calls.chunked_jacobians,
    points={"value": 3, "method": 1, "cost": 3},
    rules=Rules(
        _MAPPED,
        (*_GIVEN_AWAY, "torch.func.vmap[chunk_size]"),
        kinds="t",
        says="vmap over a vjp, a chunk at a time, without the library's chunk_size",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: -(-s["M"] // s["chunk"]),
        backward_width=lambda s: s["chunk"],
        peak=True,
        says="one forward, ⌈M / chunk_size⌉ backwards no wider than chunk_size, and a peak well under the one-shot's",
    ),
    naive=rows_in_one_shot,
    hints=(
        "What is it that takes the memory when all M rows go through f at once: the rows, or what lies inside f? How"
        " much of it is there at a time if only chunk_size rows go through?",
        "Which part of `jacobian_by_vmap` must run once, and which part once for each chunk? What does"
        " `units[start : start + chunk_size]` give when fewer than chunk_size are left?",
        "Along which axis do the chunks, of shapes (chunk_size, N), join to (M, N)? And does anything keep the inner"
        " tensors of an earlier chunk alive: a graph, a list?",
    ),
)

BRANCHLESS = Question(
    name="branchless",
    title="sin x or cos x, without a Python if",
    calls=calls.branches,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    hints=(
        "Under vmap there are many x at once, each with a sum of its own: which branch should a Python `if` take then?",
        "What if you compute both branches, and choose afterwards? Which operation takes a condition and two tensors?",
        "`torch.where(condition, a, b)`: which shape has your condition, and does it spread over x? And which branch"
        " does a sum of exactly 0 belong to?",
    ),
)

OUT_OF_PLACE = Question(
    name="out_of_place",
    title="running sums of squares, without writing in place",
    calls=calls.points,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    hints=(
        "Under vmap x is a whole batch, in the guise of one sample: is the tensor of zeros a batch too? What would it"
        " mean to write a batch into it?",
        "Do you need to write at all? What if each y[i] is a new tensor, and they are put together at the end?",
        "Which operation of torch is it that y[i] = y[i-1] + x[i]² spells out? Look at the names that start with"
        " `cum`.",
    ),
)

ITEMLESS = Question(
    name="itemless",
    title="x / ‖x‖, without .item()",
    calls=calls.points,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    hints=(
        "`.item()` makes one Python number, and under vmap there is a norm for each sample: which of them should it"
        " be?",
        "Could the norm stay a tensor of shape ()? What does x divided by such a tensor give?",
        "How does ‖x‖ move when x moves, and does your derivative know of it? For x = (2,) the derivative of x / ‖x‖"
        " is 0: what does yours give?",
    ),
)
