"""Lesson 01, `row_by_row`: one reverse pass is one row.

Contract: shared course notes, *Lesson 01*. Baselines for timing stand here, since they must run beside the answer.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.marker import mark
from autograder.questions.question import Budget, Call, Question, Rules, Trend

HIDDEN = 11
F64, F32 = torch.float64, torch.float32

_NOT_IN_LESSON_01 = ("torch.func.", "torch.autograd.functional.")
# vmap is no derivative: evaluating f at many points in one sweep is within the rules of differences.
_DERIVATIVES = (
    "torch.func.vjp",
    "torch.func.jvp",
    "torch.func.grad",
    "torch.func.grad_and_value",
    "torch.func.jacrev",
    "torch.func.jacfwd",
    "torch.func.hessian",
    "torch.func.linearize",
    "torch.autograd.",
)
_REVERSE = ("torch.autograd.grad", "torch.autograd.backward")


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _label(what: str, m: int, n: int, dtype: torch.dtype) -> str:
    return f"{what}: M = {m}, N = {n}, {_name(dtype)}"


def _one(draw: Draw, what: str, f: Function, x: Tensor, m: int, *more: Any, **options: Any) -> Call:
    """A call on (f, x, …); `options` are fields of Call."""
    n = x.shape[0]
    size = options.pop("mark_size", HIDDEN)
    return Call(_label(what, m, n, x.dtype), (f, x, *more), {"M": m, "N": n}, size, **options)


def _shapes(seed: int, name: str, cotangent: bool) -> tuple[Call, ...]:
    """The calls of `vjp_once` (with a cotangent) and of `jacobian_by_rows` (without)."""

    def more(draw: Draw, m: int) -> tuple[Tensor, ...]:
        return (draw.normal(m),) if cotangent else ()

    calls = []
    plan: tuple[tuple[str, int, int, torch.dtype, bool], ...] = (
        ("wide f", 5, 7, F64, True),
        ("tall f", 13, 3, F32, True),
        ("tall f", 11, 5, F64, False),
    )
    plan += (("one output", 1, 7, F32, False), ("one input", 5, 1, F64, False), ("one of each", 1, 1, F64, False))
    # Primes that differ show a transpose, unless the answer looks at the shape and turns J back: a square can't be.
    # All but one of them are odd, so these are even.
    plan += (("square f", 6, 6, F64, False), ("large f", 72, 66, F64, False))
    for what, m, n, dtype, counted in plan:
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        calls.append(_one(draw, what, smooth(draw, n, m), draw.normal(n), m, *more(draw, m), counted=counted))
    draw = Draw.seeded(seed, name, "squashed")
    calls.append(_one(draw, "f that ends in tanh", _squashed(draw, 7, 5), draw.normal(7), 5, *more(draw, 5)))

    draw = Draw.seeded(seed, name, "linear")
    calls.append(_one(draw, "linear f", linear(draw, 7, 5), draw.normal(7), 5, *more(draw, 5), mark_size=5))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_one(draw, "f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3, *more(draw, 3)))

    # The same x for another f, then the same f and the same tensor x with new numbers in it:
    # whatever an answer keeps between its calls shows here.
    draw = Draw.seeded(seed, name, "again")
    x, f, g = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5)
    v, fresh = more(draw, 5), draw.normal(7)
    calls.append(_one(draw, "first of three in a row", f, x, 5, *v))
    calls.append(_one(draw, "another f at the same x", g, x, 5, *v))
    if cotangent:
        calls.append(_one(draw, "the same f and x, another v", g, x, 5, draw.normal(5)))
    calls.append(_one(draw, "the same f, new numbers in x", g, x, 5, *v, before=lambda: _refill(x, fresh)))
    return tuple(calls)


def _squashed(draw: Draw, n: int, m: int) -> Function:
    """Draw f: (n,) → (m,) whose derivative needs f's own result: whatever is written into that shows."""
    inside = smooth(draw, n, m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(inside(x))

    return f


def _refill(x: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        x.copy_(numbers)


def _vjp_calls(seed: int) -> tuple[Call, ...]:
    return _shapes(seed, "vjp_once", cotangent=True)


def _rows_calls(seed: int) -> tuple[Call, ...]:
    return _shapes(seed, "jacobian_by_rows", cotangent=False)


def _differences_calls(seed: int) -> tuple[Call, ...]:
    name = "jacobian_by_differences"
    calls = []
    plan: tuple[tuple[str, int, int, torch.dtype, dict[str, float], bool], ...] = (
        ("default h", 5, 7, F64, {}, True),
        ("default h", 13, 3, F64, {}, True),
        ("one output", 1, 7, F64, {}, False),
    )
    plan += (("one input", 5, 1, F64, {}, False), ("small h", 3, 5, F64, {"h": 1e-6}, False))
    # A large step shows its truncation error, and shows whether h is obeyed at all.
    plan += (("large h", 5, 7, F64, {"h": 0.25}, False), ("large h", 7, 3, F64, {"h": 0.5}, False))
    plan += (("float32", 5, 7, F32, {}, True), ("square f", 6, 6, F64, {}, False))
    plan += (("large f", 72, 66, F64, {}, False),)
    for what, m, n, dtype, step, counted in plan:
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        f, x = smooth(draw, n, m), draw.normal(n)
        calls.append(_one(draw, what, f, x, m, kwargs=step, counted=counted, exact=dtype is F64))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_one(draw, "f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3))
    draw = Draw.seeded(seed, name, "fast")
    calls.append(_one(draw, "default h, f that turns fast", _fast(draw, 5, 3), draw.normal(5), 3, mark_size=3))
    draw = Draw.seeded(seed, name, "by position")
    calls.append(_one(draw, "h by position", smooth(draw, 3, 5), draw.normal(3), 5, 0.125))
    draw = Draw.seeded(seed, name, "again")
    x, f, g, fresh = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5), draw.normal(7)
    calls.append(_one(draw, "first of three in a row", f, x, 5))
    calls.append(_one(draw, "another f at the same x", g, x, 5))
    calls.append(_one(draw, "the same f, new numbers in x", g, x, 5, before=lambda: _refill(x, fresh)))
    calls.append(_one(draw, "the same f and x, a larger h", g, x, 5, kwargs={"h": 0.25}))
    return tuple(calls)


def _fast(draw: Draw, n: int, m: int) -> Function:
    """Draw f: (n,) → (m,) with slopes near 1, and third derivatives near 1e6: these show the default h by its error."""
    matrix = draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        return torch.sin(mark(1000 * (matrix @ x))) / 1000

    return f


def vjp_separately(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive vjp: build every row, then combine them. Shapes: x (N,), v (M,) → (N,)."""
    return v @ rows_with_a_forward_each(f, x)


def rows_with_a_forward_each(f: Function, x: Tensor) -> Tensor:
    """The naive loop: f is evaluated again for every row. Shapes: x (N,) → (M, N)."""
    m = f(x).shape[0]
    rows = []
    for i in range(m):
        leaf = x.detach().requires_grad_()
        rows.append(torch.autograd.grad(f(leaf)[i], leaf)[0])
    return torch.stack(rows)


def rows_with_one_forward(f: Function, x: Tensor) -> Tensor:
    """The loop that the lesson teaches: one forward, a backward a row. Shapes: x (N,) → (M, N)."""
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    return torch.stack(
        [
            torch.autograd.grad(y, leaf, unit, retain_graph=True)[0]
            for unit in torch.eye(len(y), dtype=y.dtype, device=y.device)
        ]
    )


def differences_each_way(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    """Central differences that evaluate f at x too, for every column. Shapes: x (N,) → (M, N)."""
    columns = []
    for step in h * torch.eye(len(x), dtype=x.dtype, device=x.device):
        middle = f(x)
        columns.append(((f(x + step) - middle) + (middle - f(x - step))) / (2 * h))
    return torch.stack(columns, dim=1)


def _slow_to_start(m: int) -> tuple[Function, Tensor]:
    """An f whose forward is dear beside one row's backward: it makes its own weight from a constant, every time."""
    draw = Draw.seeded(m, "trend")
    n = 8
    table, outer = draw.normal(48, 48) / 20, draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        with torch.no_grad():
            settled = table
            for _ in range(54):
                settled = torch.tanh(settled @ table)
        return outer @ torch.tanh(x + settled[0, 0])

    return f, draw.normal(n)


def _rows_budget(sizes: Mapping[str, int]) -> int:
    return sizes["M"]


VJP_ONCE = Question(
    name="vjp_once",
    title="vᵀJ by one reverse pass",
    calls=_vjp_calls,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(_REVERSE, _NOT_IN_LESSON_01, says="torch.autograd.grad or backward, and nothing above them"),
    budget=Budget(
        forwards=lambda s: 1,
        backward_vectors=lambda s: 1,
        says="one forward and one backward of width 1",
    ),
    naive=vjp_separately,
    hints=(
        "If y = f(x) has M entries, which single number has vᵀJ as its gradient? Write it down, then look at what"
        " `grad_outputs` does in `torch.autograd.grad`.",
        "Where does autograd start to record? x arrives as a plain tensor: what must be true of the tensor that"
        " you hand"
        " to f? Take a leaf of your own, `x.detach().requires_grad_()`, and leave x as it was.",
        "What does `torch.autograd.grad` return, even for one input? It is a tuple: `(row,) ="
        " torch.autograd.grad(y, leaf, v)`.",
    ),
)

JACOBIAN_BY_ROWS = Question(
    name="jacobian_by_rows",
    title="J, one reverse pass a row",
    calls=_rows_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        _REVERSE,
        (*_NOT_IN_LESSON_01, "torch.autograd.grad[is_grads_batched]"),
        says="a loop over torch.autograd.grad or backward, and nothing above them",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backward_vectors=_rows_budget,
        says="one forward, and M backwards of width 1",
    ),
    naive=rows_with_a_forward_each,
    trend=Trend(
        claim="Evaluating f once instead of once a row makes the loop faster, and its time grows no faster than M.",
        size_name="M",
        sizes=(4, 8, 16, 32),
        make=_slow_to_start,
        naive=rows_with_a_forward_each,
        reference=rows_with_one_forward,
        threshold=0.35,
        steepest=1.5,
    ),
    hints=(
        "Which v makes vᵀJ the i-th row of J? How many such v are there: as many as f has inputs, or outputs?",
        "What happens to the graph after a backward pass, and who still needs it? See `retain_graph`.",
        "How often does your loop call f? The graph that one forward recorded serves every row:"
        " evaluate y = f(leaf) before the loop, and stack the rows at its end.",
    ),
)

JACOBIAN_BY_DIFFERENCES = Question(
    name="jacobian_by_differences",
    title="J by central differences, without autograd",
    calls=_differences_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(
        forbids=_DERIVATIVES,
        kinds="rt",
        says="no autograd at all: f's values alone",
    ),
    budget=Budget(forwards=lambda s: 2 * s["N"], says="at most 2N + 1 evaluations of f"),
    naive=differences_each_way,
    hints=(
        "If only x[j] moves, by a little, how do all M outputs move? Is that a row of J or a column?",
        "Why (f(x + h e) − f(x − h e)) / 2h and not (f(x + h e) − f(x)) / h? Expand both to the h² term.",
        "Which evaluations do you need for each j, and which could you have kept from before? Two a column are enough;"
        " build x + h e as a new tensor, of x's dtype, so that x stays as it was.",
    ),
)
