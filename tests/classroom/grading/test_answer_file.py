"""A notebook's answers: its own cells, and those that they need; nothing else of it is run."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.course.handed_out import is_template
from autograder.classroom.grading.answer_file import Unreadable, open_file
from autograder.execute import one_file
from autograder.execute.one_file import File
from autograder.observe.evidence import Raised

NAMES = {"vjp_once", "speedup"}
ANSWER = "def vjp_once(f, x, v):\n    return grad(half(x))"


def cell(source: str, grade_id: str = "") -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def opened(folder: Path, *cells: dict[str, Any]) -> File | Unreadable:
    path = folder / "lesson.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}))
    return open_file(path, NAMES)


@pytest.fixture
def file(tmp_path: Path) -> File:
    """A lesson in which an answer needs an import and a helper, between cells that it does not need."""
    found = opened(
        tmp_path,
        cell("from torch.autograd import grad\n%matplotlib inline"),
        cell("raise SystemExit('a demonstration')"),
        cell("def half(x):\n    return x / 2"),
        cell(ANSWER, "vjp_once"),
        cell("check(vjp_once)", "check-vjp_once"),
        cell("speedup = 3"),
    )
    assert isinstance(found, File)
    return found


def test_an_answers_cell_is_run_with_what_it_needs_alone(file):
    assert file.questions == ("vjp_once",)
    assert file.source == ANSWER
    assert [where for where, _ in file.cells] == [f"lesson.ipynb, code cell {number}" for number in (1, 3, 4)]
    assert file.cells[0][1] == "from torch.autograd import grad\npass"
    loaded = one_file._loaded(file)
    assert isinstance(loaded, dict)
    assert loaded.keys() >= {"grad", "half", "vjp_once"}


def test_in_another_notebook_a_cell_that_defines_the_function_is_its_answer(tmp_path):
    file = opened(
        tmp_path, cell("x = 1"), cell(ANSWER), cell("%%time\nx"), cell("def vjp_once(f, x, v):\n    return x")
    )
    assert isinstance(file, File)
    assert file.questions == ("vjp_once",)
    assert [where for where, _ in file.cells] == [f"lesson.ipynb, code cell {number}" for number in (2, 4)]


def test_a_cell_that_is_no_python_is_told_with_its_line(tmp_path):
    file = opened(tmp_path, cell("import torch"), cell("def vjp_once(f, x, v:\n    return x", "vjp_once"))
    assert isinstance(file, File)
    failed = one_file._loaded(file)
    assert isinstance(failed, Raised)
    assert failed.type == "SyntaxError"


def test_a_cell_that_raises_ends_no_notebook(tmp_path):
    file = opened(tmp_path, cell("half = 1 / 0"), cell(ANSWER, "vjp_once"))
    assert isinstance(file, File)
    assert len(file.cells) == 2
    assert "vjp_once" in one_file._loaded(file)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "expected a notebook, found an empty file"),
        (b"{", "expected a notebook, which is JSON"),
        (b"\xff\xfe", "expected a notebook, which is UTF-8 text"),
        (b"[" * 100_000, "nested without end"),
    ],
)
def test_what_is_no_notebook_is_one_line(tmp_path, content, says):
    (tmp_path / "lesson.ipynb").write_bytes(content)
    found = open_file(tmp_path / "lesson.ipynb", NAMES)
    assert isinstance(found, Unreadable)
    assert says in found.error
    assert found.error.startswith(str(tmp_path / "lesson.ipynb"))


def test_a_notebook_that_is_not_there_is_one_line(tmp_path):
    path = tmp_path / "lesson.ipynb"
    for there in ("none", "something that is no file"):
        found = open_file(path, NAMES)
        assert isinstance(found, Unreadable)
        step = "Name a Python file, a notebook, or a folder of them."
        assert found.error == f"{path}: expected a notebook, found {there}. {step}"
        path.mkdir(exist_ok=True)


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + ANSWER.encode(),
        ANSWER.replace("\n", "\r\n").encode(),
        b"# -*- coding: latin-1 -*-\n# \xe9\n" + ANSWER.encode(),
        b"digits = '\\d'\n" + ANSWER.encode(),
    ],
    ids=[
        "the mark of Windows' editors",
        "Windows' line ends",
        "another encoding that it names",
        "what Python warns of",
    ],
)
def test_a_file_is_read_as_python_reads_it(tmp_path, written):
    path = tmp_path / "answer.py"
    path.write_bytes(written)
    file = open_file(path, NAMES)
    assert isinstance(file, File)
    assert file.questions == ("vjp_once",)
    assert file.source.endswith(ANSWER)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (ANSWER.encode("utf-16"), "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"# \xe9\n", "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"x = 1\0", ":1: expected Python, found source code string cannot contain null bytes. Mend that line."),
        (b"# coding: nonsense\n", "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"# coding: rot13\n", "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"# coding: hex\n", "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"# coding: unicode_escape\n", "expected Python in UTF-8, found another encoding. Save it as UTF-8."),
        (b"x = " + b"-" * 100_000 + b"1", "expected Python, found it nested too deep to be read. Break it up."),
    ],
    ids=[
        "UTF-16",
        "another encoding",
        "a null byte",
        "an encoding that nobody knows",
        "one of letters",
        "one of bytes",
        "one that hides",
        "a depth",
    ],
)
def test_a_file_that_is_no_python_is_one_line_that_says_what_to_do(tmp_path, written, says):
    path = tmp_path / "answer.py"
    path.write_bytes(written)
    found = open_file(path, NAMES)
    assert isinstance(found, Unreadable)
    assert found.error.endswith(says)


def test_what_is_nested_deeper_than_calls_go_is_read_and_told_from_its_template(tmp_path):
    deep = f"def vjp_once(f, x, v):\n    return {'1 + ' * 900}1\n"
    (tmp_path / "answer.py").write_text(f"total = {'1 + ' * 900}1\n{deep}")
    file = open_file(tmp_path / "answer.py", NAMES)
    assert isinstance(file, File)
    assert file.questions == ("vjp_once",)
    assert not is_template("vjp_once", file.source)


def test_names_within_a_function_or_a_class_are_not_its_files(tmp_path):
    (tmp_path / "answer.py").write_text("def other():\n    def vjp_once(): ...\nclass Some:\n    speedup = 1\n")
    file = open_file(tmp_path / "answer.py", NAMES)
    assert isinstance(file, File)
    assert file.questions == ()


def test_an_exercises_name_in_a_files_place_is_told_where_it_is_written():
    found = open_file(Path("speedup"), NAMES)
    assert isinstance(found, Unreadable)
    assert found.error == (
        "speedup: expected a file, found an exercise's name. Name where you wrote it:"
        " exercises/03_jacrev_vs_jacfwd/speedup.py, or 03_jacrev_vs_jacfwd/03_jacrev_vs_jacfwd.ipynb."
    )
