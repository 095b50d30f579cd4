"""The lesson map: points so far, told by mark and word."""

import pytest

from autograder.present.lesson_map import ExerciseProgress, LessonProgress, lesson_map_html, lesson_map_text, stage


@pytest.fixture
def lessons() -> list[LessonProgress]:
    first = LessonProgress(
        "01",
        "One reverse pass <i>is</i> one row",
        (
            ExerciseProgress("vjp_once", "one row", 4, 4),
            ExerciseProgress("jacobian_by_rows", "all rows", 3, 7),
            ExerciseProgress("jacobian_by_differences", "no autograd", None, 5),
        ),
    )
    return [first, LessonProgress("02", "All rows at once", (ExerciseProgress("jacobian_by_vmap", "J", 0, 7),))]


@pytest.mark.parametrize(("points", "word"), [(None, "to do"), (0, "begun"), (3, "begun"), (4, "done")])
def test_stages(points: int | None, word: str) -> None:
    assert stage(points, 4)[1] == word


def test_the_map_in_words(lessons) -> None:
    lines = [" ".join(line.split()) for line in lesson_map_text(lessons).splitlines()]
    assert lines[0] == "Your way so far: 7 of 23 points"
    assert "● done 4 / 4 vjp_once: one row" in lines
    assert "◐ begun 3 / 7 jacobian_by_rows: all rows" in lines
    assert "○ to do 0 / 5 jacobian_by_differences: no autograd" in lines


def test_the_map_drawn_says_the_same(lessons, read) -> None:
    page = read(lesson_map_html(lessons))
    assert page.faults == []
    for text in ("7 of 23 points", "7 / 16", "0 / 7", "done", "begun", "to do", "One reverse pass <i>is</i> one row"):
        assert text in page.text, text
    assert len(page.attributes("li")) == 2


def test_a_course_without_lessons_has_a_map(read) -> None:
    assert read(lesson_map_html([])).faults == []
