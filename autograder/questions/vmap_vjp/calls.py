"""The calls of lesson 02: shapes of distinct primes, both dtypes, the edge cases, three calls in a row.

Offers a function seed → calls for each question: `jacobians`, `jacobian_functions`, `chunked_jacobians`, `branches`,
`points`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.marker import mark
from autograder.questions.question import Call

HIDDEN = 11
# Wide inside, so that what a pass carries through f outweighs J and the unit vectors.
WIDE = 1024
F64, F32 = torch.float64, torch.float32

OfTwo = Callable[[Tensor, Tensor], Tensor]
OfThree = Callable[[Tensor, Tensor, Tensor], Tensor]


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _refill(x: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        x.copy_(numbers)


def _jacobian(what: str, f: Function, x: Tensor, m: int, chunk: int | None = None, **options: Any) -> Call:
    """A call on (f, x) or, where there is a chunk size, on (f, x, chunk_size); `options` are fields of Call."""
    n, mark_size = x.shape[0], options.pop("mark_size", HIDDEN)
    label = f"{what}: M = {m}, N = {n}, {_name(x.dtype)}"
    if chunk is None:
        return Call(label, (f, x), {"M": m, "N": n}, mark_size, **options)
    sizes = {"M": m, "N": n, "chunk": chunk}
    return Call(f"{label}, chunk_size = {chunk}", (f, x, chunk), sizes, mark_size, **options)


def jacobians(seed: int) -> tuple[Call, ...]:
    """The calls of `jacobian_by_vmap`."""
    name = "jacobian_by_vmap"
    calls = []
    for what, m, n, dtype, counted in (
        ("wide f", 5, 7, F64, True),
        ("tall f", 13, 3, F32, True),
        ("tall f", 11, 5, F64, True),
        ("one output", 1, 7, F32, False),
        ("one input", 5, 1, F64, False),
        ("one of each", 1, 1, F64, False),
        ("square f", 6, 6, F64, False),
        ("large f", 72, 66, F64, False),
    ):
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        calls.append(_jacobian(what, smooth(draw, n, m), draw.normal(n), m, counted=counted))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(_jacobian("linear f", linear(draw, 7, 5), draw.normal(7), 5, mark_size=5))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_jacobian("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3))
    return (*calls, *_three_in_a_row(Draw.seeded(seed, name, "again"), (None, None, None)))


def _three_in_a_row(draw: Draw, chunks: tuple[int | None, int | None, int | None]) -> Iterator[Call]:
    """The same x for another f, then the same f and x with new numbers in it: what an answer keeps shows here."""
    x, f, g, fresh = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5), draw.normal(7)
    yield _jacobian("first of three in a row", f, x, 5, chunks[0])
    yield _jacobian("another f at the same x", g, x, 5, chunks[1])
    yield _jacobian("the same f, new numbers in x", g, x, 5, chunks[2], before=lambda: _refill(x, fresh))


def chunked_jacobians(seed: int) -> tuple[Call, ...]:
    """The calls of `jacobian_in_chunks`; the peak is looked at where f is wide inside."""
    name = "jacobian_in_chunks"
    calls = []
    for what, m, n, chunk, dtype, counted in (
        ("a rest of 2", 11, 5, 3, F64, True),
        ("a rest of 1", 13, 3, 4, F32, True),
        ("no rest", 10, 7, 5, F64, True),
        ("one chunk", 7, 5, 7, F32, True),
        ("chunk larger than M", 5, 7, 8, F64, True),
        ("one row a chunk", 3, 5, 1, F32, True),
        ("one output", 1, 7, 3, F64, False),
        ("one input", 7, 1, 2, F64, False),
        ("one of each", 1, 1, 1, F64, False),
        ("square f", 6, 6, 2, F64, False),
        ("large f", 72, 66, 9, F64, False),
    ):
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        options = {"counted": counted, "weighed": False}
        calls.append(_jacobian(what, smooth(draw, n, m), draw.normal(n), m, chunk, **options))
    for m, n, chunk, dtype in ((61, 3, 2, F64), (67, 5, 3, F32)):
        draw = Draw.seeded(seed, name, "wide inside", m, n).to(dtype)
        f, x = smooth(draw, n, m, width=WIDE), draw.normal(n)
        calls.append(_jacobian("f that is wide inside", f, x, m, chunk, counted=True, mark_size=WIDE))
    draw = Draw.seeded(seed, name, "linear")
    calls.append(_jacobian("linear f", linear(draw, 7, 5), draw.normal(7), 5, 2, mark_size=5))
    draw = Draw.seeded(seed, name, "partial")
    calls.append(_jacobian("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3, 2))
    draw = Draw.seeded(seed, name, "by keyword")
    named = _jacobian("chunk_size by keyword", smooth(draw, 7, 5), draw.normal(7), 5, 2)
    calls.append(replace(named, args=named.args[:2], kwargs={"chunk_size": 2}))
    return (*calls, *_three_in_a_row(Draw.seeded(seed, name, "again"), (2, 2, 3)))


def of_two(draw: Draw, first: tuple[int, ...], second: tuple[int, ...], out: tuple[int, ...]) -> OfTwo:
    """Draw a smooth f of two arguments of these shapes, with a result of shape `out`; neither argument is like the
    other to it. Its marker sits at the hidden layer."""
    sizes = [torch.Size(shape).numel() for shape in (first, second, out)]
    inner = smooth(draw, HIDDEN, sizes[2])
    left, right, shift = draw.normal(HIDDEN, sizes[0]) / 2, draw.normal(HIDDEN, sizes[1]) / 2, draw.normal(HIDDEN)

    def f(a: Tensor, b: Tensor) -> Tensor:
        return inner(left @ a.reshape(-1) + torch.sin(right @ b.reshape(-1)) + shift).reshape(out)

    return f


def predict() -> OfThree:
    """Make the tutorial's layer, (weight, bias, x) → tanh(W x + b), with a marker before its tanh."""

    def layer(weight: Tensor, bias: Tensor, x: Tensor) -> Tensor:
        return torch.tanh(mark(torch.nn.functional.linear(x, weight, bias)))

    return layer


def _function(label: str, f: Any, args: tuple[Any, ...], m: int, **options: Any) -> Call:
    return Call(label, (f, *args), {"M": m}, options.pop("mark_size", HIDDEN), **options)


def jacobian_functions(seed: int) -> tuple[Call, ...]:
    """The calls of `my_jacrev`: every form of argnums, matrix arguments, matrix outputs, the tutorial's predict."""
    name = "my_jacrev"
    calls = []
    draw = Draw.seeded(seed, name, "vector")
    calls.append(_function("one vector, argnums left out", smooth(draw, 7, 5), (draw.normal(7),), 5, counted=True))
    shapes: tuple[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...], dict[str, Any], torch.dtype], ...] = (
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
    for what, first, second, out, argnums, dtype in shapes:
        draw = Draw.seeded(seed, name, what).to(dtype)
        f, m = of_two(draw, first, second, out), torch.Size(out).numel()
        label = f"{what}: {first} and {second} → {out}, {_name(dtype)}"
        calls.append(_function(label, f, (draw.normal(*first), draw.normal(*second)), m, kwargs=argnums, counted=True))
    layers = (("argnums=2", 2, 16, 16), ("argnums=(0, 1)", (0, 1), 5, 3), ("argnums=(2, 0)", (2, 0), 7, 2))
    for what, given, d_out, d_in in layers:
        draw = Draw.seeded(seed, name, "predict", d_out)
        parts = (draw.normal(d_out, d_in), draw.normal(d_out), draw.normal(d_in))
        label = f"predict(weight, bias, x), {what}, {d_in} → {d_out}"
        options: dict[str, Any] = {"mark_size": d_out, "counted": True, "kwargs": {"argnums": given}}
        calls.append(_function(label, predict(), parts, d_out, **options))
    draw = Draw.seeded(seed, name, "by position")
    f = of_two(draw, (3,), (2,), (5,))
    calls.append(_function("argnums by position", f, (1, draw.normal(3), draw.normal(2)), 5))
    for m, n in ((1, 5), (5, 1), (72, 66)):
        draw = Draw.seeded(seed, name, "one", m, n)
        calls.append(_function(f"M = {m}, N = {n}", smooth(draw, n, m), (draw.normal(n),), m))
    return (*calls, *_functions_again(Draw.seeded(seed, name, "again")))


def _functions_again(draw: Draw) -> Iterator[Call]:
    """One Jacobian function for two shapes; then another f at the same x, new numbers in that x, other argnums."""

    def any_size(x: Tensor) -> Tensor:
        return mark(torch.sin(x).cumsum(0) * x.exp())

    thrice = ((draw.normal(3),), (draw.normal(5),), (draw.normal(5),))
    yield _function("one Jacobian function, called at two shapes", any_size, thrice, 5, mark_size=3)
    x, f, g, fresh = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5), draw.normal(7)
    yield _function("first of three in a row", f, (x,), 5)
    yield _function("another f at the same x", g, (x,), 5)
    yield _function("the same f, new numbers in x", g, (x,), 5, before=lambda: _refill(x, fresh))
    pair, args = of_two(draw, (3,), (3,), (5,)), (draw.normal(3), draw.normal(3))
    yield _function("argnums=1, of arguments alike", pair, args, 5, kwargs={"argnums": 1})
    yield _function("the same f and arguments, argnums=0", pair, args, 5, kwargs={"argnums": 0})


def points(seed: int) -> tuple[Call, ...]:
    """The calls of `out_of_place` and `itemless`: a point x, and a batch X of other points."""
    calls = []
    for n, b, dtype in ((5, 3, F64), (7, 2, F32), (1, 5, F64), (3, 1, F64), (66, 4, F64)):
        draw = Draw.seeded(seed, "points", n, b).to(dtype)
        calls.append(_point(f"N = {n}, B = {b}, {_name(dtype)}", draw.normal(n), draw.normal(b, n)))
    # Where something is added to a norm, or a norm is held within bounds, it shows far from 1.
    for what, size in (("small numbers", 2.0**-8), ("large numbers", 2.0**8)):
        draw = Draw.seeded(seed, "points", what)
        calls.append(_point(f"{what}: N = 5, B = 3, float64", size * draw.normal(5), size * draw.normal(3, 5)))
    draw = Draw.seeded(seed, "points", "again")
    return (*calls, *_points_again(draw.normal(5), draw.normal(3, 5), draw.normal(5)))


def branches(seed: int) -> tuple[Call, ...]:
    """The calls of `branchless`: sums above, below and exactly 0, alone and mixed in one batch."""
    calls = []
    for n, dtype in ((5, F64), (7, F32), (1, F64), (66, F64)):
        for what, sign in (("sum above 0", 1), ("sum below 0", -1), ("sum exactly 0", 0)):
            draw = Draw.seeded(seed, "branchless", n, what).to(dtype)
            batch = torch.stack([_with_sum(draw, n, s) for s in (1, -1, 0, -1, 1)])
            calls.append(_point(f"{what}: N = {n}, {_name(dtype)}", _with_sum(draw, n, sign), batch))
    draw = Draw.seeded(seed, "branchless", "barely")
    for what, sign in (("above", 1), ("below", -1)):
        batch = torch.stack([_barely(draw, 5, s) for s in (-1, 0, 1)])
        calls.append(_point(f"sum barely {what} 0: N = 5, float64", _barely(draw, 5, sign), batch))
    draw = Draw.seeded(seed, "branchless", "again")
    again = (_with_sum(draw, 5, 1), torch.stack([_with_sum(draw, 5, s) for s in (-1, 1, 0)]), _with_sum(draw, 5, -1))
    return (*calls, *_points_again(*again))


def _with_sum(draw: Draw, n: int, sign: int) -> Tensor:
    """Eighths, so that every order of adding gives the same sum: above, below or exactly 0."""
    eighths = (draw.uniform(n, low=-16, high=16)).round()
    eighths[-1] -= eighths.sum()
    eighths[0] += sign * draw.uniform(1, low=2, high=12).round().item()
    return eighths / 8


def _barely(draw: Draw, n: int, sign: int) -> Tensor:
    """Numbers in float64 whose sum is all but 0, and still exact."""
    x = _with_sum(draw, n, 0)
    x[0] += sign * 2.0**-30
    return x


def _point(label: str, x: Tensor, batch: Tensor, **options: Any) -> Call:
    return Call(label, (x,), {"N": x.shape[0], "B": batch.shape[0]}, 1, kwargs={"X": batch}, **options)


def _points_again(x: Tensor, batch: Tensor, fresh: Tensor) -> Iterator[Call]:
    yield _point("first of two in a row", x, batch)
    yield _point("the same x with new numbers", x, batch.flip(1), before=lambda: _refill(x, fresh))
