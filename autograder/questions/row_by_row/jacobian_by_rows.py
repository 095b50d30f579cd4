"""jacobian_by_rows: J, one reverse pass a row."""

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
from autograder.questions.question import Budget, Call, Question, Rules, Trend
from autograder.questions.row_by_row.rows import rows_with_a_forward_each, rows_with_one_forward
from autograder.questions.row_by_row.shapes import in_a_row, of_many_shapes, on_meta

NAME = "jacobian_by_rows"


def _calls(seed: int) -> tuple[Call, ...]:
    of_shapes = (call for _, call in of_many_shapes(seed, NAME))
    return (*of_shapes, *in_a_row(Draw.seeded(seed, NAME, "again")))


def _slow_to_start(draw: Draw, m: int) -> tuple[Function, Tensor]:
    """An f whose forward is dear beside one row's backward: it makes its own weight from a constant, every time."""
    n = 8
    table, outer = draw.normal(48, 48) / 20, draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        with torch.no_grad():
            settled = table
            for _ in range(54):
                settled = torch.tanh(settled @ table)
        return outer @ torch.tanh(x + settled[0, 0])

    return f, draw.normal(n)


QUESTION = Question(
    name=NAME,
    title="J, one reverse pass a row",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        needs=("torch.autograd.grad", "torch.autograd.backward"),
        forbids=("torch.func.", "torch.autograd.functional.", "torch.autograd.grad[is_grads_batched]"),
        says="a loop over torch.autograd.grad or backward, and nothing above them",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backward_vectors=lambda s: s["M"],
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
    elsewhere=on_meta,
    hints=(
        "Which v makes vᵀJ the i-th row of J? How many such v are there: as many as f has inputs, or outputs?",
        "What happens to the graph after a backward pass, and who still needs it? See `retain_graph`.",
        "How often does your loop call f? The graph that one forward recorded serves every row:"
        " evaluate y = f(leaf) before the loop, and stack the rows at its end.",
    ),
)
