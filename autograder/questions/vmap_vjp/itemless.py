"""itemless: x / ‖x‖, without .item()."""

from autograder.questions.draw import Draw
from autograder.questions.question import Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32
from autograder.questions.vmap_vjp.transforms import (
    ask_under_transforms,
    point_call,
    point_on_meta,
    points,
    spelled_under_transforms,
)


def _calls(seed: int) -> tuple[Call, ...]:
    """Make calls of many sizes; in float32 what is added to guard a division shows where a norm is very small."""
    draw, size = Draw.seeded(seed, "very small").to(F32), 2.0**-20
    small = point_call("very small numbers: N = 5, B = 3, float32", size * draw.normal(5), size * draw.normal(3, 5))
    return (*points(seed), small)


QUESTION = Question(
    name="itemless",
    title="x / ‖x‖, without .item()",
    calls=_calls,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    spelled=spelled_under_transforms,
    elsewhere=point_on_meta,
    hints=(
        "`.item()` makes one Python number, and under vmap there is a norm for each sample: which of them should it"
        " be?",
        "Could the norm stay a tensor of shape ()? What does x divided by such a tensor give?",
        "How does ‖x‖ move when x moves, and does your derivative know of it? For x = (2,) the derivative of x / ‖x‖"
        " is 0: what does yours give?",
    ),
)
