"""Lesson 07: references agree with another way and keep the dtype, costs can be told, models are of all sorts."""

import pytest
import torch
from support.lesson_questions import calls_of, questions_of

from autograder.answer_key import entry_of, ways_otherwise, ways_taught
from autograder.judge.criteria import PEAK_OF_NAIVE
from autograder.observe import run_call, settled_heap, tensors_of
from autograder.observe.given import Given
from autograder.questions import Question
from autograder.questions.per_sample_gradients.as_function import BUILT, CALLED, SLOPE
from autograder.questions.per_sample_gradients.as_function import QUESTION as AS_FUNCTION
from autograder.questions.per_sample_gradients.batches import SORTS
from autograder.questions.per_sample_gradients.per_sample_gradients import QUESTION as PER_SAMPLE
from autograder.questions.per_sample_gradients.per_sample_gradients import gradients_one_by_one
from autograder.questions.question import PEAK_OF_REFERENCE

QUESTIONS = questions_of("per_sample_gradients")
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@each_question
def test_references_agree_with_another_way_keep_the_dtype_and_leave_all_as_it_was(question: Question) -> None:
    for call in calls_of(question, 11):
        given = Given.of(call.args, {})
        want = question.ask(entry_of(question).reference, call)
        got = question.ask(ways_otherwise()[question.name], call)
        torch.testing.assert_close(tensors_of(got), tensors_of(want), rtol=1e-4, atol=1e-6)
        dtypes = {part.dtype for part in tensors_of(want)}
        assert dtypes == {torch.float32 if "float32" in call.label else torch.float64}, call.label
        assert given.changes() == ()


def test_models_are_of_all_sorts() -> None:
    for question in (AS_FUNCTION, PER_SAMPLE):
        models = [call.args[0] for call in question.calls(1)]
        assert any(dict(model.named_buffers()) for model in models)
        assert any(not each.requires_grad for model in models for each in model.parameters())
        assert any(
            len(list(model.named_parameters(remove_duplicate=False))) > len(list(model.parameters()))
            for model in models
        )
        assert any(each.dim() == 0 for model in models for each in model.parameters())
        assert any(each.grad is not None for model in models for each in model.parameters())
        assert {model.training for model in models} == {True, False}
        assert {sort.b == 1 for sort in SORTS} == {True, False}


def test_of_as_function_each_thing_is_counted_apart() -> None:
    counted = [call for call in AS_FUNCTION.calls(3) if call.counted]
    passes = []
    for call in counted:
        _, error, cost = run_call(AS_FUNCTION, ways_taught()["as_function"][0], call)
        assert error is None
        passes.append((cost.vectors("f"), cost.vectors("fr")))
    assert [call.kwargs["only"] for call in counted] == [BUILT, CALLED, SLOPE]
    b = counted[0].sizes["B"]
    assert passes == [(0, 0), (b, 0), (b, b)]


def test_vectors_tell_the_batch_of_losses_and_the_loop_from_one_mapped_pass() -> None:
    call = next(call for call in PER_SAMPLE.calls(3) if call.counted and call.sizes["B"] == 17)
    bars = PER_SAMPLE.rules.bars
    assert bars is not None
    found = [
        run_call(PER_SAMPLE, way, call)[2]
        for way in (ways_taught()["per_sample_gradients"][0], PER_SAMPLE.naive, gradients_one_by_one)
    ]
    assert [cost.backward_vectors for cost in found] == [17, 17 * 17, 17]
    assert [bars(cost.passes, (), call.sizes) for cost in found] == [None, None, "a loop over samples"]


@pytest.mark.parametrize("name", ["clip_and_mean", "linear_gradient_norms", "empirical_ntk"])
def test_where_a_peak_is_judged_the_naive_way_is_over_it_and_the_lesson_s_is_not(name: str) -> None:
    question = next(question for question in QUESTIONS if question.name == name)
    counted = [call for call in question.calls(11) if call.counted]
    assert counted
    assert question.naive is not None
    with settled_heap():
        for call in counted:
            lean = run_call(question, ways_taught()[name][0], call)[2].peak
            naive = run_call(question, question.naive, call)[2].peak
            assert naive > 2 * PEAK_OF_REFERENCE * lean, call.label
            assert lean < PEAK_OF_NAIVE * naive / 2, call.label


@each_question
def test_counted_calls_have_the_same_shapes_whatever_the_seed(question: Question) -> None:
    sizes = [[dict(call.sizes) for call in question.calls(seed) if call.counted] for seed in (1, 2)]
    assert sizes[0] == sizes[1]
