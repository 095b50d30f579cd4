"""What the seal notices, and what it leaves alone."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import torch

from autograder.answer_key import key_for
from autograder.judge import Outcome, judge
from autograder.observe import evidence, observe, stopwatch, watch
from autograder.observe.evidence import ALTERED
from autograder.observe.seal import Seal
from autograder.questions import LESSONS, marker, question

SEED = 7


@pytest.fixture
def undo() -> Iterator[list[Callable[[], None]]]:
    steps: list[Callable[[], None]] = []
    yield steps
    for step in reversed(steps):
        step()


def _put(owner: Any, name: str, value: Any, undo: list[Callable[[], None]]) -> None:
    before = vars(owner)[name] if isinstance(owner, type) else getattr(owner, name)
    undo.append(lambda: setattr(owner, name, before))
    setattr(owner, name, value)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (evidence.Cost, "count"),
        (evidence.Cost, "backward_passes"),
        (evidence.Observation, "__init__"),
        (stopwatch, "perf_counter"),
        (watch, "captured"),
        (watch.Meter, "__torch_dispatch__"),
        (stopwatch.ratio, "__code__"),
    ],
)
def test_what_is_replaced_breaks_it(owner: Any, name: str, undo: list[Callable[[], None]]) -> None:
    seal = Seal.taken()
    assert seal.broken() is None
    _put(owner, name, (lambda *_, **__: 1).__code__ if name == "__code__" else lambda *_, **__: 1, undo)
    assert name in (seal.broken() or "")


def test_a_table_is_sealed_too(undo: list[Callable[[], None]]) -> None:
    from autograder.observe import transforms

    seal = Seal.taken()
    undo.append(lambda: transforms.ARGUMENTS.pop("torch.func.vjp"))
    transforms.ARGUMENTS["torch.func.vjp"] = ()
    assert seal.broken()


def test_a_list_and_what_a_function_closes_over_are_sealed_too(undo: list[Callable[[], None]]) -> None:
    seal = Seal.taken()
    undo.append(marker._listening.clear)
    marker._listening.append(Counter())
    assert seal.broken() == "a list"
    marker._listening.clear()
    cell = marker.counted_marks.__closure__[0]  # type: ignore[attr-defined]  # contextlib's wrapper has one
    counted = cell.cell_contents
    undo.append(lambda: setattr(cell, "cell_contents", counted))
    cell.cell_contents = print
    assert seal.broken() == "what a function closes over"


def test_a_question_is_sealed_to_its_baselines() -> None:
    trend = question("jacobian_by_rows").trend
    seal, naive = Seal.taken(), trend.naive
    object.__setattr__(trend, "naive", print)
    try:
        assert seal.broken() == "Trend.naive"
    finally:
        object.__setattr__(trend, "naive", naive)


def test_watching_an_answer_breaks_nothing() -> None:
    seal = Seal.taken()
    for lesson in LESSONS:
        asked = lesson.questions[0]
        observe(asked, asked.naive or print, SEED, timed=False)
    assert seal.broken() is None


def test_evidence_of_an_altered_observer_earns_nothing(undo: list[Callable[[], None]]) -> None:
    asked = question("vjp_once")
    key = key_for(asked, SEED)

    def honest(f: Any, x: Any, v: Any) -> Any:
        leaf = x.clone().requires_grad_()
        return torch.autograd.grad(f(leaf), leaf, v)[0]

    def forging(f: Any, x: Any, v: Any) -> Any:
        if not undo:
            _put(evidence.Cost, "count", lambda self, kind: 1, undo)
        return honest(f, x, v)

    assert judge(observe(asked, honest, SEED), key).points == asked.max_points
    found = observe(asked, forging, SEED)
    assert ALTERED in found.flags
    verdict = judge(found, key)
    assert verdict.points == 0
    assert {mark.outcome for mark in verdict.marks} == {Outcome.NOT_RUN}


@pytest.mark.parametrize(("owner", "name"), [(watch, "captured"), (watch.Meter, "_note"), (marker, "_ever")])
def test_what_is_taken_away_or_moved_breaks_it_and_what_is_put_back_does_not(
    owner: Any, name: str, undo: list[Callable[[], None]]
) -> None:
    seal, before = Seal.taken(), vars(owner)[name]
    undo.append(lambda: setattr(owner, name, before))
    delattr(owner, name)
    assert name in (seal.broken() or "")
    setattr(owner, f"{name}_moved", before)  # the dict is as long as before, and holds the same values
    assert name in (seal.broken() or "")
    delattr(owner, f"{name}_moved")
    setattr(owner, name, before)
    assert seal.broken() is None


@pytest.mark.parametrize(
    ("owner", "name"), [(watch, "sum"), (evidence.Cost, "__getattribute__"), (evidence.Observation, "flags")]
)
def test_a_name_that_is_added_breaks_it(owner: Any, name: str, undo: list[Callable[[], None]]) -> None:
    """In our module it would stand before Python's own; in a class, before what the class inherits."""
    seal = Seal.taken()
    undo.append(lambda: delattr(owner, name))
    setattr(owner, name, object.__getattribute__ if name.startswith("__") else sum)
    assert seal.broken() == f"{owner.__name__}.{name}"


def test_a_module_that_is_imported_later_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seal, late = Seal.taken(), ModuleType("autograder.observe.late")
    monkeypatch.setitem(sys.modules, late.__name__, late)
    monkeypatch.setattr(sys.modules["autograder.observe"], "late", late, raising=False)
    assert seal.broken() is None


def test_to_ask_a_class_for_its_annotations_breaks_nothing() -> None:
    """Python notes an empty dict in a class that has none."""
    seal = Seal.taken()
    assert "__annotations__" not in vars(marker._Rules)
    assert marker._Rules.__annotations__ == {}
    assert seal.broken() is None
    del marker._Rules.__annotations__


def test_an_attribute_that_was_taken_away_breaks_it() -> None:
    trend = question("jacobian_by_rows").trend
    seal, naive = Seal.taken(), trend.naive
    object.__delattr__(trend, "naive")
    try:
        assert seal.broken() == "Trend.naive"
    finally:
        object.__setattr__(trend, "naive", naive)
