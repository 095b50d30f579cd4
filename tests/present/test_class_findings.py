"""What a teacher asks of a class: what was not grasped, what is too easy or too hard, who is stuck, what stands out."""

import pytest

from autograder.judge.verdict import CostRow
from autograder.present.class_findings import heavy, items, mistakes, stuck
from autograder.present.class_rows import Score, State, StudentRow


def row(student: str, *scores: Score) -> StudentRow:
    return StudentRow(student, "01_x", scores)


def test_a_mistake_has_its_share_and_one_example_without_a_name() -> None:
    long = "def f(x):\n    # by Ada Lovelace\n    'Ada wrote this.'\n    y = x\n    return y"
    short = "def f(x):  # Bob\n    return x"
    rows = [
        row("ada", Score("f", 0, 4, diagnosis="lost", says="why", source=long)),
        row("bob", Score("f", 0, 4, diagnosis="lost", says="why", source=short)),
        row("cy", Score("f", 4, 4, source="def f(x): ...")),
        row("dee", Score("f", None, 4, State.WITHHELD)),
    ]
    (found,) = mistakes(rows)
    assert (found.count, found.answers) == (2, 3)
    assert found.share == pytest.approx(2 / 3)
    assert found.example == "def f(x):\n    return x"
    (found,) = mistakes([row("ada", Score("f", 0, 4, diagnosis="lost", source="def f(:"))])
    assert found.example == ""
    (found,) = mistakes([row("ada", Score("f", 0, 4, diagnosis="lost", source=long))])
    assert "Ada" not in found.example


def test_who_wrote_nothing_made_no_mistake_and_is_counted_by_exercise() -> None:
    rows = [
        row("ada", Score("f", 0, 4, diagnosis="not-written-yet", says="as handed out")),
        row("bob", Score("f", 0, 4, diagnosis="lost", says="why")),
    ]
    assert [(found.slug, found.count, found.answers) for found in mistakes(rows)] == [("lost", 1, 1)]
    assert [(item.blank, item.not_run) for item in items(rows)] == [(1, 0)]


def test_an_exercise_that_all_or_none_can_do_and_one_that_tells_nothing_apart() -> None:
    rows = [
        row(f"s{n}", Score("easy", 4, 4), Score("hard", 0, 4), Score("core", n % 5, 4), Score("odd", 4 - n % 5, 4))
        for n in range(10)
    ]
    easy, hard, core, odd = items(rows)
    assert (easy.says, hard.says) == ("too easy?", "too hard?")
    assert (easy.share, hard.share, core.share) == (1, 0, 0.5)
    assert easy.tells is None, "all have as many"
    assert odd.tells == pytest.approx(-1)
    assert "not stronger here" in odd.says
    few = items(rows[:4])
    assert [item.says for item in few] == [""] * 4
    assert {item.tells for item in few} == {None}


def test_what_waits_counts_for_nothing() -> None:
    (item,) = items([row("ada", Score("f", None, 4, State.TO_READ)), row("bob", Score("f", 2, 4))])
    assert (item.mean, item.waiting) == (2, 1)
    (item,) = items([row("ada", Score("f", None, 4, State.CHANGED))])
    assert (item.mean, item.share, item.waiting) == (None, None, 1)
    assert stuck([row("ada", Score("f", None, 4, State.TO_READ))]) == []


def test_who_is_stuck_over_all_lessons() -> None:
    rows = [
        row("ada", Score("f", 1, 4), Score("g", 0, 4)),
        StudentRow("ada", "02_y", (Score("h", 2, 4),), name="Ada L"),
        row("bob", Score("f", 2, 4)),
        row("cy", Score("f", 0, 4)),
    ]
    assert [(each.student, each.points, each.max_points, each.without) for each in stuck(rows)] == [
        ("cy", 0, 4, ("f",)),
        ("ada", 3, 12, ("g",)),
    ]


def test_a_cost_stands_out_at_several_times_the_median_of_the_class() -> None:
    def cost(peak: int, flops: int) -> tuple[CostRow, ...]:
        return (CostRow("M = 5", "yours", "1", "5 × 1", peak, flops),)

    rows = [row(f"s{n}", Score("f", 4, 4, costs=cost(100, 10))) for n in range(5)]
    assert heavy(rows) == []
    found = heavy([*rows, row("ada", Score("f", 3, 4, costs=cost(1000, 40)))])
    assert [(each.student, each.what, each.cost, each.median, each.times) for each in found] == [
        ("ada", "peak", 1000, 100, 10)
    ]
    assert heavy([*rows, row("ada", Score("f", 0, 4, costs=cost(1000, 40)))]) == [], "it earned nothing"
    assert heavy([rows[0], row("ada", Score("f", 3, 4, costs=cost(1000, 40)))]) == [], "two are no class"
