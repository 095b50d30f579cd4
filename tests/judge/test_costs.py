"""The key works costs out once for all seeds, and results by a quicker way where the reference takes long."""

import pytest
from torch import Tensor

from autograder import answer_key
from autograder.observe import settled_heap
from autograder.observe.capture import captured
from autograder.questions import LESSONS, Question

COUNTED = ("jacobian_by_rows", "jacobian_in_chunks", "mixed_hessian", "batch_hessian", "hvp_many", "top_curvature")


def asked(name: str) -> Question:
    return next(q for lesson in LESSONS for q in lesson.questions if q.name == name)


@pytest.mark.parametrize("name", [name for name, entry in answer_key.ENTRIES.items() if entry.quick])
def test_the_quick_way_gives_what_the_reference_gives(name: str) -> None:
    entry, key = answer_key.ENTRIES[name], answer_key.key_for(asked(name), 3)
    for expected in key.expected:
        args = tuple(arg.clone() if isinstance(arg, Tensor) else arg for arg in expected.args)
        assert entry.compare(captured(entry.reference(*args)), expected) is None, expected.call.label


@pytest.mark.parametrize("name", COUNTED)
def test_a_cost_is_the_same_whatever_the_seed(name: str) -> None:
    question = asked(name)
    once = answer_key._costs(name)
    assert any(reference for reference, _ in once)
    with settled_heap():
        for call, expected in zip(question.calls(12345), once, strict=True):
            if call.before is not None:
                call.before()
            if call.counted:
                assert answer_key._costs_of(question, answer_key.ENTRIES[name], call) == expected
