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


def in_words(lessons: list[LessonProgress], **how: bool) -> list[str]:
    return [" ".join(line.split()) for line in lesson_map_text(lessons, **how).splitlines()]


def test_the_map_in_words(lessons) -> None:
    lines = in_words(lessons)
    assert lines[0] == "Your way so far: 7 of 23 points"
    assert "● done 4 / 4 vjp_once: one row" in lines
    assert "◐ begun 3 / 7 jacobian_by_rows: all rows" in lines
    assert "○ to do 0 / 5 jacobian_by_differences: no autograd" in lines


def exercises(*points: int | None) -> tuple[ExerciseProgress, ...]:
    return tuple(ExerciseProgress(f"exercise_{place}", "asks", each, 4) for place, each in enumerate(points))


def test_a_lesson_that_is_done_or_lies_ahead_is_one_line(read) -> None:
    lessons = [
        LessonProgress("01", "Rows", exercises(4, 4), 2),
        LessonProgress("02", "All at once", exercises(None, None)),
        LessonProgress("03", "Modes", exercises(None)),
        LessonProgress("04", "Curves", exercises(None)),
    ]
    lines = in_words(lessons)
    assert lines == [
        "Your way so far: 8 of 24 points",
        "01 Rows 8 / 8 done; in your own words: 2 more, given by a person",
        "02 All at once 0 / 8",
        "○ to do 0 / 4 exercise_0: asks",
        "○ to do 0 / 4 exercise_1: asks",
        "Ahead: 03 Modes, and 1 more, up to 04 (8 points). `autograder progress --all` lists every exercise.",
    ]
    assert sum("exercise_0" in line for line in in_words(lessons, whole=True)) == 4
    page = read(lesson_map_html(lessons))
    assert page.faults == []
    assert len(page.attributes("details")) == 2  # the lesson that is done, and all that lies ahead
    assert "Ahead: 03 Modes, and 1 more, up to 04 (8 points)." in page.text


def test_one_who_went_elsewhere_sees_the_lesson_that_they_are_in() -> None:
    lessons = [LessonProgress("01", "Rows", exercises(None)), LessonProgress("02", "All at once", exercises(1, None))]
    assert in_words(lessons)[1:3] == ["02 All at once 1 / 8", "◐ begun 1 / 4 exercise_0: asks"]
    assert in_words(lessons)[-1].startswith("Not begun: 01 Rows (4 points).")


def test_the_map_drawn_says_the_same(lessons, read) -> None:
    page = read(lesson_map_html(lessons))
    assert page.faults == []
    for text in ("7 of 23 points", "7 / 16", "0 / 7", "done", "begun", "to do", "One reverse pass <i>is</i> one row"):
        assert text in page.text, text
    assert len(page.attributes("li")) == 2


def test_a_course_without_lessons_has_a_map(read) -> None:
    assert read(lesson_map_html([])).faults == []
