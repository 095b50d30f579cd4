"""Words: text made safe for a line, and numbers as people read them."""

import dataclasses

import pytest

from autograder.judge.verdict import Outcome, Verdict
from autograder.present.safe_text import block, pieces, plain
from autograder.present.words import (
    OUTCOMES,
    binary,
    count,
    headline,
    medians_in_order,
    seconds,
    trend_sentence,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("\x1b[31mred\x1b[0m and \x1b]0;title\x07rest", "red and rest"),
        ("left\u202eright\u200b", "leftright"),
        ("a\x00b\x85c", "a b c"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("vᵀJ is (N,) × ½", "vᵀJ is (N,) × ½"),
    ],
)
def test_one_safe_line(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_flood_is_cut() -> None:
    assert len(plain("no end " * 10_000)) <= 600
    assert plain("x" * 700).endswith("…")
    assert len(block("line\n" * 100_000)) <= 20_000


def test_a_block_keeps_its_lines_and_their_indentation() -> None:
    assert block("def f(x):\n\treturn x\x1b[31m\u202e  \n") == "def f(x):\n    return x"


def test_code_is_told_from_prose() -> None:
    assert pieces("at «f(`x`)»: use `vjp`.") == [
        ("at ", False),
        ("f(`x`)", True),
        (": use ", False),
        ("vjp", True),
        (".", False),
    ]


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (12_288, "12 KiB"), (1_048_575, "1.0 MiB"), (5 << 30, "5.0 GiB")],
)
def test_bytes(size: int, shown: str) -> None:
    assert binary(size) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (999, "999"), (1000, "1.0 k"), (999_999, "1.0 M"), (123_456, "123 k")]
)
def test_operations(number: int, shown: str) -> None:
    assert count(number) == shown


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (4.3e-4, "430 µs"),
        (1.25e-3, "1.25 ms"),
        (0.0414, "41.4 ms"),
        (0.99999, "1.00 s"),
        (90, "90.0 s"),
        (float("nan"), "–"),
    ],
)
def test_times(duration: float, shown: str) -> None:
    assert seconds(duration) == shown


def test_every_outcome_has_a_mark_and_a_word_of_its_own() -> None:
    assert set(OUTCOMES) == set(Outcome)
    for column in zip(*OUTCOMES.values(), strict=True):
        assert len(set(column)) == len(Outcome)


def test_a_withheld_grade_names_no_points(verdict, hostile) -> None:
    assert headline(verdict) == "4 of 7 points"
    mark = type(verdict.marks[0])("cost", Outcome.GRADER_ERROR, 0, 2, "the grader failed")
    withheld = Verdict("f", (verdict.marks[0], mark))
    assert headline(withheld) == "withheld (of 5 points)"


def test_the_trend_in_a_sentence(trend) -> None:
    assert trend_sentence(trend) == (
        "At M = 64 your answer took 0.49 times as long as the naive way (interval 0.47 to 0.52); "
        "its time grew like M to the power 0.99 (interval 0.95 to 1.02)."
    )


def test_a_time_that_does_not_grow_is_said_to_be_such(trend) -> None:
    flat = dataclasses.replace(trend, slope=-0.16, slope_interval=(-0.3, -0.02))
    assert trend_sentence(flat).endswith("; its time did not grow with M.")


def test_no_time_is_no_number(hostile) -> None:
    assert trend_sentence(hostile.trend) == "No time could be taken."


def test_your_times_come_first(trend) -> None:
    assert [who for who, _ in medians_in_order(trend)] == ["answer", "reference", "naive"]
