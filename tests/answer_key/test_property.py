"""Results of which many are right: judged by what they must have, through verdict, mistakes, card and failed call."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from autograder import answer_key
from autograder.answer_key import Entry, Expected, Key, Mistake, entry_of
from autograder.answer_key.compare import tensor
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.property import ByProperty, Departure, Property, lacks
from autograder.errors import CourseError
from autograder.judge import Outcome, Verdict, judge
from autograder.judge.failing import Failing, failing
from autograder.observe import observe
from autograder.present.card import Beside, card_html, card_text
from autograder.questions import Answer, Budget, Call, Question
from autograder.questions import question as find_question
from autograder.questions.draw import Draw
from autograder.questions.marker import PRODUCT, mark

SEED = 5
N = 7


def calls(seed: int) -> tuple[Call, ...]:
    made = []
    for what, dtype in (("a matrix", torch.float64), ("another", torch.float32)):
        draw = Draw.seeded(seed, "split", what).to(dtype)
        matrix = draw.normal(N, N)
        label = f"{what}: N = {N}"
        made.append(Call(label, (times(matrix), draw.normal(2, N)), {"N": N}, N, counted=True, marks="p"))
    return tuple(made)


def times(matrix: Tensor):
    return lambda v: mark(matrix @ v, PRODUCT)


def halves(matvec, rows):
    """One right answer: two halves whose sum is A times the rows."""
    both = torch.func.vmap(matvec)(rows)
    return both / 2, both / 2


def apart(result, expected: Expected) -> Departure:
    one, other = result
    matvec, rows = expected.args
    off = (one + other - torch.stack([matvec(row) for row in rows])).abs().amax(1)
    worst = int(off.argmax())
    return Departure(off.max().item(), f"off by {off.max():.1g}", f"row {worst}")


def alike(result, expected: Expected) -> Departure | None:
    if "another" in expected.call.label:
        return None
    return Departure(abs(float(result[0].sum() - result[1].sum())) / 10, "their sums differ")


NEAR = {torch.float64: 1e-9, torch.float32: 1e-4}
JUDGED = ByProperty((Property("the halves add up", apart, NEAR), Property("they weigh the same", alike, NEAR)))
QUESTION = Question(
    name="split",
    title="two halves of a product",
    calls=calls,
    points={"value": 2, "cost": 1},
    hints=("", "", ""),
    budget=Budget(products=lambda s: 2, says="a product a row"),
)
UNEVEN = Mistake("uneven-halves", "value", lacks("they weigh the same"), "One half weighs more.", "", "")


@pytest.fixture(scope="module")
def key() -> Key:
    expected = tuple(Expected(call, call.args, halves(*call.args)) for call in calls(SEED))
    return Key(QUESTION, SEED, expected, lambda label, turn: None, JUDGED, (UNEVEN, *EVERYWHERE))


def judged(answer: Answer, key: Key) -> tuple[Verdict, Failing | None]:
    evidence = observe(QUESTION, answer, SEED, timed=False)
    return judge(evidence, key), failing(evidence, key)


def other_halves(matvec, rows):
    """Right as well, though no number is the reference's."""
    one, other = halves(matvec, rows)
    return one + torch.eye(*rows.shape, dtype=rows.dtype), other - torch.eye(*rows.shape, dtype=rows.dtype) + 0


@pytest.mark.parametrize(("answer", "points"), [(halves, 3), (lambda a, r: halves(a, r)[::-1], 3)])
def test_whatever_has_the_properties_is_right(answer, points, key):
    verdict, failed = judged(answer, key)
    assert verdict.points == points
    assert verdict.marks[0].says == "right on 2 inputs drawn afresh, judged by its properties"
    assert failed is None


def test_the_first_that_is_lacking_is_named_with_what_was_found_and_where(key):
    def wrong(matvec, rows):
        one, other = halves(matvec, rows)
        return one, other + torch.tensor([[0.0], [0.5]], dtype=rows.dtype)

    verdict, _ = judged(wrong, key)
    assert verdict.points == 0
    assert verdict.marks[0].says == "split, a matrix: N = 7: «the halves add up» does not hold: off by 0.5, row 1"
    assert verdict.diagnosis.slug == "property-lacking"
    assert "lacks what every right result has" in verdict.diagnosis.saw


def test_a_property_that_a_call_does_not_ask_is_not_held_against_it_and_a_mistake_may_claim_one(key):
    verdict, _ = judged(other_halves, key)
    assert verdict.diagnosis.slug == "uneven-halves"
    assert "«they weigh the same» does not hold: their sums differ" in verdict.marks[0].says
    only_other = replace(key, compare=ByProperty(JUDGED.properties[:1]))
    assert judged(other_halves, only_other)[0].points == 3


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda a, r: halves(a, r)[0], "expected a tuple of 2, got a tensor of shape (2, 7)"),
        (lambda a, r: (halves(a, r)[0], r[:1]), "entry 1: expected shape (2, 7), got (1, 7)"),
        (lambda a, r: (halves(a, r)[0] / 0, r), "expected finite numbers, got NaN or infinity"),
        (lambda a, r: tuple(part.double().float() for part in halves(a, r)), "entry 0: expected dtype float64"),
    ],
)
def test_the_form_is_the_references(answer, says, key):
    verdict, failed = judged(answer, key)
    assert says in verdict.marks[0].says
    assert failed.checked == ()


def test_a_departure_that_is_no_number_is_no_property(key):
    nan = Property("it is a number", lambda result, expected: Departure(float("nan"), "no number"), NEAR)
    assert not nan.check(key.expected[0].result, key.expected[0]).holds


def test_whole_numbers_are_held_to_the_last_bit(key):
    near = Property("near", lambda result, expected: Departure(1e-12, "off"), NEAR)
    assert near.check(torch.zeros(2, dtype=torch.float64), key.expected[0]).holds
    assert not near.check(torch.zeros(2, dtype=torch.int64), key.expected[0]).holds


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (torch.tensor([7, 8, 9]), ""),
        (torch.tensor([7, 8]), "expected shape (3,), got (2,)"),
        (torch.tensor([7.0, 8.0, 9.0]), "expected dtype int64, got float32"),
    ],
)
def test_whole_numbers_have_a_form_too(result, says):
    found = ByProperty(())(result, Expected(calls(SEED)[0], (), torch.tensor([0, 1, 2])))
    assert (found.says if found else "") == says


def test_numbers_may_be_compared_beside():
    call = calls(SEED)[0]
    expected = Expected(call, call.args, torch.ones(3, dtype=torch.float64))
    both = ByProperty((Property("small", lambda r, e: Departure(0.0, ""), NEAR),), beside=tensor)
    assert both(torch.ones(3, dtype=torch.float64), expected) is None
    assert "33%" in both(torch.tensor([1.0, 1.0, 2.0], dtype=torch.float64), expected).says


def test_a_property_gives_way_by_as_much_as_one_allows():
    call = calls(SEED)[0]
    expected = Expected(call, call.args, torch.ones(3, dtype=torch.float64))
    off = ByProperty((Property("small", lambda r, e: Departure(5e-9, "far"), NEAR),))
    assert off(expected.result, expected) is not None
    assert off(expected.result, replace(expected, slack=10.0)) is None


def test_the_call_that_failed_shows_each_property_and_no_number_as_the_expected_one(key):
    _, failed = judged(other_halves, key)
    assert failed.part is None
    assert failed.want == ""
    assert [(each.name, each.holds) for each in failed.checked] == [
        ("the halves add up", True),
        ("they weigh the same", False),
    ]
    verdict, _ = judged(other_halves, key)
    text = card_text(verdict, beside=Beside("split", failed))
    assert "✓ the halves add up" in text
    assert "✗ they weigh the same: their sums differ" in text
    html = card_html(verdict, beside=Beside("split", failed))
    assert "their sums differ" in html
    assert "expected: shape" not in html


def test_a_comparison_is_worked_out_once_for_all_detectors(key):
    asked = []

    def counting(result, expected):
        asked.append(expected.call.label)
        return JUDGED(result, expected)

    judged(other_halves, replace(key, compare=counting))
    assert len(asked) < 4 * len(key.expected)


@pytest.mark.parametrize(
    ("loop", "products"),
    [
        (lambda a, r: torch.stack([a(row) for row in r]), {1: 2}),
        (lambda a, r: torch.func.vmap(a)(r), {2: 1}),
        (lambda a, r: torch.stack([torch.func.grad(lambda v: a(v).sum())(row) for row in r]), {1: 2}),
    ],
)
def test_products_are_counted_as_vectors_by_the_marker_inside_matvec(loop, products):
    evidence = observe(QUESTION, loop, SEED, timed=False)
    cost = evidence.observations[0].cost
    assert cost.passes["p"] == products
    assert cost.products == 2 * len(cost.passes)  # a way back through one is a product too


def test_a_product_too_many_is_over_budget_and_is_named_so(key):
    def dear(matvec, rows):
        matvec(rows[0])
        return halves(matvec, rows)

    verdict, _ = judged(dear, key)
    assert verdict.marks[1].outcome is Outcome.FAILED
    assert "3 products with the matrix, expected at most 2" in verdict.marks[1].says
    assert any("1 × 2 + 1 × 1 product" in row.passes for row in verdict.costs)


def test_a_question_whose_answers_are_timed_is_compared_by_numbers():
    timed = find_question("jacobian_by_rows")
    entry: Entry = replace(entry_of(timed), compare=JUDGED)
    with pytest.raises(CourseError, match="since the question has a trend"):
        answer_key._refuse_timed_properties(timed, entry, answer_key.Path("key.py"))
