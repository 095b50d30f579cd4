"""out_of_place: running sums of squares, without writing in place."""

from autograder.questions.question import Question, Rules
from autograder.questions.vmap_vjp.transforms import (
    ask_under_transforms,
    point_on_meta,
    points,
    spelled_under_transforms,
)

QUESTION = Question(
    name="out_of_place",
    title="running sums of squares, without writing in place",
    calls=points,
    points={"value": 3},
    rules=Rules(says="runs by itself, under vmap and under jacrev"),
    ask=ask_under_transforms,
    spelled=spelled_under_transforms,
    elsewhere=point_on_meta,
    hints=(
        "Under vmap x is a whole batch, in the guise of one sample: is the tensor of zeros a batch too? What would it"
        " mean to write a batch into it?",
        "Do you need to write at all? What if each y[i] is a new tensor, and they are put together at the end?",
        "Which operation of torch is it that y[i] = y[i-1] + x[i]² spells out? Look at the names that start with"
        " `cum`.",
    ),
)
