"""What an answer keeps between its calls: under whatever key, it shows in some call of every exercise."""

from collections.abc import Callable, Hashable
from functools import cache
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


KEYS = (by_address, by_version, by_numbers, by_content)


def everything(call: Call) -> tuple[Any, ...]:
    return (*call.args, *call.kwargs.values())


def passed_on(call: Call) -> tuple[Any, ...]:
    # The batch of a question that calls its answer under vmap comes to it as another tensor each time.
    return (*call.args, *(value for value in call.kwargs.values() if not isinstance(value, Tensor)))


PARTS = {
    "all": everything,
    "what is passed on": passed_on,
    "f": lambda call: call.args[:1],
    "all but f": lambda call: call.args[1:],
}


@cache
def old_under(name: str) -> set[tuple[Key, str]]:
    """Return the keys, and of which arguments, under which a kept right result is an old one in a row of calls."""
    (question,) = (each for each in SHARING if each.name == name)
    kept: dict[tuple[Key, str], dict[Hashable, Any]] = {(key, of): {} for key in KEYS for of in PARTS}
    old = set()
    calls = question.calls(1)
    for call in calls[next(place for place, call in enumerate(calls) if "in a row" in call.label) :]:
        if call.before is not None:
            call.before()
        now = question.ask(entry_of(question).reference, call)
        for (key, of), results in kept.items():
            if not same(results.setdefault((*map(key, PARTS[of](call)),), now), now):
                old.add((key, of))
    return old


def disagrees(question: Question, key: Key, of: str) -> bool:
    """Tell whether a right answer that keeps its results under a key of some arguments gives a wrong one in a row."""
    return (key, of) in old_under(question.name)


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
    assert disagrees(question, key, "what is passed on")
    if of_a_function(question):
        assert disagrees(question, key, "f")
        assert disagrees(question, key, "all but f")


@pytest.mark.parametrize("question", SHARING, ids=lambda question: question.name)
def test_a_result_kept_by_the_place_of_f_and_all_numbers_is_an_old_one_too(question: Question) -> None:
    if of_a_function(question):
        assert disagrees(question, by_numbers, "all")


@pytest.mark.parametrize("question", SHARING, ids=lambda question: question.name)
def test_a_result_kept_by_f_itself_and_all_numbers_is_the_right_one(question: Question) -> None:
    assert not disagrees(question, by_content, "all")


def test_every_lesson_asks_for_it() -> None:
    assert all(any(question in SHARING for question in lesson.questions) for lesson in LESSONS)
