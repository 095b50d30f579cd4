"""The key works costs out once for all seeds: what they are measured on has the same shapes whatever the seed."""

import pytest

from autograder import answer_key
from autograder.observe import settled_heap
from autograder.questions import LESSONS

COUNTED = ("jacobian_by_rows", "jacobian_in_chunks", "mixed_hessian", "batch_hessian", "hvp_many", "top_curvature")


@pytest.mark.parametrize("name", COUNTED)
def test_a_cost_is_the_same_whatever_the_seed(name: str) -> None:
    question = next(q for lesson in LESSONS for q in lesson.questions if q.name == name)
    once = answer_key._costs(name)
    assert any(reference for reference, _ in once)
    with settled_heap():
        for call, expected in zip(question.calls(12345), once, strict=True):
            if call.before is not None:
                call.before()
            if call.counted:
                assert answer_key._costs_of(question, answer_key.ENTRIES[name], call) == expected
