"""What the known ways cost in each call of a question: measured where they are installed, else read from a record.

A student's wheel holds the record and not the ways; `docs/student_wheel/build.py` writes it.
Offers: `measured`, `recorded`, `as_record` and `RECORD` (its name), `NoKey`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import torch

from autograder.answer_key.key import Usual
from autograder.errors import CourseError
from autograder.observe import Cost, run_call, settled_heap
from autograder.observe.capture import fresh_call, kept_draws
from autograder.observe.meter import passes_of
from autograder.observe.shapes import quick_shapes
from autograder.questions import Answer, Call, Question
from autograder.questions.marker import counted_marks
from autograder.versions import minor

RECORD = "costs.json"
_Passes = Mapping[str, Mapping[int, int]]


class NoKey(CourseError):
    """A question has no entry in the key, or a reference of it fails."""


def measured(question: Question, ways: Sequence[Answer], seed: int = 0) -> tuple[Usual, ...]:
    """Return, for each call, the passes of the first way and the cost of the leanest.

    In a steady call passes, bytes and FLOPs depend on shapes alone, and a question's counted calls have the same shapes
    for every seed, but for some sizes that are drawn within a narrow band: `sizes` says at which they were measured.
    """
    with settled_heap(), kept_draws(), quick_shapes():
        return tuple(_usual(question, ways, call) for call in _in_turn(question.calls(seed)))


def _in_turn(calls: Iterable[Call]) -> Iterator[Call]:
    for call in calls:
        if call.before is not None:
            call.before()
        yield call


def _usual(question: Question, ways: Sequence[Answer], call: Call) -> Usual:
    if not call.counted:
        with fresh_call(), counted_marks() as marks:
            question.ask(ways[0], call)
        return Usual(passes=passes_of(marks, call.mark_size), sizes=call.sizes)
    costs = [_cost(question, way, call) for way in ways]
    naive = _cost(question, question.naive, call) if question.naive else None
    return Usual(min(costs, key=lambda cost: cost.peak), naive, costs[0].passes, call.sizes)


def _cost(question: Question, answer: Answer, call: Call) -> Cost:
    _, error, cost = run_call(question, answer, call)
    if error is not None:
        raise NoKey(f"answer_key: a reference of {question.name} raised {error.type}: {error.message}")
    assert cost is not None  # asked of counted calls alone
    return cost


def as_record(usual: Mapping[str, Sequence[Usual]]) -> str:
    """Return question → its calls as JSON, with the torch that they were measured under."""
    questions = {name: [asdict(each) for each in calls] for name, calls in usual.items()}
    return json.dumps({"torch": minor(torch.__version__), "questions": questions})


def recorded(name: str) -> tuple[Usual, ...] | None:
    """Return the recorded costs of a question's calls; None where there is no record, or it lacks the question.

    Raise NoKey where the record was made under another torch.
    """
    record = _record()
    if name not in record.get("questions", {}):
        return None
    found = minor(torch.__version__)
    if record["torch"] != found:
        step = f"Install it: `pip install torch=={record['torch']}.*`."
        raise NoKey("torch", f"{record['torch']}, under which the costs were recorded", found, step)
    return tuple(map(_read, record["questions"][name]))


@cache
def _record() -> dict[str, Any]:
    place = Path(__file__).with_name(RECORD)
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return found


def _read(usual: Mapping[str, Any]) -> Usual:
    return Usual(
        _read_cost(usual["reference"]), _read_cost(usual["naive"]), _read_passes(usual["passes"]), usual["sizes"]
    )


def _read_cost(cost: Mapping[str, Any] | None) -> Cost | None:
    return None if cost is None else Cost(**{**cost, "passes": _read_passes(cost["passes"])})


def _read_passes(passes: Mapping[str, Mapping[str, int]]) -> _Passes:
    return {kind: {int(width): count for width, count in widths.items()} for kind, widths in passes.items()}
