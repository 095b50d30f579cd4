"""Lesson 05's questions: references agree with torch.func and keep X's dtype; peaks and couplings can be told."""

import pytest
import torch
from support.lesson_questions import calls_of, questions_of

from autograder.answer_key import ways_taught
from autograder.judge.criteria import NAIVE_IS_TELLING
from autograder.observe import run_call, settled_heap
from autograder.questions import Call, Question
from autograder.questions.batching.batch_hessian import QUESTION as BATCH_HESSIAN
from autograder.questions.batching.batch_jacobian import QUESTION as BATCH_JACOBIAN
from autograder.questions.batching.batch_jacobian import jacobians_one_by_one
from autograder.questions.batching.batch_jacobian_by_sum import QUESTION as BATCH_JACOBIAN_BY_SUM
from autograder.questions.batching.batches import MANY, NARROW
from autograder.questions.batching.couplings import WEAK
from autograder.questions.batching.is_independent import APART, AT_ZERO, ONE_INPUT, ONLY_ANOTHER, ROW_SUMS
from autograder.questions.batching.is_independent import QUESTION as IS_INDEPENDENT
from autograder.questions.question import PEAK_OF_REFERENCE

QUESTIONS = questions_of("batching")

SEEDS = (11, pytest.param(12, marks=pytest.mark.long))


@pytest.mark.parametrize("seed", SEEDS)
def test_references_agree_with_a_loop_of_torch_func_and_keep_the_dtype(seed: int) -> None:
    for question in (BATCH_JACOBIAN, BATCH_JACOBIAN_BY_SUM, BATCH_HESSIAN):
        for call in calls_of(question, seed):
            f, batch = call.args
            got = question.ask(ways_taught()[question.name][0], call)
            if question is BATCH_JACOBIAN_BY_SUM:
                want = torch.stack([torch.func.jacrev(f)(x[None])[0, :, 0] for x in batch])
            else:
                of_one = torch.func.jacrev if question is BATCH_JACOBIAN else torch.func.hessian
                want = torch.stack([of_one(f)(x) for x in batch])
            torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-5, check_dtype=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_verdicts_are_what_the_labels_say_by_two_independent_ways(seed: int) -> None:
    for call in calls_of(IS_INDEPENDENT, seed):
        apart = call.label.startswith(APART)
        assert ways_taught()["is_independent"][0](*call.args) is apart, call.label
        f, batch = call.args
        reached, moved = f(batch), []
        for row in range(len(batch)):
            other = batch.clone()
            other[row] += torch.linspace(0.5, 1.5, batch.shape[1], dtype=batch.dtype)
            gap = (f(other) - reached).abs().amax(1) / reached.abs().max()
            gap[row] = 0
            moved.append(gap.max().item())
        # A coupling stands well clear of rounding, so that an answer may choose its threshold.
        assert max(moved) < 1e-6 if apart else max(moved) > WEAK / 20, call.label


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_where_a_peak_is_judged_the_naive_way_takes_far_more(question: Question) -> None:
    counted = [call for call in question.calls(11) if call.counted]
    assert counted
    assert question.naive is not None
    with settled_heap():
        for call in counted:
            lean = run_call(question, ways_taught()[question.name][0], call)[2].peak
            naive = run_call(question, question.naive, call)[2].peak
            assert naive >= NAIVE_IS_TELLING * lean, call.label


def test_independence_is_weighed_where_m_n_is_well_above_the_width_of_f() -> None:
    for call in IS_INDEPENDENT.calls(11):
        if call.counted:
            assert call.mark_size == NARROW * call.sizes["B"]
            assert call.sizes["M"] * call.sizes["N"] > 50 * NARROW


# Rows of `is_independent` that are far apart; samples whose whole Hessian still finds room in memory.
# M² N passes of N are much for M = 65, where a loop is right.
BEYOND = {"M": 65, "N": 65, "B": 257}
BEYOND_IN = {
    "is_independent": BEYOND | {"B": 23},
    "batch_hessian": {"M": 33, "N": 33, "B": 47},
}


def test_each_size_is_tried_beyond_what_one_would_write_in_and_another_with_each_seed() -> None:
    for question in QUESTIONS:
        for letter, at_least in BEYOND_IN.get(question.name, BEYOND).items():
            largest = [max(call.sizes[letter] for call in question.calls(seed)) for seed in range(6)]
            assert min(largest) >= at_least, (question.name, letter)
            assert len(set(largest)) > 1, (question.name, letter)


def test_peaks_are_weighed_where_an_identity_of_the_batch_is_too_much() -> None:
    for question in (BATCH_JACOBIAN, BATCH_JACOBIAN_BY_SUM):
        (call,) = (call for call in question.calls(11) if call.counted and call.sizes["B"] == MANY)
        with settled_heap():
            lean = run_call(question, ways_taught()[question.name][0], call)[2].peak
        assert PEAK_OF_REFERENCE * lean < MANY**2 * 8


def test_an_f_that_hands_on_its_input_is_tried() -> None:
    for question in (BATCH_JACOBIAN, BATCH_JACOBIAN_BY_SUM):
        (call,) = (call for call in question.calls(1) if call.label.startswith("f that hands its input on"))
        f, batch = call.args
        assert f(batch) is batch


def by_pairs(label: str) -> tuple[torch.Tensor, Call]:
    call = next(call for call in IS_INDEPENDENT.calls(4) if call.label.startswith(label))
    return torch.func.jacrev(call.args[0])(call.args[1]), call


def test_couplings_are_what_their_names_say() -> None:
    whole, _ = by_pairs(ONLY_ANOTHER)
    own = torch.eye(len(whole), dtype=torch.bool)
    assert not whole.abs().amax((1, 3))[own].any()
    whole, _ = by_pairs(ROW_SUMS)
    assert whole.abs().amax((1, 3))[~own].max() > 0.01
    assert whole.sum(1).abs().max() < 1e-9
    whole, _ = by_pairs(ONE_INPUT)
    reached = whole.abs().amax(1)[~own].amax(0)
    assert (reached > 0.01).sum() == 1
    _, call = by_pairs(AT_ZERO)
    f, batch = call.args
    still = torch.func.jacrev(f)(torch.zeros_like(batch)).abs().amax((1, 3))
    assert not still[~own].any()


def test_counted_batches_have_three_sizes_that_differ() -> None:
    for question in QUESTIONS:
        counted = [call.sizes for call in question.calls(11) if call.counted]
        assert all(len({sizes["B"], sizes["M"], sizes["N"]}) == 3 and sizes["B"] > 2 for sizes in counted)


def test_rules_tell_a_loop_over_samples_from_one_mapped_pass() -> None:
    bars = BATCH_JACOBIAN.rules.bars
    assert bars is not None
    call = next(call for call in BATCH_JACOBIAN.calls(11) if call.counted)
    looped = run_call(BATCH_JACOBIAN, jacobians_one_by_one, call)[2]
    mapped = run_call(BATCH_JACOBIAN, ways_taught()["batch_jacobian"][0], call)[2]
    assert bars(looped.passes, (), call.sizes) == "f on one sample at a time"
    assert bars(mapped.passes, (), call.sizes) is None


def test_rules_of_the_sum_trick_tell_parts_of_the_batch_and_loops() -> None:
    bars = BATCH_JACOBIAN_BY_SUM.rules.bars
    assert bars is not None
    call = next(call for call in BATCH_JACOBIAN_BY_SUM.calls(11) if call.counted)
    b, m = call.sizes["B"], call.sizes["M"]
    by_sum = run_call(BATCH_JACOBIAN_BY_SUM, ways_taught()["batch_jacobian_by_sum"][0], call)[2]
    assert bars(by_sum.passes, (), call.sizes) is None
    assert bars({"f": {1: 1}, "s": {1: 1}, "sr": {1: 1}}, (), call.sizes) == "f on a part of the batch"
    assert bars({"f": {1: 2}, "s": {1: 1}, "fr": {m: 1}}, (), call.sizes) is None  # only to learn M
    assert bars({"f": {1: 1}, "fr": {1: b * m}}, (), call.sizes) == "a loop over samples"
    assert bars({"f": {1: 1}, "fr": {b * m: 1}}, (), call.sizes) is None  # one pass: a matter of cost
