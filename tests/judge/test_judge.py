"""Verdicts: only positive evidence earns, value gates, clocks never cost a mark by noise."""

import dataclasses
import re

import pytest
import torch

from autograder.answer_key import key_for
from autograder.judge import Outcome, grader_error, judge, unobserved
from autograder.judge.failing import failing
from autograder.observe import Evidence, Other, observe
from autograder.observe.evidence import Observation, Raised, Timings
from autograder.questions import LESSONS, question
from autograder.questions.row_by_row.rows import rows_with_a_forward_each, rows_with_one_forward

SEED = 11
ROWS = question("jacobian_by_rows")
KEY = key_for(ROWS, SEED)
RIGHT = KEY.timed("M = 32", 0)


@pytest.fixture(scope="module")
def right() -> Evidence:
    return observe(ROWS, by_rows, SEED, timed=False)


def by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(len(y))])


def outcomes(verdict) -> dict[str, Outcome]:
    return {mark.criterion: mark.outcome for mark in verdict.marks}


def test_a_right_answer_earns_everything_and_no_diagnosis(right):
    verdict = judge(right, KEY)
    assert verdict.points == verdict.max_points == ROWS.max_points
    assert verdict.diagnosis is None
    assert verdict.remark is None


def test_a_right_answer_is_claimed_by_no_mistake(right):
    from autograder.answer_key import Case

    for failed in ("value", "method", "cost"):
        pairs = tuple(zip(right.observations, KEY.expected, strict=True))
        case = Case(ROWS, right, pairs, KEY.compare, KEY.timed, failed=frozenset({failed}))
        assert [m.slug for m in KEY.mistakes if m.criterion in ("", "remark", failed) and m.shows(case)] == []


def test_a_wrong_value_gates_the_rest():
    verdict = judge(observe(ROWS, lambda f, x: by_rows(f, x).T, SEED, timed=False), KEY)
    assert outcomes(verdict) == {
        "value": Outcome.FAILED,
        "method": Outcome.NOT_RUN,
        "cost": Outcome.NOT_RUN,
        "trend": Outcome.NOT_RUN,
    }
    assert verdict.points == 0
    assert verdict.diagnosis.slug == "transposed"


def test_of_a_questions_own_mistakes_all_that_claim_are_named_and_the_rest_speak_only_without_them():
    evidence = observe(ROWS, lambda f, x: by_rows(f, x).T, SEED, timed=False)
    assert judge(evidence, KEY).claimed == ("transposed",)
    transposed = next(mistake for mistake in KEY.mistakes if mistake.slug == "transposed")
    another = dataclasses.replace(transposed, slug="another")
    verdict = judge(evidence, dataclasses.replace(KEY, mistakes=(*KEY.mistakes, another)))
    assert verdict.claimed == ("transposed", "another")
    assert verdict.diagnosis.slug == "transposed"
    without = tuple(mistake for mistake in KEY.mistakes if mistake.slug != "transposed")
    assert judge(evidence, dataclasses.replace(KEY, mistakes=without)).claimed == ("axes-in-another-order",)


def test_a_message_says_what_was_expected_and_got_and_no_number_of_the_input():
    verdict = judge(observe(ROWS, lambda f, x: by_rows(f, x).T, SEED, timed=False), KEY)
    assert verdict.marks[0].says == (
        "jacobian_by_rows, wide f: M = 5, N = 7, float64: expected shape (5, 7), got (7, 5)"
    )


def test_where_no_mistake_explains_it_the_calls_that_are_wrong_are_named():
    def wrong_where(which):
        def by_rows_but(f, x):
            right = by_rows(f, x)
            return right.exp().cumsum(0) if which(x) else right

        return judge(observe(ROWS, by_rows_but, SEED, timed=False), KEY).diagnosis

    somewhere = wrong_where(lambda x: len(x) == 7)
    assert somewhere.slug == "wrong-value"
    assert re.search(r" \d+ of \d+ calls are right; wrong are: wide f.*\.$", somewhere.saw)
    assert somewhere.asks == "What do the wrong calls have that the right ones have not?"
    everywhere = wrong_where(lambda x: True)
    assert "calls are right" not in everywhere.saw
    assert everywhere.asks != somewhere.asks


def test_an_errors_text_stands_once_and_a_call_that_raised_has_no_cost():
    text = "a text to be told once"

    def raises(f, x):
        f(x)
        if len(x) > 3:
            raise LookupError(text)
        return by_rows(f, x)

    verdict = judge(observe(ROWS, raises, SEED, timed=False), KEY)
    told = [*(mark.says for mark in verdict.marks), verdict.diagnosis.says]
    assert "".join(told).count(text) == 1
    assert verdict.diagnosis.saw == "jacobian_by_rows raised a LookupError."
    assert {row.label for row in verdict.costs} == {"tall f: M = 13, N = 3, float32"}


def test_a_diagnosis_speaks_of_the_first_error_as_the_card_does():
    errors = iter([LookupError("first")])

    def raises(f, x):
        raise next(errors, RuntimeError("Trying to backward through the graph a second time"))

    verdict = judge(observe(ROWS, raises, SEED, timed=False), KEY)
    assert "LookupError" in verdict.marks[0].says
    assert verdict.diagnosis.slug == "raised"


def test_passes_of_several_widths_are_told_with_their_rest_last():
    chunks = question("jacobian_in_chunks")
    verdict = judge(observe(chunks, in_chunks, SEED, timed=False), key_for(chunks, SEED))
    yours = next(row for row in verdict.costs if row.who == "yours")
    assert yours.passes == "3 × 3 + 1 × 2 back"
    assert [(sweep.width, sweep.count) for sweep in yours.sweeps if sweep.kind == "fr"] == [(3, 3), (2, 1)]


def in_chunks(f, x, chunk_size):
    y, pullback = torch.func.vjp(f, x)
    parts = torch.eye(len(y), dtype=x.dtype, device=x.device).split(chunk_size)
    return torch.cat([torch.func.vmap(pullback)(part)[0] for part in parts])


def test_a_dear_answer_loses_cost_and_is_asked_no_trend():
    def dear(f, x):
        leaf = x.clone().requires_grad_()
        return torch.stack([torch.autograd.grad(f(leaf)[i], leaf)[0] for i in range(len(f(x)))])

    verdict = judge(observe(ROWS, dear, SEED, timed=False), KEY)
    assert outcomes(verdict)["cost"] is Outcome.FAILED
    assert outcomes(verdict)["trend"] is Outcome.NOT_RUN
    assert verdict.diagnosis.slug == "forward-for-every-row"
    assert verdict.points == 4


def test_a_right_result_may_spend_too_much_by_itself():
    colors = question("color_columns")
    one_each = observe(colors, lambda S: torch.arange(S.shape[1]), SEED, timed=False)
    verdict = judge(one_each, key_for(colors, SEED))
    assert outcomes(verdict) == {"value": Outcome.PASSED, "cost": Outcome.FAILED}
    assert "colours, expected at most" in verdict.marks[1].says
    assert verdict.diagnosis.slug == "a-color-for-each-column"


def test_a_changed_argument_has_the_name_that_the_lesson_gives_it(right):
    first, *others = right.observations
    touched = dataclasses.replace(first, changed=("x", "x.grad"))
    evidence = dataclasses.replace(right, observations=(touched, *others))
    verdict = judge(evidence, dataclasses.replace(KEY, signature="jacobian_by_rows(f, point)"))
    assert "changed point, point.grad; expected" in verdict.marks[0].says
    assert "`point.detach().clone()`" in verdict.diagnosis.next_step


def test_an_argument_changed_that_is_not_the_first_has_its_own_name_in_verdict_cell_and_step():
    def batch_jacobian(f, X):
        X *= 2
        return torch.func.vmap(torch.func.jacrev(f))(X / 2)

    def hvp(f, x, v):
        v *= 2
        return torch.func.jvp(torch.func.grad(f), (x,), (v / 2,))[1]

    for answer, name in ((batch_jacobian, "X"), (hvp, "v")):
        asked = question(answer.__name__)
        evidence, key = observe(asked, answer, SEED, timed=False), key_for(asked, SEED)
        found, verdict = failing(evidence, key), judge(evidence, key)
        assert f"changed {name};" in found.says
        assert found.names[-1] == name
        assert f"`{name}.clone()`" in verdict.diagnosis.next_step


def test_a_way_that_is_ruled_out_is_named():
    asked = question("hvp")
    evidence = observe(asked, lambda f, x, v: torch.autograd.functional.vhp(f, x, v)[1], SEED, timed=False)
    assert "`torch.autograd.functional" in judge(evidence, key_for(asked, SEED)).diagnosis.why


@pytest.mark.parametrize(
    "spoil",
    [
        lambda e: dataclasses.replace(e, question="vjp_once"),
        lambda e: dataclasses.replace(e, seed=e.seed + 1),
        lambda e: dataclasses.replace(e, observations=e.observations[1:]),
        lambda e: dataclasses.replace(e, observations=e.observations * 2),
        lambda e: dataclasses.replace(
            e, observations=(dataclasses.replace(e.observations[0], cost=None), *e.observations[1:])
        ),
    ],
)
def test_evidence_that_is_not_the_answers_earns_nothing(right, spoil):
    verdict = judge(spoil(right), KEY)
    assert set(outcomes(verdict).values()) == {Outcome.NOT_RUN}
    assert verdict.points == 0


def test_a_run_whose_calls_could_not_be_seen_proves_no_method(right):
    verdict = judge(dataclasses.replace(right, flags=("profile",)), KEY)
    assert outcomes(verdict)["method"] is Outcome.FAILED
    assert verdict.diagnosis.slug == "observer-removed"


def test_a_cost_that_saw_no_forward_is_no_evidence(right):
    seen = right.observations[0]
    blind = dataclasses.replace(seen, cost=dataclasses.replace(seen.cost, passes={}))
    verdict = judge(dataclasses.replace(right, observations=(blind, *right.observations[1:])), KEY)
    assert outcomes(verdict)["cost"] is Outcome.FAILED


def timed(right: Evidence, answer: float, naive: float, noise: float = 0.0, always: float = 0.0) -> Evidence:
    """Evidence whose answer takes `answer` seconds at the largest size, and `always` besides at each.

    Each sample is off by up to a factor 1 + noise.
    """

    def row(seconds: float, scale: int, more: float = 0.0) -> tuple[float, ...]:
        return tuple((more + seconds * scale / ROWS.trend.sizes[-1]) * (1 + noise * (i % 3)) for i in range(9))

    sizes = ROWS.trend.sizes
    samples = {
        "answer": tuple(row(answer, size, always) for size in sizes),
        "reference": tuple(row(answer, size) for size in sizes),
        "naive": tuple(tuple(reversed(row(naive, size))) for size in sizes),
    }
    return dataclasses.replace(right, timings=Timings(sizes, samples))


@pytest.mark.parametrize(
    ("answer", "naive", "noise", "state", "outcome"),
    [
        (0.1, 1.0, 0.1, "CONFIRMED", Outcome.PASSED),
        (1.0, 1.0, 0.1, "CONTRADICTED", Outcome.FAILED),
        (0.35, 1.0, 2.0, "INCONCLUSIVE", Outcome.PASSED),
    ],
)
def test_only_a_clear_interval_decides_and_else_the_count_does(right, answer, naive, noise, state, outcome):
    verdict = judge(timed(right, answer, naive, noise), KEY)
    assert verdict.trend.state == state
    assert outcomes(verdict)["trend"] is outcome


@pytest.mark.parametrize(
    ("answer", "always", "state"),
    [(0.1, 0.6, "INCONCLUSIVE"), (0.1, 1.5, "CONTRADICTED"), (0.7, 0.1, "CONTRADICTED"), (0.1, 0.0, "CONFIRMED")],
)
def test_what_an_answer_takes_at_any_size_speaks_against_it_only_beyond_the_naive_way(right, answer, always, state):
    verdict = judge(timed(right, answer, 1.0, 0.1, always), KEY)
    assert verdict.trend.state == state
    assert (outcomes(verdict)["trend"] is Outcome.FAILED) == (state == "CONTRADICTED")


@pytest.mark.parametrize(
    ("largest", "outcome", "says", "slug"),
    [
        (Observation("M = 32", RIGHT), Outcome.PASSED, "right on", None),
        (
            Observation("M = 32", (-RIGHT[0], RIGHT[1])),
            Outcome.FAILED,
            "M = 32: the shape is right, but",
            "wrong-value",
        ),
        (Observation("M = 32", (RIGHT[0].float(), RIGHT[1])), Outcome.FAILED, "M = 32: expected dtype", "wrong-dtype"),
        (Observation("M = 32", (RIGHT[0], (30, 8))), Outcome.FAILED, "M = 32: expected shape (32, 8)", "wrong-shape"),
        (Observation("M = 32", Other("NoneType")), Outcome.FAILED, "M = 32: expected a tensor, got None", "wrong-type"),
        (Observation("M = 32", raised=Raised("E", "no", 3, "x")), Outcome.FAILED, "M = 32: E at your line", "raised"),
        (Observation("of its own", RIGHT), Outcome.FAILED, "of its own: expected a tensor", "wrong-type"),
        (Observation("M = 32", (1, 2, 3)), Outcome.FAILED, "M = 32: expected a tensor", "wrong-type"),
    ],
)
def test_an_answer_is_wrong_that_is_wrong_at_the_largest_size_timed(right, largest, outcome, says, slug):
    verdict = judge(dataclasses.replace(right, largest=largest), KEY)
    assert outcomes(verdict)["value"] is outcome
    assert says in verdict.marks[0].says
    assert (verdict.points == 0) == (outcome is Outcome.FAILED)
    assert verdict.claimed == (() if slug is None else (slug,))


def test_an_answer_is_wrong_that_is_wrong_in_the_last_round_alone(right):
    quick = timed(right, 0.1, 1.0, 0.1)
    last = dataclasses.replace(quick.timings, turns=9, last=KEY.timed("M = 32", 9))
    seen = dataclasses.replace(quick, largest=Observation("M = 32", RIGHT), timings=last)
    assert judge(seen, KEY).points == ROWS.max_points
    stale = dataclasses.replace(seen, timings=dataclasses.replace(last, last=RIGHT))
    verdict = judge(stale, KEY)
    assert not verdict.points
    assert "M = 32: the shape is right, but" in verdict.marks[0].says


def test_nothing_seen_is_not_run_and_our_failure_is_withheld():
    assert {mark.outcome for mark in unobserved(ROWS, "gone").marks} == {Outcome.NOT_RUN}
    assert grader_error(ROWS, "ours").withheld
    assert not unobserved(ROWS, "gone").withheld


# One of each lesson; the others where there is time.
EACH = [
    pytest.param(asked, id=asked.name, marks=pytest.mark.long if place else ())
    for lesson in LESSONS
    for place, asked in enumerate(lesson.questions)
]


@pytest.mark.parametrize("asked", EACH)
def test_the_key_repeats_exactly(asked):
    one, other = key_for(asked, 5), key_for(asked, 5)
    assert [e.reference for e in one.expected] == [e.reference for e in other.expected]


def test_the_baselines_are_what_they_are_called():
    x = torch.randn(4, dtype=torch.float64)

    def f(x):
        return torch.stack([x.sin().sum(), x.prod(), x @ x])

    assert torch.allclose(rows_with_one_forward(f, x), rows_with_a_forward_each(f, x))


@pytest.mark.parametrize(
    ("name", "result", "said"),
    [
        ("spectral_density", lambda matvec, probes, k: (torch.ones(len(probes), k),) * 2, "`dtype=probes.dtype,"),
        (
            "clip_and_mean",
            lambda grads, max_norm: {n: g.mean(0).half() for n, g in grads.items()},
            "`dtype=grads[…].dtype,",
        ),
        ("vjp_once", lambda f, x, v: x.half(), "`dtype=x.dtype,"),
    ],
)
def test_a_card_calls_a_tensor_as_the_lessons_function_does(name, result, said):
    asked = question(name)
    told = judge(observe(asked, result, SEED, timed=False), key_for(asked, SEED)).diagnosis
    assert said in told.next_step, told
