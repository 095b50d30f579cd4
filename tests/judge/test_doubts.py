"""Evidence beside what the supervisor saw: only what can't be true of both is doubted, and no mark moves."""

import pytest
import torch

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.judge.doubts import doubt
from autograder.observe import Cost, Evidence, Observation, Outside, Timings, observe
from autograder.questions import question
from autograder.questions.row_by_row.rows import rows_with_a_forward_each

SIZES = (4, 8, 16, 32)
MB = 10**6


def evidence(seconds: float, peak: int = 0) -> Evidence:
    """Evidence whose samples, three parties by four sizes by five rounds, add up to about `seconds`."""
    parties = ("answer", "naive", "reference")
    each = seconds / (len(parties) * len(SIZES) * 5)
    drift = iter(1e-9 * step for step in range(1000))
    samples = {who: tuple(tuple(each + next(drift) for _ in range(5)) for _ in SIZES) for who in parties}
    seen = Observation("a call", cost=Cost({"f": {1: 1}}, peak, 0, 0))
    return Evidence("f", 0, (seen,), Timings(SIZES, samples))


def test_what_agrees_is_not_doubted():
    assert doubt(evidence(1.0), Outside(wall=1.5, cpu=1.4, grown=10 * MB)) == ""


def test_a_busy_machine_is_not_doubted():
    # Two thirds of the time went to others, and the samples with it.
    assert doubt(evidence(3.0), Outside(wall=4.0, cpu=1.2, grown=0)) == ""


def test_timings_that_did_not_fit_into_the_check_are_doubted():
    assert doubt(evidence(9.0), Outside(wall=2.0, cpu=2.0, grown=0)) == (
        "its timings add up to 9.0 s, and its whole check took 2.0 s."
    )


def test_timings_of_work_that_nobody_did_are_doubted():
    slept = Outside(wall=4.0, cpu=0.1, grown=0)
    assert doubt(evidence(3.0), slept) == "its timings speak of 3.0 s of work, and its process worked 0.1 s."


def test_a_sample_that_stands_for_a_larger_size_was_taken_once():
    once = (2.0, 2.1, 2.2)
    samples = {who: (once,) * len(SIZES) for who in ("answer", "naive", "reference")}
    repeated = Evidence("f", 0, (), Timings(SIZES, samples))
    assert doubt(repeated, Outside(wall=20.0, cpu=19.0, grown=0)) == ""


def test_memory_that_no_peak_speaks_of_is_doubted():
    assert doubt(evidence(0.1, peak=3 * MB), Outside(wall=1, cpu=1, grown=900 * MB)) == (
        "its peaks are 3 MB at most, and its process grew by 900 MB."
    )


def test_no_mark_moves():
    asked = question("vjp_once")

    def vjp_once(f, x, v):
        import torch

        leaf = x.clone().requires_grad_()
        return torch.autograd.grad(f(leaf), leaf, v)[0]

    seen = observe(asked, vjp_once, 3)
    verdict = judge(seen, key_for(asked, 3), Outside(wall=1, cpu=1, grown=2000 * MB))
    assert verdict.doubt
    assert verdict.points == verdict.max_points


@pytest.mark.parametrize("outside", [None, Outside(wall=5, cpu=5, grown=0)])
def test_without_a_reason_nothing_is_doubted(outside):
    asked = question("vjp_once")
    assert judge(observe(asked, lambda f, x, v: x, 3), key_for(asked, 3), outside).doubt == ""


def rows_but_for_the_meter(f, x):
    """Keep the budget where a dispatch mode is at work, and evaluate f for every row where none is."""
    leaf = x.detach().clone().requires_grad_()
    counted = torch._C._len_torch_dispatch_stack() > 0
    y = f(leaf)
    rows = [torch.autograd.grad((y if counted else f(leaf))[i], leaf, retain_graph=True)[0] for i in range(len(y))]
    return torch.stack(rows)


def test_an_answer_that_looks_for_the_meter_is_doubted_and_loses_no_mark():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows_but_for_the_meter, 3, timed=False), key_for(asked, 3))
    assert {mark.criterion: mark.outcome.value for mark in verdict.marks}["cost"] == "PASSED"
    assert "keeps its budget where its cost is counted, and not elsewhere" in verdict.doubt
    assert "evaluations of f, expected at most 2" in verdict.doubt


def test_an_answer_over_its_budget_everywhere_loses_the_mark_and_is_not_doubted():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows_with_a_forward_each, 3, timed=False), key_for(asked, 3))
    assert {mark.criterion: mark.outcome.value for mark in verdict.marks}["cost"] == "FAILED"
    assert verdict.doubt == ""
