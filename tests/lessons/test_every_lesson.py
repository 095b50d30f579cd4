"""What is so of every lesson: its guesses are answered, its figures say in words what they show."""

import base64
import html
import re
from collections.abc import Callable

import pytest
from nbformat import NotebookNode
from support.lesson_runs import AT_ONCE
from support.lesson_source import LESSONS, Lesson

from autograder import guess
from autograder.questions import LESSONS as ASKED
from autograder.questions.prediction import YOURS

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_each_lesson_that_asks_has_its_text() -> None:
    assert list(LESSONS) == [lesson.number for lesson in ASKED if not lesson.own]


@each_lesson
def test_the_first_cell_says_what_to_do_where_a_first_cell_fails(lesson: Lesson) -> None:
    first = " ".join(lesson.prose.partition("## ")[0].split())
    assert "`No module named 'autograder'`" in first
    assert "open it by `autograder lab`" in first
    assert "`name 'check' is not defined`: run the cells from the top" in first


@each_lesson
def test_no_table_is_cut_in_a_narrow_window(lesson: Lesson) -> None:
    """At 700 px JupyterLab has room for some 66 letters side by side, and it breaks no word."""
    for table in re.findall(r"(?:^\|.*\n?)+", lesson.prose, re.MULTILINE):
        rows = [re.sub(r"\$[^$]*\$", "x", row).strip("|").split("|") for row in table.splitlines()]
        words = [[word.strip("`*:-") for cell in column for word in cell.split()] for column in zip(*rows, strict=True)]
        assert sum(max(map(len, column)) for column in words) <= 66, table


@each_lesson
def test_no_formula_in_a_sentence_goes_on_in_another_line(lesson: Lesson) -> None:
    """What reads blocks first, VS Code say, takes a line that begins with «+ c I$» for an item of a list."""
    without = re.sub(r"```.*?```|`[^`]*`", "", lesson.prose, flags=re.DOTALL)
    assert not [line for line in without.splitlines() if line.replace("$$", "").count("$") % 2]


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
def test_every_figure_has_a_text_alternative(
    lesson: Lesson, through_papermill: Callable[..., list[NotebookNode]]
) -> None:
    # The run of test_papermill.py, which goes to the same worker.
    cells = through_papermill("solutions", lesson.folder, AT_ONCE)
    outputs = [output for cell in cells for output in cell.get("outputs", ()) if output.output_type == "display_data"]
    figures = [output.data for output in outputs if "image/png" in output.data]
    assert len(figures) == sum(len(re.findall(r"figures\.(show|browse)\(", cell.source)) for cell in lesson.code)
    assert len(figures) >= 3
    for data in figures:
        (alt,) = re.findall(r'<img alt="([^"]+)"', data["text/html"])
        assert len(alt) > 60
        assert html.unescape(alt) in data["text/plain"]
        assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert any("application/vnd.jupyter.widget-view+json" in output.data for output in outputs)


@pytest.mark.long
@each_lesson
def test_another_seed_runs_at_the_default_size_without_demonstrations(lesson: Lesson) -> None:
    lesson.run(seed=7)
