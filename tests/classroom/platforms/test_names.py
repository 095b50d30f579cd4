"""The names that Moodle, Canvas and Blackboard give to what was handed in."""

from datetime import datetime

import pytest

from autograder.classroom.platforms.names import Platform, named, spelled

MOODLE, CANVAS, BLACKBOARD = Platform.MOODLE, Platform.CANVAS, Platform.BLACKBOARD


@pytest.mark.parametrize(
    ("path", "name", "number", "file", "back"),
    [
        ("Ada Lovelace_4711_assignsubmission_file_/a/01.ipynb", "Ada Lovelace", "4711", "a/01.ipynb", None),
        ("Ada Lovelace_4711_assignsubmission_file/01.ipynb", "Ada Lovelace", "4711", "01.ipynb", None),
        ("Ada Lovelace_4711_assignsubmission_file_01_row.ipynb", "Ada Lovelace", "4711", "01_row.ipynb", None),
        ("wrapped/in/Zoë_de_Vries_9_assignsubmission_file_/x.ipynb", "Zoë_de_Vries", "9", "x.ipynb", None),
        ("Participant 77_77_assignsubmission_file_/x.ipynb", "Participant 77", "77", "x.ipynb", None),
        (
            "Ada_1_assignsubmission_onlinetext_/onlinetext.html",
            "Ada",
            "1",
            "onlinetext.html",
            "Ada_1_assignsubmission_onlinetext_",
        ),
    ],
)
def test_moodle(path, name, number, file, back):
    said = named(path)
    assert (said.platform, said.name, said.ids, said.file, said.sure) == (MOODLE, name, (number,), file, False)
    assert said.back == (back or f"{name}_{number}_assignsubmission_file_")


@pytest.mark.parametrize(
    ("path", "name", "late", "user", "file"),
    [
        ("lovelaceada_1234_56789_01_row.ipynb", "lovelaceada", False, "1234", "01_row.ipynb"),
        ("lovelaceada_LATE_1234_56789_01_row-1.ipynb", "lovelaceada", True, "1234", "01_row-1.ipynb"),
        ("devrieszoë_LATE_12_34_x_9_.ipynb", "devrieszoë", True, "12", "x_9_.ipynb"),
        ("late_12_34_x.ipynb", "late", False, "12", "x.ipynb"),
        ("submissions/lovelaceada_1_2_x.ipynb", "lovelaceada", False, "1", "x.ipynb"),
        ("_108_5007_x.ipynb", "", False, "108", "x.ipynb"),
        ("_foobar_108_5007_x.ipynb", "_foobar", False, "108", "x.ipynb"),
        ("_LATE_108_5007_x.ipynb", "", True, "108", "x.ipynb"),
        ("anon_Ab3xY_77_x.ipynb", "", False, "Ab3xY", "x.ipynb"),
        ("LATE_anon_Ab3xY_77_x.ipynb", "", True, "Ab3xY", "x.ipynb"),
    ],
)
def test_canvas(path, name, late, user, file):
    said = named(path)
    assert (said.platform, said.name, said.late, said.ids, said.file) == (CANVAS, name, late, (user,), file)
    assert said.sure
    assert path.endswith(said.back + file)


def test_canvas_tells_versions_apart():
    first, second = (named(f"lovelaceada_1_{number}_x.ipynb") for number in (99, 100))
    assert first.version < second.version


@pytest.mark.parametrize(
    ("path", "ids", "file"),
    [
        ("Lesson 1_ada_attempt_2026-11-20-14-03-22_01_row.ipynb", ("ada",), "01_row.ipynb"),
        ("Lesson_1_ada_l_attempt_2026-11-20-14-03-22_x.ipynb", ("1_ada_l", "ada_l", "l"), "x.ipynb"),
        ("Lesson 1_ada_attempt_2026-11-20-14-03-22.txt", ("ada",), ""),
    ],
)
def test_blackboard(path, ids, file):
    said = named(path)
    assert (said.platform, said.ids, said.file) == (BLACKBOARD, ids, file)
    assert said.when == datetime(2026, 11, 20, 14, 3, 22)
    assert not said.late


@pytest.mark.parametrize(
    "path",
    ["", "/", "01_row.ipynb", "ann/x.ipynb", "a_attempt_2026-13-40-99-03-22_x.ipynb", "a_12_x.ipynb", "../.."],
)
def test_what_no_platform_names_so(path):
    assert named(path) is None


def test_names_are_compared_without_case_accents_and_signs():
    assert spelled("O'Brien-Łuć, Zoë") == spelled("obrienŁuc zoe")
    assert spelled("李 雷") == "李雷"
    assert spelled("--") == ""
