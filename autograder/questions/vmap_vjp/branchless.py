"""branchless: sin x or cos x, without a Python if."""

import torch
from torch import Tensor

from autograder.questions.draw import Draw
from autograder.questions.question import Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32, F64, large_prime
from autograder.questions.vmap_vjp.transforms import (
    ask_under_transforms,
    point_call,
    point_on_meta,
    spelled_under_transforms,
    two_in_a_row,
)

NAME = "branchless"


def _calls(seed: int) -> tuple[Call, ...]:
    """Sums above, below and exactly 0, alone and mixed in one batch."""
    calls = []
    large = large_prime(Draw.seeded(seed, NAME, "large"))
    for n, dtype in ((5, F64), (7, F32), (1, F64), (66, F32), (large, F64)):
        for what, sign in (("sum above 0", 1), ("sum below 0", -1), ("sum exactly 0", 0)):
            draw = Draw.seeded(seed, NAME, n, what).to(dtype)
            batch = torch.stack([_with_sum(draw, n, s) for s in (1, -1, 0, -1, 1)])
            label = f"{what}: N = {n}, {str(dtype).removeprefix('torch.')}"
            calls.append(point_call(label, _with_sum(draw, n, sign), batch))
    draw = Draw.seeded(seed, NAME, "barely")
    for what, sign in (("above", 1), ("below", -1)):
        batch = torch.stack([_barely(draw, 5, s) for s in (-1, 0, 1)])
        calls.append(point_call(f"sum barely {what} 0: N = 5, float64", _barely(draw, 5, sign), batch))
    draw = Draw.seeded(seed, NAME, "again")
    again = (_with_sum(draw, 5, 1), torch.stack([_with_sum(draw, 5, s) for s in (-1, 1, 0)]), _with_sum(draw, 5, -1))
    return (*calls, *two_in_a_row(*again))


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


QUESTION = Question(
    name=NAME,
    title="sin x or cos x, without a Python if",
    calls=_calls,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    spelled=spelled_under_transforms,
    elsewhere=point_on_meta,
    hints=(
        "Under vmap there are many x at once, each with a sum of its own: which branch should a Python `if` take then?",
        "What if you compute both branches, and choose afterwards? Which operation takes a condition and two tensors?",
        "`torch.where(condition, a, b)`: which shape has your condition, and does it spread over x? And which branch"
        " does a sum of exactly 0 belong to?",
    ),
)
