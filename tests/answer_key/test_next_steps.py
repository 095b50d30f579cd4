"""No next step sends a learner to a tool that is ruled out, and no diagnosis has signs that no card draws."""

import re

import pytest

from autograder.answer_key import ENTRIES
from autograder.answer_key.asks import _BY_SLUG
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Mistake
from autograder.questions import LESSONS, Question, Rules

QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
# As prose writes them; a plain `grad(…)` is torch.func's.
SHORT = ("vjp", "jvp", "vmap", "jacrev", "jacfwd", "hessian", "linearize", "grad")
# What asks autograd, by whatever name: out where the rules leave nothing but f's values.
AUTOGRAD = re.compile(r"requires_grad_|\.backward\(|retain_graph|grad_outputs")
# What makes the passes of a kind: an exercise may rule out the kind, and no tool by its name.
MAKES = {
    "r": ("torch.func.vjp", "torch.func.grad", "torch.func.jacrev", "torch.autograd.grad"),
    "t": ("torch.func.jvp", "torch.func.jacfwd", "torch.func.linearize"),
}


def tools(text: str) -> set[str]:
    """Return the torch names of the tools that the code words of a text name."""
    code = " ".join(re.findall(r"`([^`]+)`", text))
    named = set(re.findall(r"torch\.(?:func|autograd)\.[\w.]*\w", code))
    named |= {f"torch.func.{name}" for name in re.findall(rf"(?<![\w.])({'|'.join(SHORT)})(?=\(|$|[\s,])", code)}
    if AUTOGRAD.search(code):
        named.add("torch.autograd.grad")
    return named


def ruled_out(rules: Rules, name: str) -> bool:
    if any(name in MAKES[kind] for kind in rules.kinds):
        return True
    return any(name == rule or (rule.endswith(".") and name.startswith(rule)) for rule in rules.forbids)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_no_next_step_names_what_the_rules_forbid(question: Question) -> None:
    # An exercise may tell in its own words what is told everywhere: of two that see the same, its own speaks.
    told: dict[int, Mistake] = {}
    for mistake in (*ENTRIES[question.name].mistakes, *EVERYWHERE):
        told.setdefault(id(mistake.shows), mistake)
    breaking = {
        mistake.slug: names
        for mistake in told.values()
        if (names := {name for name in tools(mistake.next_step) if ruled_out(question.rules, name)})
    }
    assert breaking == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Take `y, pullback = vjp(f, x)` out.", {"torch.func.vjp"}),
        ("Say `torch.autograd.grad(...)[0]`, no vjp.", {"torch.autograd.grad"}),
        ("Use `x.detach().requires_grad_()`.", {"torch.autograd.grad"}),
        ("Clear `leaf.grad = None`.", set()),
    ],
)
def test_tools_are_read_from_code_words_alone(text: str, named: set[str]) -> None:
    assert tools(text) == named


def test_each_question_belongs_to_a_mistake_and_gives_no_code_of_its_step_away() -> None:
    mistakes = [*EVERYWHERE, *(mistake for entry in ENTRIES.values() for mistake in entry.mistakes)]
    assert _BY_SLUG.keys() <= {mistake.slug for mistake in mistakes}
    given_away = {
        mistake.slug: code
        for mistake in mistakes
        for code in re.findall(r"`([^`]*[(=][^`]*)`", mistake.next_step)
        if f"`{code}`" in _BY_SLUG.get(mistake.slug, "") and not mistake.form
    }
    assert given_away == {}


def test_no_diagnosis_is_written_with_signs_that_no_card_draws() -> None:
    mistakes = [*EVERYWHERE, *(mistake for entry in ENTRIES.values() for mistake in entry.mistakes)]
    written = {mistake.slug: f"{mistake.saw} {mistake.why} {mistake.next_step}" for mistake in mistakes}
    starred = re.compile(r"(?<![\w*`])\*[^*\s`]+\*(?![\w*])")
    assert [slug for slug, text in written.items() if starred.search(text)] == []
