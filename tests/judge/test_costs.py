"""Expected results come from torch's own functions, costs from the lesson's ways: the two are held together here."""

import pytest

from autograder import answer_key
from autograder.answer_key import Expected, costs, key_for, ways_taught
from autograder.observe.capture import captured, fresh_state
from autograder.questions import LESSONS, Question

# By passes, and by what is alive at once; others where there is time.
COUNTED = (
    "jacobian_by_rows",
    "hvp_many",
    "conjugate_gradient",
    *(
        pytest.param(name, marks=pytest.mark.long)
        for name in ("jacobian_in_chunks", "mixed_hessian", "batch_hessian", "top_curvature")
    ),
)


def asked(name: str) -> Question:
    return next(q for lesson in LESSONS for q in lesson.questions if q.name == name)


@pytest.mark.parametrize("name", answer_key.ENTRIES)
def test_the_ways_taught_give_what_the_key_expects(name: str) -> None:
    question, key = asked(name), key_for(asked(name), 3)
    for way in ways_taught()[name]:
        for call, expected in zip(question.calls(3), key.expected, strict=True):
            if call.before is not None:
                call.before()
            with fresh_state():
                assert key.compare(captured(question.ask(way, call)), expected) is None, call.label


@pytest.mark.parametrize("name", COUNTED)
def test_a_cost_is_the_same_whatever_the_seed_and_grows_no_faster_than_the_sizes(name: str) -> None:
    question, seeds = asked(name), (0, 12345)
    first, other = (costs.measured(question, ways_taught()[name], seed) for seed in seeds)
    assert any(usual.reference for usual in first)
    for usual, again, call in zip(first, other, question.calls(seeds[1]), strict=True):
        if usual.sizes == again.sizes:
            assert (usual.reference, usual.naive) == (again.reference, again.naive), call.label
        elif again.reference is not None:
            assert again.reference.peak <= Expected(call, call.args, None, usual).lean, call.label
