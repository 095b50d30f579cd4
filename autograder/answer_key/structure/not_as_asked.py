"""Solutions of Kepler's equation that are right, and were not made as asked: `NOT_AS_ASKED`."""

from autograder.answer_key.key import Mistake

_NO_FUNCTION = Mistake(
    "no-rule-of-its-own",
    "method",
    lambda case: "missing" in case.over and "peak" not in case.over,
    "All is right, and no `torch.autograd.Function` of yours was called.",
    "Asked is a solver that torch need not look into: its rule comes from the equation, whatever solved it.",
    "Put the iteration into `forward`, and the two slopes into `backward` and `jvp`.",
)
_RECORDED = Mistake(
    "iteration-recorded",
    "cost",
    lambda case: "peak" in case.over,
    "A derivative took about as much memory as a record of the whole iteration.",
    "Every step that autograd sees, with each `sin` and `cos` of it, is kept for the way back. What E is, not how it"
    " was found, decides the slope.",
    "Let the steps stand in `forward` of a Function, where nothing is recorded, and save the output alone.",
)
_LAST_STEPS_RECORDED = Mistake(
    "last-steps-recorded",
    "method",
    lambda case: "way" in case.over,
    "All is right, and the slopes come through some steps of the iteration, which are recorded.",
    "From a solution one Newton step makes the slope right, and two its slope: each step doubles the order up to which"
    " derivatives hold. The equation knows all of them, and no step.",
    "Give what `forward` found back as it is, and write `backward` and `jvp` from E and e alone.",
)
NOT_AS_ASKED = (_NO_FUNCTION, _LAST_STEPS_RECORDED, _RECORDED)
