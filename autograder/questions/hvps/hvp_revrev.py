"""hvp_revrev: what is asked."""

from autograder.questions.hvps.functions import linear, reverse_only
from autograder.questions.hvps.products import build_by_reverse_then_multiply, calls_on_a_vector, one_vector
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules


def _calls(seed: int) -> tuple[Call, ...]:
    """H v, also where f has no forward mode."""
    series = Series(seed, "hvp_revrev", one_vector)
    reverse = (series.one("f without forward mode", reverse_only, n, counted=True) for n in (5, 67))
    return (*calls_on_a_vector(seed, "hvp_revrev"), series.one("linear f", linear, 7), *reverse)


_FORWARD = (
    "torch.func.jvp",
    "torch.func.jacfwd",
    "torch.func.hessian",
    "torch.func.linearize",
    "torch.autograd.forward_ad.",
)

QUESTION = Question(
    name="hvp_revrev",
    title="H v, reverse over reverse",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(
        forbids=("torch.autograd.functional.", *_FORWARD),
        kinds="t",
        shows=("frr",),
        says="reverse over reverse, and no forward mode",
    ),
    budget=Budget(
        backwards=lambda s: 2,
        backward_vectors=lambda s: 2,
        peak=True,
        says="two backwards of width 1, and a peak that grows like N",
    ),
    naive=build_by_reverse_then_multiply,
    elsewhere=lambda seed: Series(seed, "hvp_revrev", one_vector).on_meta(),
    hints=(
        "The gradient g(x) is a vector: which scalar, made of g and v, has H v as its gradient?",
        "Can the first backward pass itself be differentiated? Only if autograd recorded it: which argument of"
        " `torch.autograd.grad` says so? Or let `torch.func.grad` stand inside another `grad`.",
        "What is H of a linear f, and does its gradient depend on x at all? Where g does not require grad, there is"
        " nothing to walk back through, and the answer is zeros.",
    ),
)
