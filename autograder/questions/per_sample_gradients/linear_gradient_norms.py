"""linear_gradient_norms: what is asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.func import grad, vmap

from autograder.questions.device import ON_META
from autograder.questions.draw import Changing, Draw, refill
from autograder.questions.marker import mark
from autograder.questions.per_sample_gradients.batches import F32, F64, between_others
from autograder.questions.question import Budget, Call, Question, Rules

NAME = "linear_gradient_norms"
WIDTH = 5
Rest = Callable[[Tensor], Tensor]


def a_rest(draw: Draw, h: int) -> Rest:
    """Draw what follows the layer: (B, H) → (B,) losses, rows independent, not linear; its marker sees WIDTH a row."""
    inner, shift = draw.normal(h, WIDTH) / h**0.5, draw.normal(WIDTH)

    def rest(reached: Tensor) -> Tensor:
        hidden = torch.tanh(mark(reached @ inner + shift))
        return (hidden + hidden * hidden).sum(-1)

    return rest


def _adding_up() -> Rest:
    """Make a rest that hands its cotangent on to every output, in one tensor's memory."""

    def rest(reached: Tensor) -> Tensor:
        return reached.sum(-1)

    return rest


def _one_flat(call: Call) -> Call:
    """Return a call of which one sample's loss is flat: what is added under a root shows where the norm is 0."""
    weight, bias, rest, batch = call.args
    batch[1] = 0
    return replace(call, args=(weight, 0 * bias, lambda reached: rest(reached * reached), batch))


def _call(what: str, draw: Draw, b: int, h: int, n: int, counted: bool = False, rest: Rest | None = None) -> Call:
    args = (draw.normal(h, n) / n**0.5, draw.normal(h), rest or a_rest(draw, h), draw.normal(b, n))
    text = f"{what}: B = {b}, H = {h}, N = {n}, {draw.dtype}".replace("torch.", "")
    return Call(text, args, {"B": b, "H": h, "N": n}, WIDTH, counted=counted)


def _calls(seed: int) -> tuple[Call, ...]:
    """Sizes with a 1 among them, a row of zeros, and layers so wide that a gradient a sample would show."""
    calls = []
    plan = (
        ("a layer", 5, 3, 7, F64),
        ("a layer", 7, 5, 2, F32),
        ("one sample", 1, 5, 3, F64),
        ("one output", 5, 1, 3, F64),
        ("one input", 3, 5, 1, F32),
        ("one of each", 1, 1, 1, F64),
        ("all sizes the same, one sample without a gradient", 4, 4, 4, F64),
    )
    for what, b, h, n, dtype in plan:
        calls.append(_call(what, Draw.seeded(seed, NAME, what, b).to(dtype), b, h, n))
    calls[-1] = _one_flat(calls[-1])
    zeros = _call("a row of zeros in X", Draw.seeded(seed, NAME, "zeros"), 3, 5, 7)
    zeros.args[3][1] = 0
    calls.append(zeros)
    draw = Draw.seeded(seed, NAME, "large")
    calls.append(_call("many samples", draw, draw.size(70, 90), 2, 3))
    calls.append(_call("many inputs", draw, 3, 2, draw.size(131, 149)))
    apart = _call("weight and X with strides", Draw.seeded(seed, NAME, "strides"), 5, 3, 4)
    weight, bias, rest, batch = apart.args
    calls.append(replace(apart, args=(between_others(weight), bias, rest, between_others(batch))))
    calls.append(_call("a rest that adds up", Draw.seeded(seed, NAME, "linear"), 5, 3, 4, rest=_adding_up()))
    calls.append(_call("a wide layer", Draw.seeded(seed, NAME, "wide"), 17, 67, 71, counted=True))
    calls.append(_call("a wide layer", Draw.seeded(seed, NAME, "wide", 32).to(F32), 31, 71, 64, counted=True))
    # Here every sample with every other one is more than all samples with their inputs.
    calls.append(_call("a large batch", Draw.seeded(seed, NAME, "batch"), 211, 13, 11, counted=True))
    return (*calls, *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _on_meta(seed: int) -> Call:
    return _call(ON_META, Draw.seeded(seed, ON_META), 5, 3, 7)


def _in_a_row(draw: Draw) -> Iterator[Call]:
    changing, other = Changing(a_rest(draw, 3)), a_rest(draw, 3)
    first = _call("first of some in a row", draw, 4, 3, 2, rest=changing)
    weight, bias, _, batch = first.args
    fresh, text = draw.normal(4, 2), first.label.partition(":")[2]
    yield first
    again = replace(first, label=f"the same layer, new numbers in X:{text}")
    yield replace(again, before=lambda: refill(batch, fresh))
    again = replace(first, label=f"the same layer and X, another rest:{text}")
    yield replace(again, args=(weight, bias, changing, batch), before=lambda: changing.become(other))


def norms_of_gradients(weight: Tensor, bias: Tensor, rest: Rest, X: Tensor) -> Tensor:
    """The naive way: every sample's gradient first. Shapes: (H, N), (H,), (B, H) → (B,), X (B, N) → (B,)."""

    def of_one(weight: Tensor, bias: Tensor, x: Tensor) -> Tensor:
        return rest(F.linear(x[None], weight, bias))[0]

    slopes = vmap(grad(of_one, argnums=(0, 1)), (None, None, 0))(weight, bias, X)
    squares: Tensor = sum(each.reshape(len(X), -1).square().sum(1) for each in slopes)
    return squares.sqrt()


QUESTION = Question(
    name=NAME,
    title="each sample's gradient norm by a linear layer, without its gradient",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(forbids=("torch.autograd.functional.",), says="torch.func or torch.autograd.grad"),
    budget=Budget(
        # The extra forward that is always allowed may be one of the batch too.
        forwards=lambda s: 2 * s["B"],
        forward_passes=lambda s: 1,
        backwards=lambda s: 1,
        backward_vectors=lambda s: s["B"],
        tangent_vectors=lambda s: 0,
        peak=True,
        says="one batched forward and one batched backward, and a peak that grows like B · (H + N)",
    ),
    naive=norms_of_gradients,
    elsewhere=_on_meta,
    hints=(
        "What is the derivative of one sample's loss by W_ij, and by b_i? Write z = W x + b, and δ for the derivative"
        " of the loss by z.",
        "What is the norm of a matrix that is a column times a row, in terms of the norms of the two? And the bias:"
        " what would X need as one more column for it to be a weight like any other?",
        "Of which number do you take the derivative, and by what, for one backward pass to give δ of all samples? Rows"
        " are independent; and it is not by the weight.",
    ),
)
