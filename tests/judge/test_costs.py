"""Expected results come from torch's own functions, costs from the lesson's ways: the two are held together here."""

import pytest

from autograder import answer_key
from autograder.answer_key import Expected, costs, key_for, ways_taught
from autograder.judge import judge
from autograder.observe import observe
from autograder.observe.capture import captured, fresh_state
from autograder.questions import LESSONS, Question

# By passes, by what is alive at once, and two that stop when they are near enough; others where there is time.
SOON = ("jacobian_by_rows", "hvp_many", "newton_cg", "influence")
COUNTED = [name if name in SOON else pytest.param(name, marks=pytest.mark.long) for name in answer_key.ENTRIES]
# Some of their sizes are drawn.
DRAWN = (
    "conjugate_gradient",
    *(
        pytest.param(name, marks=pytest.mark.long)
        for name in ("jacobian_in_chunks", "hvp", "newton_cg", "spectral_density", "influence", "sparse_jacobian")
    ),
    *(pytest.param(name, marks=pytest.mark.long) for name in ("hutchinson_trace", "ggn_vp", "kepler")),
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
def test_a_cost_is_the_same_whatever_the_seed(name: str) -> None:
    question = asked(name)
    usual = [costs.measured(question, ways_taught()[name], seed) for seed in (0, 1, 12345)]
    steady = [each for each, call in zip(zip(*usual, strict=True), question.calls(0), strict=True) if call.steady]
    alike = [each for each in steady if all(other.sizes == each[0].sizes for other in each)]
    assert alike
    assert [each for each in alike if len({(str(one.reference), str(one.naive)) for one in each}) > 1] == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_peak_grows_no_faster_than_the_sizes_that_are_drawn(name: str) -> None:
    question, seeds = asked(name), (0, 12345)
    first, other = (costs.measured(question, ways_taught()[name], seed) for seed in seeds)
    calls = zip(first, other, question.calls(seeds[1]), strict=True)
    drawn = [(one, another.reference, call) for one, another, call in calls if one.sizes != another.sizes]
    weighed = [(one, cost, call) for one, cost, call in drawn if cost is not None and call.weighed]
    assert weighed
    for one, cost, call in weighed:
        assert cost.peak <= Expected(call, call.args, None, one).lean, call.label


@pytest.mark.parametrize("name", ["conjugate_gradient", "influence"])
def test_beside_an_answers_cost_stands_nothing_of_another_size_or_of_other_numbers(name: str) -> None:
    question, seed = asked(name), 12345
    key = key_for(question, seed)
    verdict = judge(observe(question, ways_taught()[question.name][0], seed, timed=False), key)
    counted = {e.call.label: e.call.steady and e.usual.sizes == e.call.sizes for e in key.expected if e.call.counted}
    assert {*counted.values()} == {True, False}
    shown = {label: {row.who for row in verdict.costs if row.label == label} for label in counted}
    assert shown == {label: {"yours", "reference", "naive"} if same else {"yours"} for label, same in counted.items()}
