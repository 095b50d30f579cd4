"""An executed lesson as a page: its cards legible, its figures drawn and told in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode, v4
from support.lesson_runs import AT_ONCE

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in ROOT.glob("solutions/*/*.ipynb"))

Look = Callable[..., dict[str, Any]]


THEMES = {"light": False, "dark": True}
# Each lesson in one theme; in the other too where there is time.
EACH = [
    pytest.param(lesson, theme, marks=() if place % 2 == list(THEMES).index(theme) else pytest.mark.long)
    for place, lesson in enumerate(LESSONS)
    for theme in THEMES
]


@pytest.mark.parametrize(("lesson", "theme"), EACH)
def test_cards_and_figures_of_a_lesson(
    lesson: str, theme: str, through_papermill: Callable[..., list[NotebookNode]], look: Look, tmp_path: Path
) -> None:
    # The run of tests/lessons/test_papermill.py, which goes to the same worker.
    cells = [cell for cell in through_papermill("solutions", lesson, AT_ONCE) if cell.cell_type == "code"]
    checks = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert checks
    # Nobody looks at the text and the code between them here, which take most of the time.
    shown = [cell for cell in cells if any("data" in output for output in cell.outputs)]
    text, _ = HTMLExporter(theme=theme).from_notebook_node(v4.new_notebook(cells=shown))
    page = tmp_path / f"{theme}.html"
    page.write_text(text, encoding="utf-8")
    seen = look(page, ".autograder-card", 1000)
    assert (max(seen["ground"]) < 60) == THEMES[theme]
    assert len(seen["looked"]) >= len(checks)
    for card in seen["looked"]:
        assert card["width"] > 300
        assert card["right"] <= 1000
        assert not [each for each in card["texts"] if each["contrast"] < (3.0 if each["drawn"] else 4.5)]
    assert seen["images"]
    assert not [image for image in seen["images"] if not image["width"] or not image["alt"].strip()]
