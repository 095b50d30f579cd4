"""Which code made what is kept: every file of the package counts, in the hash of what decides or of what shows."""

import shutil

import pytest

from autograder.classroom.record import code_hashes


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of three files, hashed anew at each call."""
    for name in ("answer_key/topic/exercise.py", "present/templates/card.html.j2", "notebook.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    monkeypatch.setattr(code_hashes, "_PACKAGE", tmp_path)
    for name in ("deciding", "drawing"):
        monkeypatch.setattr(code_hashes, name, getattr(code_hashes, name).__wrapped__)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "grades_again"),
    [("answer_key/topic/exercise.py", True), ("notebook.py", True), ("present/templates/card.html.j2", False)],
)
def test_a_changed_file_means_to_grade_again_or_only_to_draw_again(package, name, grades_again):
    before = code_hashes.deciding(False), code_hashes.drawing()
    (package / name).write_text("after")
    after = code_hashes.deciding(False), code_hashes.drawing()
    assert [old != new for old, new in zip(before, after, strict=True)] == [grades_again, not grades_again]


def test_what_python_leaves_beside_a_file_counts_for_nothing(package):
    before = code_hashes.deciding(False)
    (package / "answer_key" / "__pycache__").mkdir()
    (package / "answer_key" / "__pycache__" / "exercise.pyc").write_text("x")
    assert code_hashes.deciding(False) == before
    shutil.rmtree(package / "answer_key")
    assert code_hashes.deciding(False) != before


def test_a_course_s_own_files_count_for_a_lesson_that_asks_them_alone(package, tmp_path, monkeypatch):
    own = tmp_path / "course" / "questions"
    own.mkdir(parents=True)
    monkeypatch.setattr(code_hashes, "_PACKAGE", tmp_path / "answer_key")
    monkeypatch.setattr(code_hashes.course_folder, "own", lambda name: own if name == "questions" else None)
    before = code_hashes.deciding(False), code_hashes.deciding(True)
    (own / "mine.py").write_text("x = 1")
    after = code_hashes.deciding(False), code_hashes.deciding(True)
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]


def test_the_hashes_are_of_this_package():
    assert (code_hashes._PACKAGE / "present" / "card.py").is_file()
    assert (code_hashes._PACKAGE / "notebook" / "checking.py").is_file()
