"""Arguments called as the lesson's own function calls them: whoever observes knows places and letters alone.

Offers: `case_of`, `parameters`, `first_tensor`, `changed_tensor`.
"""

from dataclasses import replace

import torch

from autograder.answer_key import Case, Expected, Key
from autograder.observe import Evidence, Observation
from autograder.observe.given import lettered
from autograder.questions.question import ask_directly


def case_of(evidence: Evidence, key: Key) -> Case:
    """Return evidence beside what was expected; what changed is called as the lesson's own function calls it."""
    pairs = zip(evidence.observations, key.expected, strict=True)
    named = tuple((_as_the_lesson_names(seen, expected, key), expected) for seen, expected in pairs)
    return Case(key.question, evidence, named, key.compare, key.timed)


def parameters(key: Key) -> tuple[str, ...]:
    """Return the names of the lesson's function's own arguments."""
    listed = key.signature.partition("(")[2].removesuffix(")").split(", ")
    return tuple(each.partition("=")[0] for each in listed)


def first_tensor(case: Case, key: Key) -> str:
    """Return the argument whose dtype and device an answer follows."""
    # Asked in a way of its own, an answer is handed at least its first argument as it is.
    own = parameters(key) if key.question.ask is ask_directly else parameters(key)[:1]
    for name, given in zip(own, case.pairs[0][1].call.args, strict=False):
        if isinstance(given, torch.Tensor):
            return name
        if isinstance(given, dict):
            return f"{name}[…]"
    return "x"


def changed_tensor(case: Case, key: Key) -> str:
    """Return the first argument that was changed, where it is a tensor; else the first that is one."""
    changed = (change.partition(".")[0] for seen, _ in case.pairs for change in seen.changed)
    return next((name for name in changed if name in parameters(key)), first_tensor(case, key))


def _as_the_lesson_names(seen: Observation, expected: Expected, key: Key) -> Observation:
    if not seen.changed or key.question.ask is not ask_directly:
        return seen
    own = parameters(key)
    names = {letter: own[place] for place, letter in lettered(expected.args).items() if place < len(own)}
    split = (change.partition(".") for change in seen.changed)
    return replace(seen, changed=tuple(f"{names.get(head, head)}{dot}{rest}" for head, dot, rest in split))
