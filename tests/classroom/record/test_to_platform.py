"""What leaves the class: a platform's own sheet filled in and read back, sums, feedback packed to be taken back."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest

from autograder.class_settings import ClassSettings
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.exporting import Asked, export_text
from autograder.classroom.platforms.names import Platform, named
from autograder.classroom.platforms.sheets import canvas_lines, read_sheet
from autograder.classroom.platforms.worksheet import handed_in_by
from autograder.classroom.record.export import BookRows
from autograder.classroom.record.pages_back import feedback_zip, participants_of
from autograder.classroom.record.rows import BookLesson, Part, Person, Row, Standing
from autograder.classroom.record.sums import sums
from autograder.classroom.record.to_platform import for_canvas, for_moodle
from autograder.errors import CourseError
from autograder.questions import LESSONS

ONE, TWO = LESSONS[0].folder, LESSONS[1].folder
ADA = Person("ada", "Ada", "Lovelace", "ada@uni.example", "101")
BO = Person("bo", "Bo", "de Vries", "bo@uni.example", "102")
CY = Person("cy", "Cy", "Twombly", "", "103")
DEE = Person("dee", "Dee", "Dee", "dee@uni.example", "104")


def part(points: float | None, standing: Standing = Standing.GRADED) -> Part:
    return Part("check-f", "f", False, points, 10.0, standing)


LATE = {"penalty": 1.0, "handed_in": datetime(2026, 12, 1, 20), "due": datetime(2026, 12, 1, 18, 30)}
BOOK = BookRows(
    (
        Row(ADA, ONE, (part(7.256), part(2.0)), **LATE),
        Row(BO, ONE, (part(9.0), part(None, Standing.TO_READ))),
        Row(CY, ONE, (part(None, Standing.WITHHELD), part(3.0))),
        Row(ADA, TWO, (part(10.0),)),
    ),
    (ADA, BO, CY, DEE),
    (BookLesson(ONE, datetime(2026, 12, 1, 18, 30), 20.0), BookLesson(TWO, None, 10.0)),
)

CANVAS = f"""\
Student,ID,SIS User ID,SIS Login ID,Section,{LESSONS[0].title} (5001),"Essay, long (5002)",{TWO} (5003),Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,20.00,5.00,12.00,(read only)
"Lovelace, Ada",101,,al1,A,,4.00,,80
"de Vries, Bo",9,bo,bv1,A,3.00,,,70
"Twombly, Cy",103,,cy1,A,,,,
"Student, Test",1,,t,A,,,,
"Dee, Dee",104,,dee1,A,EX,1.00,,
""".replace("\n", "\r\n")


@pytest.fixture
def sheet(tmp_path):
    """Return a function that writes a platform's sheet and reads it."""

    def write(text: str):
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return read_sheet(path)

    return write


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_canvass_own_gradebook_is_filled_in_and_nothing_else_of_it_changes(sheet):
    filled = for_canvas(BOOK, (ONE, TWO), sheet("\ufeff" + CANVAS), {})
    before, after = table(CANVAS), table(filled.text)
    changed = {
        (row[0], before[0][column]): text
        for row, old in zip(after, before, strict=True)
        for column, (text, was) in enumerate(zip(row, old, strict=True))
        if text != was
    }
    assert changed == {
        ("Lovelace, Ada", f"{LESSONS[0].title} (5001)"): "8.26",
        ("Lovelace, Ada", f"{TWO} (5003)"): "10",
    }
    assert filled.text.startswith("\ufeff")
    assert filled.text.count("\r\n") == CANVAS.count("\r\n")
    assert [line.name for line in canvas_lines(sheet(filled.text))][:2] == ["Lovelace, Ada", "de Vries, Bo"]
    assert f"{TWO} (5003): 12 points are to be had there, 10 in the lesson." in filled.told
    assert any("«Student, Test»: nobody of the roster; left as it is" in line for line in filled.told)
    assert any(f"bo, {ONE}: to be read; what stands there stays: 3.00." in line for line in filled.told)


def test_who_is_missing_in_a_sheet_is_told(sheet):
    text = CANVAS.replace('"Dee, Dee",104,,dee1,A,EX,1.00,,\r\n', "")
    assert any(line.endswith("has no line of dee.") for line in for_canvas(BOOK, (ONE,), sheet(text), {}).told)


def test_which_assignment_is_which_lesson_can_be_said(sheet):
    text = CANVAS.replace(f"{TWO} (5003)", "Week 2 (5003)")
    with pytest.raises(CourseError, match=f"expected one assignment that is {TWO}, found .*--column '{TWO}=TITLE'"):
        for_canvas(BOOK, (TWO,), sheet(text), {})
    for title in ("Week 2", "Week 2 (5003)"):
        assert "10" in table(for_canvas(BOOK, (TWO,), sheet(text), {TWO: title}).text)[3]


def test_without_a_sheet_canvas_gets_one_that_it_takes(sheet):
    made = for_canvas(BOOK, (ONE, TWO), None, {}).text
    assert table(made)[:3] == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ONE, TWO],
        ["Lovelace, Ada", "101", "ada", "ada@uni.example", "", "8.26", "10"],
        ["de Vries, Bo", "102", "bo", "bo@uni.example", "", "", ""],
    ]
    assert [line.ids[-1] for line in canvas_lines(sheet(made))] == ["101", "102", "103", "104"]


MOODLE = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (submission)","Last modified (grade)"
"Participant 7","Ada Lovelace",ada@uni.example,"Submitted for grading",,20.00,"Friday, 20 November 2026, 2:03 PM",-
"Participant 8",Hidden,,"No submission",5.00,20.00,-,-
"Participant 9","Twombly Cy",,"Submitted",,20.00,-,-
"""


def test_moodles_worksheet_is_filled_in(sheet):
    filled = for_moodle(BOOK, (ONE,), sheet(MOODLE), {"8": "bo"})
    rows = table(filled.text)
    assert [row[4] for row in rows] == ["Grade", "8.26", "5.00", ""], "what waits or is withheld stays as it is"
    assert [row[:4] + row[5:] for row in rows] == [row[:4] + row[5:] for row in table(MOODLE)]
    assert not [line for line in filled.told if "points" in line]
    kept = [line.rpartition("sheet.csv, ")[2] for line in filled.told if "stays" in line]
    assert kept == [f"bo, {ONE}: to be read; what stands there stays: 5.00."]
    assert handed_in_by(sheet(filled.text).path)["7"].when == datetime(2026, 11, 20, 14, 3)
    two = for_moodle(BOOK, (TWO,), sheet(MOODLE), {})
    assert any("20 points are to be had there, 10 in the lesson" in line for line in two.told)
    with pytest.raises(CourseError, match="expected one lesson, as a worksheet is of one assignment"):
        for_moodle(BOOK, (ONE, TWO), sheet(MOODLE), {})


def test_a_sheet_with_decimal_commas_gets_commas(sheet):
    """As Canvas exports it where that is set, and as a German spreadsheet saves it."""
    german = MOODLE.replace(",", ";").replace("20.00", "20,00").replace("5.00", "5,00")
    assert [row.split(";")[4] for row in for_moodle(BOOK, (ONE,), sheet(german), {}).text.splitlines()][1:3] == [
        "8,26", "5,00",
    ]  # fmt: skip
    assert (
        ";10;" in for_canvas(BOOK, (TWO,), sheet(CANVAS.replace('"', "").replace(", ", " ").replace(",", ";")), {}).text
    )


def test_a_header_is_read_however_it_is_spaced_and_capitalised(sheet):
    text = MOODLE.replace("Identifier,", " IDENTIFIER ,").replace("Status,Grade", "Status,grade")
    filled = for_moodle(BOOK, (ONE,), sheet(text), {})
    assert [row[4] for row in table(filled.text)][:2] == ["grade", "8.26"]


def test_two_columns_of_a_name_are_not_guessed_between(sheet):
    with pytest.raises(CourseError, match="expected one column Grade, found 2. Take out the one that is yours"):
        for_moodle(BOOK, (ONE,), sheet(MOODLE.replace("Status,Grade", "Grade,Grade")), {})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + bytes(50), "found an Excel workbook. Save it as «CSV UTF-8»."),
        ("a,b\n1,2\nZoë,3\n".encode("cp1252"), "found bytes that are no UTF-8, in line 3. Where a spreadsheet"),
        ("a\tb\n".encode("utf-16"), "found bytes that are no UTF-8, in line 1."),
    ],
)
def test_what_a_spreadsheet_saved_otherwise_is_one_line(tmp_path, data, says):
    (tmp_path / "sheet.csv").write_bytes(data)
    with pytest.raises(CourseError) as refused:
        read_sheet(tmp_path / "sheet.csv")
    assert says in str(refused.value)


def test_a_column_is_of_a_sheet(collected):
    with pytest.raises(CourseError, match="export --column: expected Canvas's gradebook"):
        export_text(collected, Asked("csv", "canvas", None, None, ("01=Week 1",)))


def test_without_a_sheet_moodle_gets_what_its_import_takes():
    assert table(for_moodle(BOOK, (ONE, TWO), None, {}).text)[:2] == [
        ["First name", "Last name", "ID number", "Email address", ONE, TWO],
        ["Ada", "Lovelace", "101", "ada@uni.example", "8.26", "10"],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected a table with a header, found an empty file. Download or save it again."),
        ("a,b\n1,2\n", "expected Canvas's gradebook, with the columns ID, SIS Login ID, Section, found a, b"),
        ('a,"b\n', "expected a table, CSV in UTF-8"),
    ],
)
def test_another_file_is_one_line(sheet, text, says):
    with pytest.raises(CourseError) as refused:
        for_canvas(BOOK, (ONE,), sheet(text), {})
    assert says in str(refused.value)


def test_sums_have_names_ids_penalties_and_dates_and_what_waits_is_empty():
    rows = list(csv.DictReader(io.StringIO(sums(BOOK, (ONE, TWO), ClassSettings()))))
    by = {(row["student"], row["lesson"]): row for row in rows}
    assert by["ada", ONE] == {
        "student": "ada", "last_name": "Lovelace", "first_name": "Ada", "email": "ada@uni.example",
        "lms_user_id": "101", "lesson": ONE, "points": "8.26", "max_points": "20", "penalty": "1",
        "standing": "graded", "handed_in": "2026-12-01T20:00:00+00:00", "due": "2026-12-01T18:30:00+00:00",
        "hours_late": "1.5",
    }  # fmt: skip
    told = {who: (by[who]["points"], by[who]["standing"]) for who in by if who[1] == ONE}
    assert told["bo", ONE] == ("", "to be read")
    assert told["cy", ONE] == ("", "withheld")
    assert told["dee", ONE] == ("", "nothing handed in")
    assert {who[0]: (by[who]["points"], by[who]["max_points"]) for who in by if who[1] == "sum"} == {
        "ada": ("18.26", "30"), "bo": ("", "30"), "cy": ("", "30"), "dee": ("0", "30"),
    }  # fmt: skip


def test_no_name_is_a_formula_in_a_table(sheet):
    """A spreadsheet would run it when a teacher opens the export."""
    eve = Person("@eve", '=HYPERLINK("http://x","y")', "-2", "+e@uni.example", "-7")
    book = BookRows((Row(eve, ONE, (part(4.0),)),), (eve,), BOOK.lessons)
    rows = list(csv.reader(io.StringIO(sums(book, (ONE,), ClassSettings()))))
    assert rows[1][:5] == ["'@eve", "-2", '\'=HYPERLINK("http://x","y")', "'+e@uni.example", "-7"]
    assert table(for_moodle(book, (ONE,), None, {}).text)[1][0].startswith("'=")
    text = CANVAS.replace('"Lovelace, Ada",101', '"=1+1, Eve",@eve')
    assert '"=1+1, Eve",@eve' in for_canvas(book, (ONE,), sheet(text), {}).text, "a platform's own sheet stays as it is"


def test_weights_say_what_a_lesson_counts_in_the_sum():
    rows = csv.DictReader(io.StringIO(sums(BOOK, (ONE, TWO), ClassSettings(weights={ONE: 1.0, TWO: 3.0}))))
    (ada,) = [row for row in rows if (row["student"], row["lesson"]) == ("ada", "sum")]
    assert (ada["points"], ada["max_points"]) == ("3.4128", "4")


@pytest.fixture
def collected(tmp_path) -> ClassFolders:
    """A class whose first lesson was collected from three platforms, with pages of all."""
    folders = ClassFolders(tmp_path, tmp_path / "lessons")
    names = {
        "ada": "Ada Lovelace_7_assignsubmission_file_/x.ipynb",
        "bo": "devriesbo_LATE_102_9_x.ipynb",
        "cy": "devriescy_103_9_x.ipynb",
        "dee": "L_dee_attempt_2026-11-20-14-03-22_x.ipynb",
    }
    noted = {
        who: {"platform": said.platform, "back": said.back} for who, name in names.items() if (said := named(name))
    }
    (tmp_path / "downloaded" / ONE).mkdir(parents=True)
    (tmp_path / "downloaded" / ONE / "collected.json").write_text(json.dumps(noted))
    for who in names:
        folders.step("feedback", who, ONE).mkdir(parents=True)
        (folders.step("feedback", who, ONE) / f"{ONE}.html").write_text(f"<p>{who}")
    return folders


GRADED = BookRows(tuple(Row(who, ONE, (part(4.0),)) for who in (ADA, BO, CY, DEE)), BOOK.people, BOOK.lessons)


def test_feedback_is_packed_as_moodle_takes_it_back(collected):
    archive, told = feedback_zip(GRADED, collected, ONE, Platform.MOODLE)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == [f"Ada Lovelace_7_assignsubmission_file_/{ONE}.html"]
        assert opened.read(opened.namelist()[0]) == b"<p>ada"
    back = named(f"Ada Lovelace_7_assignsubmission_file_/{ONE}.html")
    assert (back.ids, back.file) == (("7",), f"{ONE}.html")
    assert told == ("bo, cy, dee: not collected from Moodle; left out.",)
    assert archive == feedback_zip(GRADED, collected, ONE, Platform.MOODLE)[0]


def test_feedback_is_packed_as_canvas_takes_it_back_and_what_waits_is_left_out(collected):
    archive, told = feedback_zip(GRADED, collected, ONE, Platform.CANVAS)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == [f"devriesbo_LATE_102_9_{ONE}.html", f"devriescy_103_9_{ONE}.html"]
    assert told == ("ada, dee: not collected from Canvas; left out.",)
    waits = replace(GRADED, rows=(*GRADED.rows[:2], *BOOK.rows[2:3]))
    assert "cy: withheld; left out." in feedback_zip(waits, collected, ONE, Platform.CANVAS)[1]


def test_an_archive_is_of_one_platform(collected):
    with pytest.raises(CourseError, match="expected one platform, found Blackboard, Canvas, Moodle. Say which: --for"):
        feedback_zip(GRADED, collected, ONE, None)


def test_no_page_to_give_back_is_one_line(collected):
    with pytest.raises(
        CourseError, match=r"expected pages to give back, found none \(not collected from Moodle or Canvas\)"
    ):
        feedback_zip(BOOK, collected, TWO, None)
    dee = replace(GRADED, rows=GRADED.rows[3:])
    with pytest.raises(CourseError, match=r"found none \(not collected from Canvas\)"):
        feedback_zip(dee, collected, ONE, Platform.CANVAS)


def test_moodles_participants_are_known_from_the_collection(collected):
    assert participants_of(collected, ONE)["7"] == "ada"


def test_a_sheet_needs_its_platform(collected):
    with pytest.raises(CourseError, match="expected a platform whose sheet it is, found csv. Say whose it is: --for"):
        export_text(collected, Asked("csv", "csv", collected.root / "x.csv", None))
