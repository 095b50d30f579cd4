"""`autograder roster`: a table of students as spreadsheets write it, entered whole or not at all."""

import pytest

from autograder import cli
from autograder.classroom.enrolling import Enrolled, enrol
from autograder.classroom.handin.roster_file import read_roster
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.rows import Person
from autograder.errors import CourseError

TABLE = 'id,first_name,last_name,email,lms_user_id\nzoe,Zoë,Müller,z@u.x,1\n\nab,Abe,"Ba, Jr.",,\n,,,,\n'
ZOE = {"first_name": "Zoë", "last_name": "Müller", "email": "z@u.x", "lms_user_id": "1"}
AB = {"first_name": "Abe", "last_name": "Ba, Jr."}
GUESSED = "is no UTF-8; read as Windows' Western one. Look at the names."


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a table and returns its path."""

    def write(content):
        path = tmp_path / "students.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_however_a_spreadsheet_saved_it(write, encoding, delimiter):
    text = TABLE.replace("Ba, Jr.", "Ba~ Jr.").replace(",", delimiter).replace("~", ",")
    found = read_roster(write(text.encode(encoding)))
    assert found.students == {"zoe": ZOE, "ab": AB}
    assert [line.partition(": ")[2] for line in found.told] == ([GUESSED] if encoding == "cp1252" else [])


def test_headers_are_read_however_they_are_spelled_and_others_are_told(write):
    found = read_roster(write("ID;Vorname;Last name;E-Mail;Studiengang\nq;Quinn;One;q@u.x;Physik\n"))
    assert found.students == {"q": {"first_name": "Quinn", "last_name": "One", "email": "q@u.x"}}
    assert found.told[0].endswith("students.csv: not read: Studiengang.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name,mail\nAda,a@u.x\n", "a header with id, first_name, last_name, email, lms_user_id, found name, mail"),
        ("id\n\nada\nAda\n", "line 4: «Ada» is there already, as «ada». Nobody was entered"),
        ("id,email\n,a@u.x\n", "line 2: «» is no id that can be a folder's name"),
        ("id\n1.23E+11\n", "line 2: «1.23E+11» is a number that a spreadsheet shortened, no id. Nobody was entered"),
        ("id;email\n1,2e+09;\n", "«1,2e+09» is a number that a spreadsheet shortened"),
        ("id\n1001.0\n", "«1001.0» is a number that a spreadsheet shortened"),
        ("id,email\na/b,a@u.x\n", "line 2: «a/b» is no id"),
        ('id\n"a\nb"\n', "line 3: «a b» is no id"),
        ("id\nada\u202e\n", "is no id that can be a folder's name"),
        ("id\nze\u0301\nz\xe9\n", "is there already, as"),
        (
            "id" + "," * 2000 + "\nada\n",
            "at most 50000 lines and 2000 columns, found more, in line 1",
        ),
        ("id\n" + "a\n" * 50_001, "found more, in line 50001"),
        ("id,email\nada,a@u.x,x\n", "line 2: 3 cells under 2 columns"),
        ("id,ID\nada,a\n", "expected one column that is id, found id, ID"),
        ("", "found an empty file"),
        (b"PK\x03\x04", "found an Excel workbook. Save it as «CSV UTF-8»."),
        (b"id\n\x81\n", "found other bytes"),
        ('id\n"ada\n', "unexpected end of data"),
    ],
)
def test_a_table_at_fault_enters_nobody_and_says_where(write, content, says):
    with pytest.raises(CourseError) as told:
        read_roster(write(content))
    assert says in str(told.value)


def test_the_command_counts_and_tells(classroom, write, monkeypatch, capsys):
    table = write("id;Studiengang\nq;Physik\n")
    (classroom.root / "nbgrader_config.py").touch()
    monkeypatch.chdir(classroom.root)
    monkeypatch.setattr("sys.argv", ["autograder", "roster", str(table)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    said = "1 entered, 0 changed, 0 as before.\n", f"{table}: not read: Studiengang.\n"
    assert capsys.readouterr() == said


def test_what_a_table_lacks_stays(classroom, write):
    assert enrol(classroom.folders, write(TABLE)) == Enrolled(2, 0, 0, ())
    path = write("id,email,last_name\nab,ab@u.x,\nnew,,\n")
    assert enrol(classroom.folders, path) == Enrolled(1, 1, 0, (f"{path}: has no line of zoe, who stay.",))
    with open_book(classroom.folders.gradebook) as book:
        assert book.people() == (
            Person("ab", "Abe", "Ba, Jr.", "ab@u.x"), Person("new"), Person("zoe", *ZOE.values()),
        )  # fmt: skip
    with pytest.raises(CourseError, match="line 3"):
        enrol(classroom.folders, write("id\nlast\nlast\n"))
    with open_book(classroom.folders.gradebook) as book:
        assert len(book.people()) == 3


def test_a_table_that_lost_its_zeros_doubles_nobody(classroom, write):
    enrol(classroom.folders, write("id,email\n0017,a@u.x\n0018,b@u.x\n20,c@u.x\n"))
    with pytest.raises(CourseError) as told:
        enrol(classroom.folders, write("id,email\n17,a@u.x\n18,b@u.x\n20,c@u.x\n"))
    assert "found «17» for «0017», «18» for «0018». Have the spreadsheet take that column for text" in str(told.value)
    path = write("id,email\n0020,c@u.x\n")  # the other way round, a table is mended
    done = enrol(classroom.folders, path)
    assert (done.new, done.told[-1].partition(": ")[2][:48]) == (1, "0020 and 20 have a number or an e-mail in common")


def test_one_student_under_two_ids_is_told(classroom, write):
    path = write("id,email,lms_user_id\nann,a@u.x,7\nbo,b@u.x,8\n")
    assert enrol(classroom.folders, path).told == ()
    told = enrol(classroom.folders, write("id,email,lms_user_id\nann2,A@u.x,\nbo,b@u.x,8\n")).told
    assert told[-1].startswith(f"{path}: ann and ann2 have a number or an e-mail in common: is it one student?")
