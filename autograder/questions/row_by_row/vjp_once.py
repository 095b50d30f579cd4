"""vjp_once: vᵀJ by one reverse pass."""

from collections.abc import Iterator
from dataclasses import replace

from torch import Tensor

from autograder.questions.draw import SHORT, VAST, Changing, Draw, Function, refill, smooth
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.row_by_row.rows import rows_with_a_forward_each
from autograder.questions.row_by_row.shapes import jacobian_call, of_many_shapes, on_meta

NAME = "vjp_once"


def _calls(seed: int) -> tuple[Call, ...]:
    of_shapes = (replace(call, args=(*call.args, _cotangent(draw, call))) for draw, call in of_many_shapes(seed, NAME))
    draw = Draw.seeded(seed, NAME, "nothing")
    # Who divides by the length of v divides by 0 here.
    nothing = jacobian_call("v = 0", smooth(draw, 7, 5), draw.normal(7), 5, 0 * draw.normal(5))
    short = jacobian_call("a short v", smooth(draw, 5, 3), draw.normal(5), 3, SHORT * draw.normal(3))
    return (*of_shapes, nothing, short, *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _cotangent(draw: Draw, call: Call) -> Tensor:
    """Draw v, with strides where x has them."""
    m, x = call.sizes["M"], call.args[1]
    return draw.normal(m) if x.is_contiguous() else draw.normal(m, 2)[:, 0]


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """Yield calls of which each changes one thing: f, the numbers in v, those in x, the weights in f.

    The new v is long: any bound on its length shows.
    """
    x, f, g, other = draw.normal(7), smooth(draw, 7, 5), Changing(smooth(draw, 7, 5)), smooth(draw, 7, 5)
    v, fresh, turned = draw.normal(5), draw.normal(7), VAST * draw.normal(5)
    yield jacobian_call("first of some in a row", f, x, 5, v)
    yield jacobian_call("another f at the same x", g, x, 5, v)
    for what, before in (
        ("the same f and x, new numbers in v", lambda: refill(v, turned)),
        ("the same f, new numbers in x", lambda: refill(x, fresh)),
        ("the same f and x, other weights in f", lambda: g.become(other)),
    ):
        yield replace(jacobian_call(what, g, x, 5, v), before=before)


def _on_meta(seed: int) -> Call:
    call = on_meta(seed)
    return replace(call, args=(*call.args, _cotangent(Draw.seeded(seed, NAME), call)))


def vjp_separately(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """The naive vjp: build every row, then combine them. Shapes: x (N,), v (M,) → (N,)."""
    return v @ rows_with_a_forward_each(f, x)


QUESTION = Question(
    name=NAME,
    title="vᵀJ by one reverse pass",
    calls=_calls,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(
        needs=("torch.autograd.grad", "torch.autograd.backward"),
        forbids=("torch.func.", "torch.autograd.functional."),
        says="torch.autograd.grad or backward, and nothing above them",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backward_vectors=lambda s: 1,
        says="one forward and one backward of width 1",
    ),
    naive=vjp_separately,
    elsewhere=_on_meta,
    hints=(
        "If y = f(x) has M entries, which single number has vᵀJ as its gradient? Write it down, then look at what"
        " `grad_outputs` does in `torch.autograd.grad`.",
        "Where does autograd start to record? x arrives as a plain tensor: what must be true of the tensor that you"
        " hand to f? Take a leaf of your own, `x.detach().requires_grad_()`, and leave x as it was.",
        "What does `torch.autograd.grad` return, even for one input? It is a tuple: `(row,) ="
        " torch.autograd.grad(y, leaf, v)`.",
    ),
)
