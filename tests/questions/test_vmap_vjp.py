"""Lesson 02's questions: references agree with torch.func and keep x's dtype; peaks tell chunks from one shot."""

from typing import Any

import pytest
import torch
from support.lesson_questions import calls_of, questions_of

from autograder.answer_key import ways_taught
from autograder.judge.criteria import NAIVE_IS_TELLING
from autograder.observe import run_call, settled_heap
from autograder.questions import Question
from autograder.questions.vmap_vjp.jacobian_by_vmap import QUESTION as JACOBIAN_BY_VMAP
from autograder.questions.vmap_vjp.jacobian_in_chunks import QUESTION as JACOBIAN_IN_CHUNKS
from autograder.questions.vmap_vjp.my_jacrev import QUESTION as MY_JACREV

QUESTIONS = questions_of("vmap_vjp")

SEEDS = (11, 12)


def close(got: Any, want: Any) -> None:
    torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-5, check_dtype=True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("question", [JACOBIAN_BY_VMAP, JACOBIAN_IN_CHUNKS], ids=lambda q: q.name)
def test_jacobians_are_those_of_torch(question: Question, seed: int) -> None:
    for answer in ways_taught()[question.name]:
        for call in calls_of(question, seed):
            f, x = call.args[:2]
            close(question.ask(answer, call), torch.func.jacrev(f)(x))


@pytest.mark.parametrize("seed", SEEDS)
def test_jacobian_functions_are_those_of_torch(seed: int) -> None:
    for call in calls_of(MY_JACREV, seed):
        close(MY_JACREV.ask(ways_taught()["my_jacrev"][0], call), MY_JACREV.ask(torch.func.jacrev, call))
        close(MY_JACREV.ask(MY_JACREV.naive, call), MY_JACREV.ask(torch.func.jacrev, call))


@pytest.mark.parametrize("name", ["branchless", "out_of_place", "itemless"])
def test_repairs_keep_their_dtype_and_agree_with_plain_loops(name: str) -> None:
    plain = {
        "branchless": lambda x: x.sin() if x.sum() > 0 else x.cos(),
        "out_of_place": lambda x: torch.stack([(x[: i + 1] ** 2).sum() for i in range(len(x))]),
        "itemless": lambda x: x / (x * x).sum().sqrt(),
    }[name]
    question = next(q for q in QUESTIONS if q.name == name)
    for call in calls_of(question, 11):
        (x,), batch = call.args, call.kwargs["X"]
        found = question.ask(ways_taught()[name][0], call)
        close(found["by itself"], plain(x))
        close(found["under vmap"], torch.stack([plain(each) for each in batch]))
        close(found["under jacrev"], torch.func.jacrev(plain)(x))


def test_branchless_sees_all_three_signs_alone_and_in_one_batch() -> None:
    question = next(q for q in QUESTIONS if q.name == "branchless")
    for seed in SEEDS:
        calls = calls_of(question, seed)
        assert {call.args[0].sum().sign().item() for call in calls} == {1.0, -1.0, 0.0}
        assert all(set(call.kwargs["X"].sum(1).sign().tolist()) == {1.0, -1.0, 0.0} for call in calls)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_peak_is_weighed_the_naive_way_takes_eight_times_as_much(seed: int) -> None:
    weighed = [call for call in JACOBIAN_IN_CHUNKS.calls(seed) if call.counted and call.weighed]
    assert len({(call.sizes["M"], call.sizes["chunk"]) for call in weighed}) >= 2
    assert JACOBIAN_IN_CHUNKS.naive is not None
    with settled_heap():
        for call in weighed:
            lean = run_call(JACOBIAN_IN_CHUNKS, ways_taught()["jacobian_in_chunks"][0], call)[2].peak
            naive = run_call(JACOBIAN_IN_CHUNKS, JACOBIAN_IN_CHUNKS.naive, call)[2].peak
            assert naive >= NAIVE_IS_TELLING * lean


def test_no_two_sizes_of_a_call_are_alike_where_a_mixed_up_axis_could_hide() -> None:
    for question in (JACOBIAN_BY_VMAP, JACOBIAN_IN_CHUNKS):
        telling = [c.sizes for c in question.calls(11) if c.counted]
        assert all(sizes["M"] != sizes["N"] for sizes in telling)
