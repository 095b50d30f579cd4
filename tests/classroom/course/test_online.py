"""Lessons opened from elsewhere: links and an install cell where class.toml has an address, else neither."""

import importlib.util
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import v4

from autograder.class_settings import class_settings
from autograder.classroom.course.online import add_online_cells
from autograder.errors import CourseError

ADDRESS = "https://github.com/someone/their.course"


def a_lesson():
    return v4.new_notebook(cells=[v4.new_markdown_cell("# A lesson"), v4.new_code_cell("x = 1")])


def test_without_an_address_a_lesson_stays_as_it_is():
    notebook = a_lesson()
    add_online_cells(notebook, "01_tiny", "")
    assert [cell.source for cell in notebook.cells] == ["# A lesson", "x = 1"]


def test_with_one_it_says_where_it_can_be_opened_and_installs_the_course_there(monkeypatch):
    notebook = a_lesson()
    add_online_cells(notebook, "01_tiny", ADDRESS)
    _, links, install, _ = notebook.cells
    assert "/github/someone/their.course/blob/main/lessons/01_tiny/01_tiny.ipynb)" in links.source
    assert "/v2/gh/someone/their.course/main?urlpath=lab/tree/lessons/01_tiny/01_tiny.ipynb)" in links.source
    assert "demo" in install.metadata.tags
    asked: list[str] = []

    class Shell:
        def run_line_magic(self, name: str, line: str) -> None:
            asked.append(f"{name} {line}")

    code = TransformerManager().transform_cell(install.source)
    for found, expected in ((True, []), (None, [f"pip install --quiet git+{ADDRESS}"])):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name, found=found: found)
        exec(code, {"get_ipython": Shell})
        assert asked == expected


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/"])
def test_the_address_is_one_setting(tmp_path: Path, address: str) -> None:
    (tmp_path / "class.toml").write_text(f'address = "{address}"\n')
    assert class_settings(tmp_path).address == ADDRESS


@pytest.mark.parametrize(
    "address", ['"https://example.org/a/b"', '"https://github.com/a"', "1", '"https://github.com/a/b c"']
)
def test_an_address_that_opens_nothing_is_one_line(tmp_path: Path, address: str) -> None:
    (tmp_path / "class.toml").write_text(f"address = {address}\n")
    with pytest.raises(CourseError, match="class.toml, address: expected"):
        class_settings(tmp_path)
