"""Reading what somebody handed in: any bytes make a Submission, and the reason is one that its author understands."""

import json
from pathlib import Path

import pytest
from nbformat import v4

from autograder.classroom.grading.work import Task, grade
from autograder.classroom.handin.read import NoNotebook, content_of, fingerprint, load, parsed, read
from autograder.limits import File

NESTED = b'{"cells":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        (b" \n ", "an empty file"),
        (b'{"cells": [{"cell_type": "code", "sou', "breaks off in line 1"),
        (b'{"cells": [\n {"cell_type": "code"', "breaks off in line 2"),
        ('{"cells": []}'.encode("utf-16"), "not UTF-8"),
        (b'{"cells": "\xff"}', "not UTF-8"),
        (b"def vjp_once(f, x, v): ...", "something else in line 1"),
        (b"[1, 2]", "found JSON of another kind"),
        (b"PK\x03\x04\xff", "found a zip archive"),
        (b"\x1f\x8b\x08", "found a gzip archive"),
        (b"%PDF-1.5\n%\xff", "found a PDF"),
        (b" \n<!DOCTYPE html>", "found a web page"),
        (b"{}", "another form"),
        (b'{"cells": {"0": {}}}', "another form"),
        (b'{"cells": [{}, 5]}', "found something else in place of cell 2"),
        (b'{"nbformat": 3, "worksheets": 5}', "found one of nbformat 3 that can't be read"),
        (NESTED, "nested without end"),
        (b'{"cells": [], "n": ' + b"9" * 5000 + b"}", "thousands of digits"),
        (b'{"cells": [], "nbformat": 5}', "format 4 at most, found nbformat 5"),
        (b'{"cells": [], "nbformat": 1000000}', "format 4 at most, found one far beyond"),
        (b'{"cells": [{"cell_type": ["code"], "id": {}}], "nbformat": 2}', "nbformat 2"),
    ],
)
def test_a_file_that_holds_no_notebook_says_what_is_wrong(classroom, small, content, reason):
    path = classroom.hand_in("ann", content)
    submission = load(path, classroom.lesson, "ann", 1)
    assert reason in submission.unreadable
    assert "hand it in again" in submission.unreadable
    assert "\n" not in submission.unreadable
    assert list(submission.checks.values()) == list(classroom.lesson.checks.values()), "nothing is missing to grade"


def test_a_file_that_is_not_there_says_so(classroom):
    path = classroom.path("ann")
    path.parent.mkdir(parents=True)
    submission = load(path, classroom.lesson, "ann", 1)
    assert "found no file" in submission.unreadable
    assert not submission.misplaced


@pytest.mark.parametrize(
    "name", ["01_row_by_row (1).ipynb", "01-row-by-row.ipynb", "row/deeper/01_row_by_row.ipynb", "final.IPYNB"]
)
def test_a_notebook_under_another_name_is_read_where_its_cells_are_the_lessons(classroom, small, name):
    path = classroom.path("ann")
    other = path.parent / name
    other.parent.mkdir(parents=True)
    other.write_text(json.dumps(small.filled()))
    (path.parent / "notes.txt").write_text("mine")
    before = fingerprint(path)
    submission = load(path, classroom.lesson, "ann", 1)
    assert (submission.unreadable, submission.misplaced) == (None, False)
    assert f"It was handed in as «{name}»; its cells are the lesson's." in submission.notes
    assert small.RIGHT["vjp_once"] in [cell.source for cell in submission.notebook.cells]
    other.write_text(json.dumps(small.lesson()))
    assert fingerprint(path) != before, "it would not be graded again"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"draft.ipynb": "{}"}, "no copy of the lesson but draft.ipynb"),
        ({"answers.py": "x = 1"}, "no copy of the lesson but answers.py"),
        ({"a.ipynb": None, "b.ipynb": None}, "2 copies of the lesson, a.ipynb, b.ipynb"),
    ],
)
def test_what_may_not_be_meant_is_withheld_and_never_a_zero(classroom, small, files, found):
    path = classroom.path("ann")
    path.parent.mkdir(parents=True)
    for name, text in files.items():
        (path.parent / name).write_text(json.dumps(small.filled()) if text is None else text)
    task = Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), 1)
    graded = grade(task)
    assert graded.withheld
    assert {entry.points for entry in graded.entries} == {None}
    notebook = any(name.endswith(".ipynb") for name in files)
    step = "rename the one to grade to" if notebook else "ask for the notebook, put it there as"
    assert f"found {found}. No grade is given: {step} 01_row_by_row.ipynb" in graded.reason


def test_a_file_too_large_to_be_a_notebook_is_not_read(classroom, monkeypatch):
    path = classroom.hand_in("ann", b" " * 2000)
    monkeypatch.setattr("autograder.classroom.handin.read.FILE", File(size=1000))
    with pytest.raises(NoNotebook, match="at most"):
        read(path)


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        (File(cells=10), "11 cells and 11 characters"),
        (File(text=10), "11 cells and 11 characters"),
        (File(code=10), "11, and 1 in a cell"),
        (File(one_cell=0), "11, and 1 in a cell"),
    ],
)
def test_a_notebook_made_to_keep_the_grader_busy_is_not_read(classroom, monkeypatch, limit, found):
    cells = [{"cell_type": "code", "source": "x"}] * 11
    path = classroom.hand_in("ann", json.dumps({"cells": cells}).encode())
    assert len(read(path).cells) == 11
    monkeypatch.setattr("autograder.classroom.handin.read.FILE", limit)
    with pytest.raises(NoNotebook, match=f"found {found}"):
        read(path)


@pytest.mark.parametrize("source", ["(" * 5000, "+".join(["1"] * 30_000), "a" + ".a" * 30_000, "\0", "\\" * 9])
def test_code_that_strains_a_parser_is_read(classroom, small, source):
    notebook = small.filled({"vjp_once": source})
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"exported-{index}"
    submission = load(classroom.hand_in("ann", notebook), classroom.lesson, "ann", 1)
    assert submission.unreadable is None
    assert len(submission.checks) == 3


def test_notebooks_besides_the_one_that_counts_are_mentioned(classroom, small):
    path = classroom.hand_in("ann", small.filled())
    (path.parent / "copy.ipynb").write_text("{}")
    assert "holds copy.ipynb, which nobody read" in load(path, classroom.lesson, "ann", 1).notes[0]


def test_lists_of_lines_byte_order_marks_and_lone_surrogates_are_read(classroom):
    cells = [{"cell_type": "code", "source": ["a = 1\n", "b = '\ud800'"], "metadata": None, "outputs": 5}]
    path = classroom.hand_in("ann", b"\xef\xbb\xbf" + json.dumps({"cells": cells, "nbformat": 4}).encode())
    assert read(path).cells[0].source == "a = 1\nb = '?'"


def test_old_formats_and_unknown_cells_are_read(classroom):
    worksheet = {"cells": [{"cell_type": "code", "input": "x = 1", "outputs": [], "language": "python"}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [worksheet]}
    path = classroom.hand_in("ann", json.dumps(old).encode())
    assert read(path).cells[0].source == "x = 1"
    path = classroom.hand_in("ann", json.dumps({"cells": [{"cell_type": "poem", "source": "x"}]}).encode())
    assert read(path).cells[0].cell_type == "raw"


def test_outputs_and_metadata_that_were_handed_in_reach_nothing(classroom, small):
    notebook = small.filled()
    notebook.metadata["widgets"] = {"state": "x" * 1000}
    small.cell_of(notebook, "check-vjp_once").outputs = [v4.new_output("execute_result", {"text/plain": "4"})]
    path = classroom.hand_in("ann", notebook)
    submission = load(path, classroom.lesson, "ann", 1)
    assert "widgets" not in submission.notebook.metadata
    assert all(not cell.get("outputs") for cell in submission.notebook.cells)


def test_a_file_is_read_by_its_bare_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.ipynb").write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    assert content_of(Path("mine.ipynb")) == b"{}"


def test_a_heading_of_an_old_format_is_no_longer_than_headings_are():
    sheet = {"cells": [{"cell_type": "heading", "level": 10**9, "metadata": {}, "source": "x"}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}
    (cell,) = parsed(json.dumps(old).encode(), "old.ipynb").cells
    assert cell.source == "###### x"


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": None},
        {"cell_type": "code", "source": [None, "vjp_once", 5]},
        {"cell_type": {"code": 1}, "source": 5},
        {"source": "no type"},
        {"cell_type": "code", "source": "x = 1", "metadata": []},
        {"cell_type": "code", "source": "x = 1", "metadata": {"nbgrader": "yes"}},
    ],
)
def test_one_cell_in_another_form_costs_no_other_anything(classroom, small, cell):
    notebook = {**small.filled(), "nbformat": True}
    notebook["cells"] = [cell, *notebook["cells"]]
    submission = load(classroom.hand_in("ann", json.dumps(notebook)), classroom.lesson, "ann", 1)
    assert (submission.unreadable, submission.notes) == (None, ())
    assert small.cell_of(submission.notebook, "vjp_once").source == small.RIGHT["vjp_once"]


def test_a_picture_in_a_written_answer_is_told_and_kept_out(classroom, small):
    notebook = small.filled({"transfer": "![see](attachment:a.png)"})
    small.cell_of(notebook, "transfer")["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
    submission = load(classroom.hand_in("ann", notebook), classroom.lesson, "ann", 1)
    told = "Pictures are attached to 1 of its cells; only the file that was handed in shows them."
    assert submission.notes == (told,)
    assert "attach" not in json.dumps(submission.notebook).replace("attachment:a.png", "")
