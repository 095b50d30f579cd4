"""vhp: what is asked."""

from autograder.questions.hvps.functions import linear
from autograder.questions.hvps.products import (
    Passes,
    Sizes,
    build_by_reverse_then_multiply,
    calls_on_a_vector,
    one_vector,
)
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules


def _calls(seed: int) -> tuple[Call, ...]:
    """vᵀ H: any f, the linear one too."""
    return (*calls_on_a_vector(seed, "vhp"), Series(seed, "vhp", one_vector).one("linear f", linear, 7))


def _forward_beside(passes: Passes, used: tuple[str, ...], sizes: Sizes) -> str | None:
    return "forward mode over the gradient" if "frr" in passes and {"frt", "ftt"} & passes.keys() else None


QUESTION = Question(
    name="vhp",
    title="vᵀ H by reverse mode over the gradient",
    calls=_calls,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(
        forbids=("torch.autograd.functional.",),
        shows=("frr",),
        bars=_forward_beside,
        says="reverse mode over the gradient",
    ),
    budget=Budget(products=lambda s: 1, peak=True, says="one product, and a peak that grows like N"),
    naive=build_by_reverse_then_multiply,
    elsewhere=lambda seed: Series(seed, "vhp", one_vector).on_meta(),
    hints=(
        "If vᵀ J is one reverse pass through the function whose Jacobian J is, through which function do you go for vᵀ"
        " H?",
        "`vjp` takes a function and a point, and returns its value and what else? Give it the gradient of f.",
        "What comes back from the function that `vjp` returned, even for one input? It is a tuple: `(row,) = pull(v)`.",
    ),
)
