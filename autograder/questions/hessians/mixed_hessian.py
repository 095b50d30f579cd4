"""`mixed_hessian(f, x, y)`: ∂²f/∂x∂y, one block of the Hessian."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.device import ON_META
from autograder.questions.draw import TINY, VAST, Changing, Draw, refill, smooth, times
from autograder.questions.hessians.functions import many, only_output
from autograder.questions.marker import mark
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32, F64, HIDDEN

Pair = Callable[[Tensor, Tensor], Tensor]


def meeting_late(draw: Draw, n: int, k: int, width: int = HIDDEN) -> Pair:
    """Draw a scalar f(x, y) for x (n,), y (k,): each goes through a layer of its own before they meet."""
    of_x, shift = draw.normal(width, n) / n**0.5, draw.normal(width)
    of_y, tilt = draw.normal(width, k) / k**0.5, draw.normal(width)

    def f(x: Tensor, y: Tensor) -> Tensor:
        one = torch.tanh(mark(of_x @ (torch.sin(x) + x) + shift))
        other = torch.sin(of_y @ (y * y + y) + tilt) * (1 / width)
        return torch.exp(one @ other)

    return f


def never_meeting(draw: Draw, n: int, k: int) -> Pair:
    """Draw a scalar f(x, y) without a cross term; x and y still meet in its graph, with weight zero."""
    of_x, of_y = only_output(smooth(draw, n, 1)), only_output(smooth(draw, k, 1))
    table = draw.normal(n, k)

    def f(x: Tensor, y: Tensor) -> Tensor:
        return of_x(x) + of_y(y) + 0 * (x @ table @ y)

    return f


def _of_both(what: str, f: Pair, x: Tensor, y: Tensor, **options: Any) -> Call:
    n, k = len(x), len(y)
    label = f"{what}: N = {n}, K = {k}, {str(x.dtype).removeprefix('torch.')}"
    return Call(label, (f, x, y), {"N": n, "K": k}, HIDDEN, **options)


def mixed_calls(seed: int) -> tuple[Call, ...]:
    """The calls of `mixed_hessian`."""
    name = "mixed_hessian"
    calls = [*_in_a_row(Draw.seeded(seed, name, "again"))]
    for what, n, k, dtype, counted in (
        ("few of y", 13, 3, F32, False),
        ("one of x", 1, 5, F64, False),
        ("one of y", 5, 1, F32, False),
        ("one of each", 1, 1, F64, False),
        ("as many of each", 6, 6, F64, False),
        ("about as many of each", 31, 29, F64, True),
        ("about as many of each", 59, 61, F64, True),
    ):
        draw = Draw.seeded(seed, name, what, n, k).to(dtype)
        f = meeting_late(draw, n, k)
        calls.append(_of_both(what, f, draw.normal(n), draw.normal(k), counted=counted))
    draw = Draw.seeded(seed, name, "apart")
    calls.append(_of_both("no cross term", never_meeting(draw, 7, 3), draw.normal(7), draw.normal(3)))
    return (*calls, *_rare(seed, name))


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls of which each changes one thing: f, the numbers in y, those in x, the weights in f."""
    x, y, fresh, moved = draw.normal(5), draw.normal(3), draw.normal(3), draw.normal(5)
    f, inside, other = (meeting_late(draw, 5, 3) for _ in range(3))
    g = Changing(inside)
    yield _of_both("first of some in a row", f, x, y)
    yield _of_both("another f at the same x and y", g, x, y)
    yield _of_both("the same f, new numbers in y", g, x, y, before=lambda: refill(y, fresh))
    yield _of_both("the same f, new numbers in x", g, x, y, before=lambda: refill(x, moved))
    yield _of_both("the same f, x and y, other weights in f", g, x, y, before=lambda: g.become(other))


def _rare(seed: int, name: str) -> Iterator[Call]:
    """Yield calls on x and y with strides, and with far more of one than of the other, as the seed has it."""
    draw = Draw.seeded(seed, name, "strided")
    yield _of_both("x and y with strides", meeting_late(draw, 5, 7), draw.normal(10)[::2], draw.normal(21)[::3])
    draw = Draw.seeded(seed, name, "large")
    for swapped in (False, True):
        n, k = (3, many(draw)) if swapped else (many(draw), 3)
        f = times(VAST if swapped else TINY, meeting_late(draw, n, k))
        yield _of_both("many of one", f, draw.normal(n), draw.normal(k))


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return _of_both(ON_META, meeting_late(draw, 5, 3), draw.normal(5), draw.normal(3))


def block_of_the_joined(f: Pair, x: Tensor, y: Tensor) -> Tensor:
    """The naive way: join x and y, take the whole Hessian, keep a quarter. Shapes: x (N,), y (K,) → (N, K)."""
    n = len(x)

    def joined(z: Tensor) -> Tensor:
        return f(z[:n], z[n:])

    whole: Tensor = hessian(joined)(torch.cat([x, y]))
    return whole[:n, n:]


QUESTION = Question(
    name="mixed_hessian",
    title="∂²f/∂x∂y, one block of the Hessian",
    calls=mixed_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules((), ("torch.autograd.functional.",), says="anything in torch.func, or torch.autograd.grad"),
    budget=Budget(peak_of_naive=True, says="a peak under half of the joined variables' Hessian"),
    naive=block_of_the_joined,
    elsewhere=_on_meta,
    hints=(
        "Which shape has the gradient of f by x alone? On what does it still depend?",
        "What does `argnums` say in `grad(f, argnums=0)`: which variable is differentiated, and which is passed along?"
        " The second level has an `argnums` of its own.",
        "Entry (i, j) is ∂²f/∂xᵢ∂yⱼ: which level's axis comes first in the result, the inner's or the outer's?"
        " Take the gradient by x inside and the Jacobian by y outside.",
    ),
)
