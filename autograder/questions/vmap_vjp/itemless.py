"""itemless: x / ‖x‖, without .item()."""

from autograder.questions.question import Question, Rules
from autograder.questions.vmap_vjp.transforms import (
    ask_under_transforms,
    point_on_meta,
    points,
    spelled_under_transforms,
)

QUESTION = Question(
    name="itemless",
    title="x / ‖x‖, without .item()",
    calls=points,
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
