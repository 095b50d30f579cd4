"""Whatever an answer gives back, it is judged: no comparison, and no detector, stops the judge."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.answer_key import Case, Expected, Mistake, entry_of, key_for
from autograder.answer_key.compare import Discrepancy
from autograder.answer_key.wrong_results import WRONG_TYPE
from autograder.judge import Outcome, judge
from autograder.observe import Cost, Evidence, Observation, Other
from autograder.observe.capture import fresh_state
from autograder.questions import LESSONS, Question

QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
KINDS = {"type", "shape", "dtype", "finite", "value", "names"}
# A right tensor → an odd one.
TENSORS: tuple[Callable[[Tensor], Any], ...] = (
    lambda right: right[None],
    lambda right: right.reshape(-1),
    lambda right: right.sum(),
    lambda right: right.reshape(-1)[:0],
    lambda right: torch.stack([right, right], dim=-1),
    lambda right: right.T if right.dim() == 2 else right[..., None],
    lambda right: 2 * right,
    lambda right: -right,
    lambda right: right + 1e-3,
    lambda right: torch.zeros_like(right),
    lambda right: torch.full(right.shape, torch.nan),
    lambda right: torch.full(right.shape, torch.inf, dtype=torch.float64),
    lambda right: right.half(),
    lambda right: right.float(),
    lambda right: right.long(),
    lambda right: right > 0,
    lambda right: Other("list"),
    lambda right: 1.5,
    lambda right: True,
)
WHOLE: tuple[Callable[[Any], Any], ...] = (
    lambda right: None,
    lambda right: Other("NoneType"),
    lambda right: Other("complex64 tensor", (2, 3)),
    lambda right: 7,
    lambda right: (),
    lambda right: (right,),
    lambda right: (right, right),
    lambda right: {},
    lambda right: {"a": right},
    lambda right: torch.zeros(()),
    lambda right: torch.zeros(0, 3),
    lambda right: tuple(right)[::-1] if isinstance(right, tuple) else right,
    lambda right: tuple(right)[:1] if isinstance(right, tuple) else right,
)


def _with_odd_parts(odd: Callable[[Tensor], Any], right: Any, only_first: bool) -> Any:
    """Return a result with its tensors, or the first of them alone, made odd."""
    match right:
        case Tensor():
            return odd(right.detach())
        case tuple():
            return tuple(
                part if only_first and place else _with_odd_parts(odd, part, only_first)
                for place, part in enumerate(right)
            )
        case dict():
            first = next(iter(right), None)
            return {
                name: part if only_first and name != first else _with_odd_parts(odd, part, only_first)
                for name, part in right.items()
            }
    return odd(torch.tensor(float(right)))


def _odd(right: Any) -> Iterator[Any]:
    for odd in TENSORS:
        yield _with_odd_parts(odd, right, only_first=False)
        if isinstance(right, tuple | dict):
            yield _with_odd_parts(odd, right, only_first=True)
    yield from (change(right) for change in WHOLE)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_result_of_any_form_is_compared(question: Question) -> None:
    entry = entry_of(question)
    for call in question.calls(0)[:2]:
        with fresh_state():
            right = question.ask(entry.reference, call)
        expected = Expected(call, call.args, right)
        assert entry.compare(right, expected) is None
        for odd in _odd(right):
            fault = entry.compare(odd, expected)
            assert fault is None or fault.kind in KINDS, fault


def _not_numbers(case: Case) -> bool:
    raise RuntimeError("Subtraction, the `-` operator, with a bool tensor is not supported.")


def test_a_detector_that_cannot_read_a_result_does_not_show_its_mistake() -> None:
    question = QUESTIONS[0]
    labels = [call.label for call in question.calls(0)]
    cannot = Mistake("cannot-read", "value", _not_numbers, "", "", "")
    key = replace(key_for(question, 0), mistakes=(cannot, WRONG_TYPE))
    truths = tuple(Observation(label, result=torch.tensor(True), cost=Cost({}, 0, 0, 0)) for label in labels)
    verdict = judge(Evidence(question.name, 0, truths), replace(key, compare=_of_another_type))
    assert [mark.outcome for mark in verdict.marks] == [Outcome.FAILED, Outcome.NOT_RUN, Outcome.NOT_RUN]
    assert verdict.claimed == ("wrong-type",)


def _of_another_type(result: Any, expected: Any) -> Discrepancy:
    return Discrepancy("type", "expected a float, got a bool")
