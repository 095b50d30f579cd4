"""`cheapest_jacobian(f, x)`: J by whichever pass is narrower."""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import TINY, VAST, Changing, Draw, Function, linear, partial, refill, smooth, times
from autograder.questions.question import Budget, Call, Question, Rules, Trend
from autograder.questions.row_by_row.shapes import F32, F64, HIDDEN, column_of, on_meta

# How the labels of such calls begin.
HANDS_ON = "f(x) = x"
_FUNC = ("vmap", "jvp", "vjp", "grad", "grad_and_value", "jacrev", "jacfwd", "linearize", "hessian")


def _jacobian(what: str, f: Function, x: Tensor, m: int, **options: Any) -> Call:
    n, mark_size = x.shape[0], options.pop("mark_size", HIDDEN)
    label = f"{what}: M = {m}, N = {n}, {str(x.dtype).removeprefix('torch.')}"
    return Call(label, (f, x), {"M": m, "N": n}, mark_size, **options)


def jacobians(seed: int) -> tuple[Call, ...]:
    """The calls of `cheapest_jacobian`: each side of square, far from it and near it."""
    name = "cheapest_jacobian"
    calls = []
    for what, m, n, dtype in (
        ("wide f", 3, 13, F64),
        ("tall f", 17, 3, F32),
        ("barely wide f", 7, 11, F32),
        ("barely tall f", 11, 7, F64),
        ("tall by one", 12, 11, F64),
        ("wide by one", 11, 12, F64),
        ("large f", 72, 66, F64),
        ("square f", 6, 6, F64),
        ("one output", 1, 7, F32),
        ("one input", 7, 1, F64),
        ("one of each", 1, 1, F64),
    ):
        draw = Draw.seeded(seed, name, what, m, n).to(dtype)
        calls.append(_jacobian(what, smooth(draw, n, m), draw.normal(n), m, counted=True))
    for m, n in ((5, 7), (7, 3)):
        draw = Draw.seeded(seed, name, "linear", m, n)
        calls.append(_jacobian("linear f", linear(draw, n, m), draw.normal(n), m, mark_size=m))
        draw = Draw.seeded(seed, name, "partial", m, n)
        used = n - 1
        calls.append(_jacobian("f that ignores part of x", partial(draw, n, m, used), draw.normal(n), m))
    return (*calls, *_in_a_row(Draw.seeded(seed, name, "again")), *_rare(seed, name))


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls on the same x for other functions, of another shape too; then on new numbers in x, weights in f."""
    x, f, g, h = draw.normal(7), smooth(draw, 7, 5), smooth(draw, 7, 5), Changing(smooth(draw, 7, 13))
    fresh, other = draw.normal(7), smooth(draw, 7, 13)
    yield _jacobian("first of some in a row", f, x, 5)
    yield _jacobian("another f at the same x", g, x, 5)
    yield _jacobian("a taller f at the same x", h, x, 13)
    yield _jacobian("the same f, new numbers in x", h, x, 13, before=lambda: refill(x, fresh))
    yield _jacobian("the same f and x, other weights in f", h, x, 13, before=lambda: h.become(other))


def _rare(seed: int, name: str) -> Iterator[Call]:
    """Yield calls on f that hands on its input, on strided tensors, at sizes of the seed's own."""
    draw = Draw.seeded(seed, name, "handed on")
    shift = draw.normal(5)
    # The unit vectors come out as the result itself: whoever uses their memory again shows.
    yield _jacobian(HANDS_ON, lambda x: x, draw.with_zeros(5), 5)
    yield _jacobian(f"{HANDS_ON} + c", lambda x: x + shift, draw.normal(5), 5)
    yield _jacobian(f"{HANDS_ON}[:3]", lambda x: x[:3], draw.normal(7), 3)
    for m, n in ((5, 7), (7, 3)):
        draw = Draw.seeded(seed, name, "strided", m, n)
        f, x = column_of(smooth(draw, n, 2 * m)), draw.normal(2 * n)[::2]
        yield _jacobian("a column for a result, x with strides", f, x, m)
    draw = Draw.seeded(seed, name, "large")
    many = int(draw.uniform(1, low=131, high=180))
    yield _jacobian("many outputs", times(VAST, smooth(draw, 3, many)), draw.normal(3), many)
    yield _jacobian("many inputs", times(TINY, smooth(draw, many, 5)), draw.normal(many), 5)
    # The narrower pass is wide here, too: who cuts it into parts makes several.
    both = Draw.seeded(seed, name, "both")
    yield _jacobian("many of each", smooth(both, many, many + 5), both.normal(many), many + 5)
    zero = Draw.seeded(seed, name, "zero").to(F32)
    yield _jacobian("x = 0, many inputs", smooth(zero, many, 23), 0 * zero.normal(many), 23)
    # The times tell what is dear at larger sizes; a loop, which is to lose its cost alone, would take seconds there.
    most = draw.size(257, 299)
    yield _jacobian("outputs by the hundred", smooth(draw, 2, most), draw.normal(2), most)


def columns_at_once(f: Function, x: Tensor) -> Tensor:
    """J in one tangent pass, which is the narrower one where M > N. Shapes: x (N,) → (M, N)."""
    jacobian: Tensor = torch.func.jacfwd(f)(x)
    return jacobian


def dearer_by_shape(f: Function, x: Tensor) -> Tensor:
    """The naive choice: J in the mode whose pass is wider. Shapes: x (N,) → (M, N)."""
    transform: Any = torch.func.jacrev if len(x) < len(f(x)) else torch.func.jacfwd
    jacobian: Tensor = transform(f)(x)
    return jacobian


def _tall(draw: Draw, m: int) -> tuple[Function, Tensor]:
    """The tutorial's layer with few inputs and many outputs, 32 → m in float32."""
    draw = draw.to(F32)
    n = 32
    weight, bias = draw.normal(m, n), draw.normal(m)

    def f(x: Tensor) -> Tensor:
        return torch.tanh(torch.nn.functional.linear(x, weight, bias))

    return f, draw.normal(n)


def _narrower(sizes: Mapping[str, int]) -> int:
    return min(sizes["M"], sizes["N"])


QUESTION = Question(
    name="cheapest_jacobian",
    title="J by whichever pass is narrower",
    calls=jacobians,
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
        reference=columns_at_once,
        threshold=0.4,
    ),
    elsewhere=on_meta,
    hints=(
        "One forward-mode pass gives all columns at once: how wide is it? And how wide is the reverse-mode pass that"
        " gives all rows?",
        "N is known from x: what is the cheapest way to learn M, and does it have to cost a second evaluation of f?",
        "For N = 7 and M = 11, which width is the smaller? And which of `jacfwd` and `jacrev` has it?",
    ),
)
