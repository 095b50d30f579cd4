"""What is so of every lesson: its guesses are answered, its figures say in words what they show."""

import base64
import html
import re

import ipywidgets
import pytest
from a_lesson import LESSONS, Lesson

from autograder import guess
from autograder.questions.prediction import YOURS

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_there_are_six() -> None:
    assert list(LESSONS) == ["01", "02", "03", "04", "05", "06"]


@each_lesson
def test_each_guess_is_answered(lesson: Lesson) -> None:
    asked = [name for cell in lesson.code for name in re.findall(r'guess\("([^"]+)"', cell.source)]
    assert asked.pop(0) == YOURS  # each begins with a mistake of the learner's own
    assert asked == [prediction.name for prediction in lesson.predictions]
    assert len(asked) >= 3
    prose = " ".join(lesson.prose.split())
    for prediction in lesson.predictions:
        assert repr(guess(prediction.name, prediction.right)).startswith("Yes")
        for choice, reveals in prediction.reveals.items():
            assert f'`"{choice}"`' in prose
            assert reveals in repr(guess(prediction.name, choice))


@each_lesson
def test_every_figure_has_a_text_alternative(lesson: Lesson) -> None:
    displayed = lesson.shown()[1]
    figures = [data for data in displayed if isinstance(data, dict)]
    assert len(figures) == sum(len(re.findall(r"figures\.(show|browse)\(", cell.source)) for cell in lesson.code)
    assert len(figures) >= 3
    for data in figures:
        (alt,) = re.findall(r'<img alt="([^"]+)"', data["text/html"])
        assert len(alt) > 60
        assert html.unescape(alt) in data["text/plain"]
        assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert any(isinstance(data, ipywidgets.VBox) for data in displayed)
