"""my_jacrev: jacrev, made by hand.

Offers, beside `QUESTION`, what its forward-mode twin in lesson 03 is asked too: `jacobian_functions` (the calls),
`HANDS_A_MATRIX_ON` (one of them) and `ask_for_a_function`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import TINY, VAST, Changing, Draw, refill, smooth, times
from autograder.questions.marker import mark
from autograder.questions.question import Answer, Budget, Call, Question, Rules
from autograder.questions.row_by_row.rows import rows_with_one_forward
from autograder.questions.row_by_row.shapes import F32, F64, large_prime, on_meta
from autograder.questions.vmap_vjp.functions import HIDDEN, of_two, predict
from autograder.questions.vmap_vjp.rows import GIVEN_AWAY

NAME = "my_jacrev"
# How the label of a call on such an f begins.
HANDS_A_MATRIX_ON = "f(A) = A,"


def jacobian_functions(seed: int) -> tuple[Call, ...]:
    """Make calls with every form of argnums, matrix arguments, matrix outputs, the tutorial's predict."""
    draw = Draw.seeded(seed, NAME, "vector")
    vector = _call("one vector, argnums left out", smooth(draw, 7, 5), (draw.normal(7),), 5)
    again = _in_a_row(Draw.seeded(seed, NAME, "again"))
    return (
        replace(vector, counted=True),
        *_of_two(seed),
        *_of_three(seed),
        *_of_other_forms(seed),
        *_of_rare_sorts(seed),
        *again,
    )


def _call(label: str, f: Any, args: tuple[Any, ...], m: int, mark_size: int = HIDDEN) -> Call:
    return Call(label, (f, *args), {"M": m}, mark_size)


def _of_two(seed: int) -> Iterator[Call]:
    plan: tuple[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...], dict[str, Any], torch.dtype], ...] = (
        ("matrix arguments, argnums left out", (2, 3), (5,), (7,), {}, F32),
        ("argnums=1", (2, 3), (5,), (7,), {"argnums": 1}, F64),
        ("argnums=(0, 1)", (2, 3), (5,), (7,), {"argnums": (0, 1)}, F64),
        ("argnums=(1, 0)", (3,), (5, 2), (7,), {"argnums": (1, 0)}, F32),
        ("argnums=(0,)", (3,), (5,), (2,), {"argnums": (0,)}, F64),
        ("argnums=(1,)", (3,), (5,), (2,), {"argnums": (1,)}, F64),
        ("matrix output", (5,), (7,), (2, 3), {"argnums": 0}, F64),
        ("matrices in and out, argnums=(1, 0)", (3, 2), (5, 7), (2, 5), {"argnums": (1, 0)}, F64),
        ("square matrices, argnums=(0, 1)", (3, 3), (3, 3), (3, 3), {"argnums": (0, 1)}, F64),
    )
    for what, first, second, out, argnums, dtype in plan:
        draw = Draw.seeded(seed, NAME, what).to(dtype)
        f, m = of_two(draw, first, second, out), torch.Size(out).numel()
        label = f"{what}: {first} and {second} → {out}, {str(dtype).removeprefix('torch.')}"
        call = _call(label, f, (draw.normal(*first), draw.normal(*second)), m)
        yield replace(call, kwargs=argnums, counted=True)


def _of_three(seed: int) -> Iterator[Call]:
    for what, given, d_out, d_in in (
        ("argnums=2", 2, 16, 16),
        ("argnums=(0, 1)", (0, 1), 5, 3),
        ("argnums=(2, 0)", (2, 0), 7, 2),
    ):
        draw = Draw.seeded(seed, NAME, "predict", d_out)
        parts = (draw.normal(d_out, d_in), draw.normal(d_out), draw.normal(d_in))
        label = f"predict(weight, bias, x), {what}, {d_in} → {d_out}"
        yield replace(_call(label, predict(), parts, d_out, d_out), kwargs={"argnums": given}, counted=True)


def _of_other_forms(seed: int) -> Iterator[Call]:
    draw = Draw.seeded(seed, NAME, "by position")
    f = of_two(draw, (3,), (2,), (5,))
    yield _call("argnums by position", f, (1, draw.normal(3), draw.normal(2)), 5)
    for m, n, dtype in ((1, 5, F64), (5, 1, F64), (72, 66, F32)):
        draw = Draw.seeded(seed, NAME, "one", m, n).to(dtype)
        yield _call(f"M = {m}, N = {n}", smooth(draw, n, m), (draw.normal(n),), m)
    draw = Draw.seeded(seed, NAME, "large")
    many = large_prime(draw)
    yield _call(f"M = {many}, N = 3", times(VAST, smooth(draw, 3, many)), (draw.normal(3),), many)
    many = large_prime(draw)
    yield _call(f"M = 2, N = {many}", times(TINY, smooth(draw, many, 2)), (draw.normal(many),), 2)


def _of_rare_sorts(seed: int) -> Iterator[Call]:
    """Yield calls on transposes, on f with one number as its result, and on f that hands on its input."""
    draw = Draw.seeded(seed, NAME, "transposes").to(F32)
    f = of_two(draw, (3, 2), (2,), (5,))
    yield _call("a transposed argument: (3, 2) and (2,) → (5,)", f, (draw.normal(2, 3).T, draw.normal(2)), 5)
    yield _call("f(A) = (A * A).T, A of shape (2, 3)", lambda a: (a * a).T, (draw.normal(2, 3),), 6)
    yield _call(f"{HANDS_A_MATRIX_ON} A of shape (2, 3)", lambda a: a, (draw.normal(2, 3),), 6)
    draw = Draw.seeded(seed, NAME, "one number").to(F32)
    g, args = of_two(draw, (2, 3), (5,), (2,)), (draw.normal(2, 3), draw.normal(5))
    for given in (0, (1, 0)):
        scalar = _call(f"a result of shape (), argnums={given}", lambda a, b: g(a, b).sum(), args, 1)
        yield replace(scalar, kwargs={"argnums": given})


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls of which each changes one thing: x's shape, f, the numbers in x, the weights in f, argnums."""

    def any_size(x: Tensor) -> Tensor:
        return mark(torch.sin(x).cumsum(0) * x.exp())

    thrice = ((draw.normal(3),), (draw.normal(5),), (draw.normal(5),))
    yield _call("one Jacobian function, called at two shapes", any_size, thrice, 5, mark_size=3)
    x, f, g, fresh = draw.normal(7), smooth(draw, 7, 5), Changing(smooth(draw, 7, 5)), draw.normal(7)
    other = smooth(draw, 7, 5)
    yield _call("first of some in a row", f, (x,), 5)
    yield _call("another f at the same x", g, (x,), 5)
    yield replace(_call("the same f, new numbers in x", g, (x,), 5), before=lambda: refill(x, fresh))
    changed = _call("the same f and x, other weights in f", g, (x,), 5)
    yield replace(changed, before=lambda: g.become(other))
    pair, args = of_two(draw, (3,), (3,), (5,)), (draw.normal(3), draw.normal(3))
    yield replace(_call("argnums=1, of arguments alike", pair, args, 5), kwargs={"argnums": 1})
    yield replace(_call("the same f and arguments, argnums=0", pair, args, 5), kwargs={"argnums": 0})


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


def spelled_for_a_function(answer: str, call: Call) -> str:
    """Write `ask_for_a_function` as lines of a cell."""
    _, *rest = call.args
    by_place = bool(rest) and isinstance(rest[0], int)
    given = "f, argnums" if by_place else ", ".join(["f", *(f"{key}={value!r}" for key, value in call.kwargs.items())])
    unpacked = f"f, {'argnums, ' if by_place else ''}*args = call.args"
    if any(isinstance(part, tuple) for part in rest):
        between = f"{answer}(torch.sin, (0,))  # another function's, which must not matter"
        asks = "tuple(jacobian(*each) for each in args)"
        return "\n".join(("import torch", unpacked, f"jacobian = {answer}({given})", between, asks))
    return f"{unpacked}\n{answer}({given})(*args)"


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


QUESTION = Question(
    name=NAME,
    title="jacrev, made by hand",
    calls=jacobian_functions,
    points={"value": 4, "method": 1, "cost": 2},
    rules=Rules(
        needs=("torch.func.vmap",),
        forbids=GIVEN_AWAY,
        kinds="t",
        says="vmap over a vjp, or over a closure on torch.autograd.grad",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: 1,
        backward_vectors=lambda s: s["M"],
        says="one forward and one backward in all, however many arguments are asked for",
    ),
    naive=jacrev_argument_by_argument,
    ask=ask_for_a_function,
    spelled=spelled_for_a_function,
    elsewhere=on_meta,
    hints=(
        "How do you make, from f and all of its arguments, a function of those in `argnums` alone? Look at its `vjp`:"
        " how long is the tuple that comes back?",
        "If y has shape (2, 3), how many unit vectors are there, and what shape must each one have to be a cotangent"
        " of y? `torch.eye(y.numel())` is a start: what has to become of its second axis?",
        "Which `reshape` makes out.shape + arg.shape of a block that vmap gives as (y.numel(), *arg.shape)? And what"
        " is returned for `argnums=(0,)`: a tensor, or a tuple of one?",
    ),
)
