"""Evidence beside what the supervisor saw: only what can't be true of both is doubted, and no mark moves."""

import _thread
import ctypes
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.judge.doubts import doubt
from autograder.observe import Cost, Evidence, Observation, Outside, Timings, observe
from autograder.observe.evidence import MISCOUNTED, SWITCHED_OFF, TAKEN, UNTRACED, WENT_ROUND
from autograder.questions import marker, question
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


def test_a_sample_that_stands_for_later_rounds_was_taken_once():
    samples = {who: ((2.0,) * 15,) * len(SIZES) for who in ("answer", "naive", "reference")}
    repeated = Evidence("f", 0, (), Timings(SIZES, samples))
    assert doubt(repeated, Outside(wall=7.0, cpu=6.5, grown=0)) == ""


def test_memory_that_no_peak_speaks_of_is_doubted():
    assert doubt(evidence(0.1, peak=3 * MB), Outside(wall=1, cpu=1, grown=900 * MB)) == (
        "its peaks are 3 MB at most, and its process grew by 900 MB."
    )


def test_a_matrix_built_while_nothing_is_weighed_is_not_doubted():
    timed = evidence(0.1, peak=3 * MB)
    assert timed.timings is not None
    timed = replace(timed, timings=replace(timed.timings, sizes=(250, 500, 1000, 2000)))
    assert doubt(timed, Outside(wall=1, cpu=1, grown=900 * MB)) == ""


def test_work_beside_what_is_observed_is_doubted():
    assert doubt(evidence(1.0), Outside(wall=2.0, cpu=6.0, grown=0)) == (
        "its process worked 6.0 s in 2.0 s: more worked than what was observed."
    )
    assert doubt(evidence(1.0), Outside(wall=40.0, cpu=36.0, grown=0)) == (
        "its process worked 35.0 s besides its timings, which its counts don't explain."
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


def test_an_answer_that_looks_for_the_meter_is_doubted_and_its_budget_is_broken():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows_but_for_the_meter, 3, timed=False), key_for(asked, 3))
    assert {mark.criterion: mark.outcome.value for mark in verdict.marks}["cost"] == "FAILED"
    assert verdict.diagnosis.slug == "over-the-budget-elsewhere"
    assert "keeps its budget where its cost is counted, and not elsewhere" in verdict.doubt
    assert "evaluations of f, expected at most 2" in verdict.doubt


def rows_but_for_many(f, x):
    """Keep the budget while there are few rows, and evaluate f for every one of many."""
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    few = len(y) < 50
    rows = [torch.autograd.grad((y if few else f(leaf))[i], leaf, retain_graph=True)[0] for i in range(len(y))]
    return torch.stack(rows)


def test_an_answer_over_its_budget_where_sizes_are_large_loses_the_mark_and_is_not_doubted():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows_but_for_many, 3, timed=False), key_for(asked, 3))
    cost = next(mark for mark in verdict.marks if mark.criterion == "cost")
    assert cost.outcome.value == "FAILED"
    assert "many outputs" in cost.says
    assert verdict.diagnosis.slug == "over-the-budget-elsewhere"
    assert verdict.doubt == ""


def test_an_answer_over_its_budget_everywhere_loses_the_mark_and_is_not_doubted():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows_with_a_forward_each, 3, timed=False), key_for(asked, 3))
    assert {mark.criterion: mark.outcome.value for mark in verdict.marks}["cost"] == "FAILED"
    assert verdict.doubt == ""


def rows_once(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])


ROWS = question("jacobian_by_rows")
KEY = key_for(ROWS, 3)


@pytest.fixture(scope="module")
def honest() -> Evidence:
    return observe(ROWS, rows_once, 3, timed=False)


def told(evidence: Evidence) -> str:
    verdict = judge(evidence, KEY)
    assert verdict.marks[0].outcome.value == "PASSED"
    return verdict.doubt


def with_costs(evidence: Evidence, **changes: Any) -> Evidence:
    seen = [s if s.cost is None else replace(s, cost=replace(s.cost, **changes)) for s in evidence.observations]
    return replace(evidence, observations=tuple(seen))


def test_an_answer_that_costs_too_much_is_not_doubted_for_its_work():
    dear = with_costs(observe(ROWS, ROWS.naive, 3, timed=False), flops=10**6)
    verdict = judge(dear, KEY)
    assert {"value"} == {mark.criterion for mark in verdict.marks if mark.outcome.value == "PASSED"} - {"trend"}
    assert verdict.doubt == ""


def test_evidence_that_contradicts_itself_is_doubted(honest):
    assert told(honest) == ""
    assert told(replace(honest, flags=("untraced",))) == "f was passed through in a thread that nobody looks into."
    assert told(replace(honest, flags=("miscounted",))) == "the marker made other passes than were counted."
    assert "it made passes and computed nothing" in told(with_costs(honest, flops=0))
    assert told(with_costs(honest, flops=0, unmetered=True)) == ""
    assert "times as much as the reference, in passes that can't" in told(with_costs(honest, flops=10**6))
    only = {"f": {1: 1}}
    forward = [
        replace(s, cost=replace(s.cost, passes=only)) if s.cost else replace(s, passes=only)
        for s in honest.observations
    ]
    assert "none was seen" in told(replace(honest, observations=tuple(forward)))


def test_f_in_a_thread_that_nobody_looks_into_is_doubted():
    def rows(f, x):
        found = []
        done = threading.Event()

        def work():
            found.append(torch.func.jacrev(f)(x))
            done.set()

        _thread.start_new_thread(work, ())
        assert done.wait(10)
        leaf = x.detach().clone().requires_grad_()
        torch.autograd.grad(f(leaf)[0], leaf)
        return found[0]

    assert UNTRACED in observe(ROWS, rows, 3, timed=False).flags


def test_a_thread_that_was_there_before_is_doubted_where_memory_is_weighed():
    norms = question("linear_gradient_norms")
    crew = ThreadPoolExecutor(1)
    crew.submit(len, ()).result()

    def by_the_crew(weight, bias, rest, X):
        z = (X @ weight.T + bias).detach().requires_grad_()
        (d,) = torch.autograd.grad(rest(z).sum(), z)
        made = crew.submit(lambda: (d[:, :, None] * X[:, None, :]).square().sum((1, 2)))
        return (made.result() + d.square().sum(1)).sqrt()

    seen = observe(norms, by_the_crew, 3, timed=False)
    crew.shutdown()
    assert "a thread was there before" in judge(replace(seen, elsewhere=None), key_for(norms, 3)).doubt


@pytest.mark.parametrize("leaves", ["numpy", "tolist", "places alone"])
def test_numbers_that_go_round_are_doubted_where_memory_is_weighed(leaves):
    goes_round, norms = leaves != "places alone", question("linear_gradient_norms")

    def round_trip(weight, bias, rest, X):
        z = (X @ weight.T + bias).detach().requires_grad_()
        (d,) = torch.autograd.grad(rest(z).sum(), z)
        squares = d.square().sum(1) * (1 + X.square().sum(1))
        squares = getattr(squares, leaves)() if goes_round else squares[torch.arange(len(X)).tolist()]
        return torch.as_tensor(squares, dtype=X.dtype).sqrt()

    seen = observe(norms, round_trip, 3, timed=False)
    assert (WENT_ROUND in seen.flags) is goes_round
    key = key_for(norms, 3)
    assert ("numbers left torch" in judge(replace(seen, elsewhere=None), key).doubt) is goes_round


@pytest.mark.parametrize("take", [float, torch.Tensor.item])
@pytest.mark.parametrize("all_of_them", [True, False])
def test_a_matrix_of_numbers_taken_one_by_one_is_doubted_where_memory_is_weighed(take, all_of_them):
    norms = question("linear_gradient_norms")

    def in_python(weight, bias, rest, X):
        z = (X @ weight.T + bias).detach().requires_grad_()
        (d,) = torch.autograd.grad(rest(z).sum(), z)
        for each in (*X, *d) if all_of_them else X[:1]:
            list(map(take, each))
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()

    seen = observe(norms, in_python, 3, timed=False)
    assert (TAKEN in seen.flags) is all_of_them
    verdict = judge(replace(seen, elsewhere=None), key_for(norms, 3))
    assert ("took more numbers out of torch" in verdict.doubt) is all_of_them


def test_who_wastes_a_little_everywhere_is_not_said_to_look_for_the_meter():
    asked = question("implicit_gradient")

    def wasteful(F, loss, z, theta):
        J = torch.func.jacfwd(F)(z, theta)
        u = torch.linalg.solve(J.T, torch.func.grad(loss)(z))
        return torch.func.vjp(lambda t: (F(z, t), F(z, t), F(z, t))[0], theta)[1](-u)[0]

    verdict = judge(observe(asked, wasteful, 3, timed=False), key_for(asked, 3))
    assert {mark.criterion: mark.outcome.value for mark in verdict.marks}["cost"] == "FAILED"
    assert verdict.doubt == ""


def test_numbers_that_torch_prints_to_name_what_it_maps_do_not_go_round():
    @dataclass(frozen=True)
    class Length:
        X: torch.Tensor

        def __call__(self, d, x):
            return (d.square().sum() * (1 + x.square().sum())).sqrt()

    def by_a_dataclass(weight, bias, rest, X):
        z = (X @ weight.T + bias).detach().requires_grad_()
        (d,) = torch.autograd.grad(rest(z).sum(), z)
        return torch.as_tensor(torch.vmap(Length(X))(d, X))

    assert WENT_ROUND not in observe(question("linear_gradient_norms"), by_a_dataclass, 3, timed=False).flags


def test_an_answer_without_a_matrix_product_is_not_doubted_where_no_pass_needs_one():
    solver = question("conjugate_gradient")

    def entry_by_entry(matvec, b, max_steps, tol):
        x, r, p = torch.zeros_like(b), b.clone(), b
        for step in range(max_steps):
            if r.norm() <= tol * b.norm():
                break
            image = matvec(p)
            bend = (p * image).sum()
            if bend <= 0:
                return x if step else b.clone()
            length, before = (r * r).sum() / bend, (r * r).sum()
            x, r = x + length * p, r - length * image
            p = r + (r * r).sum() / before * p
        return x

    verdict = judge(observe(solver, entry_by_entry, 3, timed=False), key_for(solver, 3))
    assert (verdict.points, verdict.doubt) == (verdict.max_points, "")


def test_a_profiler_that_is_off_for_a_while_is_seen_by_who_passes_through_f():
    off = ctypes.pythonapi.PyEval_SetProfile
    off.argtypes = [ctypes.c_void_p, ctypes.c_void_p]

    def rows(f, x):
        look = sys.getprofile()
        off(None, None)
        jacobian = torch.func.jacrev(f)(x)
        sys.setprofile(look)
        return jacobian

    seen = observe(ROWS, rows, 3, timed=False)
    assert SWITCHED_OFF in seen.flags
    assert judge(seen, KEY).marks[1].outcome.value == "FAILED"


def test_counters_that_are_emptied_are_held_against_a_second_count():
    def rows(f, x):
        heard = list(marker._listening)
        jacobian = rows_once(f, x)
        for marks in heard:
            marks.clear()
        return jacobian

    assert MISCOUNTED in observe(ROWS, rows, 3, timed=False).flags
