"""What an answer keeps between its calls: under whatever key, it shows in some call of every exercise."""

from collections.abc import Callable, Hashable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.answer_key import entry_of
from autograder.questions import LESSONS, Call, Question

SHARING = [
    question
    for lesson in LESSONS
    for question in lesson.questions
    if any(call.before is not None for call in question.calls(1))
]
Key = Callable[[Any], Hashable]


def by_address(arg: Any) -> Hashable:
    return arg.data_ptr() if isinstance(arg, Tensor) else id(arg)


def by_version(arg: Any) -> Hashable:
    return (id(arg), arg.data_ptr(), arg._version) if isinstance(arg, Tensor) else id(arg)


def by_numbers(arg: Any) -> Hashable:
    return (arg.dtype, *arg.reshape(-1).tolist()) if isinstance(arg, Tensor) else id(arg)


def by_content(arg: Any) -> Hashable:
    if isinstance(arg, nn.Module):
        return tuple(map(by_numbers, arg.state_dict().values()))
    if isinstance(arg, dict):
        return tuple((name, by_numbers(part)) for name, part in arg.items())
    return by_numbers(arg) if isinstance(arg, Tensor) else arg


def everything(call: Call) -> tuple[Any, ...]:
    return (*call.args, *call.kwargs.values())


def passed_on(call: Call) -> tuple[Any, ...]:
    # The batch of a question that calls its answer under vmap comes to it as another tensor each time.
    return (*call.args, *(value for value in call.kwargs.values() if not isinstance(value, Tensor)))


def disagrees(question: Question, key: Key, of: Callable[[Call], tuple[Any, ...]]) -> bool:
    """Tell whether a right answer that keeps its results under a key of some arguments gives a wrong one in a row."""
    way, kept = entry_of(question).reference, dict[Hashable, Any]()
    calls = question.calls(1)
    shown = False
    for call in calls[next(place for place, call in enumerate(calls) if "in a row" in call.label) :]:
        if call.before is not None:
            call.before()
        now = question.ask(way, call)
        was = kept.setdefault((*map(key, of(call)),), now)
        shown = shown or not same(was, now)
    return shown


def of_a_function(question: Question) -> bool:
    return callable(question.calls(1)[0].args[0])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, Tensor):
        return torch.equal(one, other)
    if isinstance(one, dict):
        return all(map(same, one.values(), other.values()))
    return all(map(same, one, other)) if isinstance(one, tuple) else one == other


@pytest.mark.parametrize("key", [by_address, by_version])
@pytest.mark.parametrize("question", SHARING, ids=lambda question: question.name)
def test_a_result_kept_by_addresses_is_an_old_one_in_some_call(question: Question, key: Key) -> None:
    assert disagrees(question, key, passed_on)
    if of_a_function(question):
        assert disagrees(question, key, lambda call: call.args[:1]), "by f alone"
        assert disagrees(question, key, lambda call: call.args[1:]), "by all but f"


@pytest.mark.parametrize("question", SHARING, ids=lambda question: question.name)
def test_a_result_kept_by_the_place_of_f_and_all_numbers_is_an_old_one_too(question: Question) -> None:
    if of_a_function(question):
        assert disagrees(question, by_numbers, everything)


@pytest.mark.parametrize("question", SHARING, ids=lambda question: question.name)
def test_a_result_kept_by_f_itself_and_all_numbers_is_the_right_one(question: Question) -> None:
    assert not disagrees(question, by_content, everything)


def test_every_lesson_asks_for_it() -> None:
    assert all(any(question in SHARING for question in lesson.questions) for lesson in LESSONS)
