"""Lines in a terminal's width."""

import pytest

from autograder.present.in_columns import in_columns

LINE = "    ○ to do    0 / 5  jacobian_by_differences: J by central differences, without autograd"


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (90, [LINE]),
        (
            60,
            [
                "    ○ to do    0 / 5  jacobian_by_differences: J by central",
                "                      differences, without autograd",
            ],
        ),
        (
            40,
            [
                "    ○ to do    0 / 5",
                "        jacobian_by_differences: J by",
                "        central differences, without",
                "        autograd",
            ],
        ),
    ],
)
def test_what_is_left_of_a_line_stands_below_its_own_column(width: int, lines: list[str]) -> None:
    assert in_columns(LINE, width).splitlines() == lines


def test_prose_and_short_lines_begin_where_they_did() -> None:
    text = "Hint 1 of 3: which single number has it as its gradient?\n\nshort"
    assert in_columns(text, 30).splitlines() == [
        "Hint 1 of 3: which single",
        "number has it as its gradient?",
        "",
        "short",
    ]


def test_a_word_is_never_cut() -> None:
    assert in_columns("a_name_of_some_length and more", 8).splitlines() == ["a_name_of_some_length", "and more"]
