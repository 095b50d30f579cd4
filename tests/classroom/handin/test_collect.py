"""`autograder collect`: from a platform's archive to submitted/, by the roster; nothing lost, nobody added."""

import json
import shutil
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from support import not_a_file

from autograder import cli
from autograder.classroom.collecting import collect_files
from autograder.classroom.handin.collection_notes import note_of
from autograder.classroom.handin.roster import Roster, Unknown
from autograder.classroom.platforms.names import Named, Platform, named
from autograder.classroom.record.rows import Person
from autograder.errors import CourseError

LESSON = "01_row_by_row"
FILE = f"{LESSON}.ipynb"
PEOPLE = (
    Person("ada", "Ada", "Lovelace", "ada@uni.example", "101"),
    Person("b_bo", "Bo", "de Vries", "bo@uni.example", "102"),
    Person("s3", "Zoë", "Łuć", "zoe@uni.example", ""),
    Person("4711", "", "", "", "104"),
    Person("wei1", "Wei", "Li", "", ""),
    Person("wei2", "Li", "Wei", "", ""),
)
TWINS = (
    Person("zoe", "Zoe", "O'Neill", "twins@uni.example"),
    Person("zara", "Zara", "O'Neill", "twins@uni.example"),
    Person("j\u00f6rg", "Jörg", "Groß"),
    Person("mo", "Mo", "Li", "mo@uni.example", "900"),
    Person("mo2", "Mo", "Li", "mo@uni.example", "900"),
)


@pytest.fixture(scope="module")
def roster(tmp_path_factory) -> Path:
    """A gradebook with everyone in it."""
    path: Path = tmp_path_factory.mktemp("roster") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as gradebook:
        for each in PEOPLE:
            told = {"first_name": each.first_name, "last_name": each.last_name, "email": each.email}
            gradebook.add_student(each.id, **told, lms_user_id=each.lms_user_id or None)
    return path


@pytest.fixture
def course(classroom, roster):
    """A class with a roster, a clock and a date."""
    (classroom.root / "class.toml").write_text(
        f'timezone = "Europe/Berlin"\n[due]\n{LESSON} = 2026-11-20T14:00:00\n[late]\nrule = "zero"\ngrace_minutes = 5\n'
    )
    shutil.copy(roster, classroom.folders.gradebook)
    return classroom


@pytest.fixture
def notebook(small):
    """Return a function that makes a copy of the lesson which is like no other; a second time, the same bytes."""

    @cache
    def notebook(mark: str = "") -> bytes:
        return json.dumps(small.filled({"vjp_once": f"def vjp_once(f, x, v):\n    return {mark!r}"})).encode()

    return notebook


def packed(root: Path, files: dict[str, bytes], name: str = "all.zip") -> Path:
    with zipfile.ZipFile(root / name, "w") as zipped:
        for path, data in files.items():
            zipped.writestr(path, data)
    return root / name


def time_of(course, student: str) -> datetime | None:
    """Return when a student handed in, as nbgrader reads it."""
    when: datetime | None = CourseDirectory().get_existing_timestamp(str(course.path(student).parent))
    return when


def test_moodle_by_name_in_either_order_and_by_number_where_no_name_is_known(course, notebook):
    files = {
        f"Ada Lovelace_1_assignsubmission_file_/{FILE}": notebook("ada"),
        f"Tutorial A-Łuć Zoe_2_assignsubmission_file_/my work/{LESSON} (1).ipynb": notebook("zoe"),
        f"Somebody Else_104_assignsubmission_file_/{FILE}": notebook("104"),
        f"Grace Hopper_101_assignsubmission_file_/{FILE}": notebook("a number of this assignment is not Ada's"),
        f"Wei Li_5_assignsubmission_file_/{FILE}": notebook("which of two?"),
    }
    outcome = collect_files(course.folders, [packed(course.root, files)], None)
    assert sorted(outcome.collected.taken) == [("4711", LESSON), ("ada", LESSON), ("s3", LESSON)]
    assert course.path("s3").read_bytes() == notebook("zoe")
    assert outcome.collected.told == [
        f"s3, {LESSON}: handed in as «{LESSON} (1).ipynb», whose cells are the lesson's.",
        f"{LESSON}: 3 of Moodle's came without a time, so none of them counts as late."
        " Its grading worksheet has the times: collect again, with that too.",
    ]
    assert outcome.collected.missing == {LESSON: ("b_bo", "wei1", "wei2")}
    assert len(outcome.unknown) == 2
    assert "«Grace Hopper» (Moodle, 101): nobody of the roster" in outcome.unknown[0]
    assert (
        "it may be wei1, wei2: give each an e-mail of their own, and collect with the worksheet" in outcome.unknown[1]
    )
    assert time_of(course, "ada") is None
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as gradebook:
        assert {student.id for student in gradebook.students} == {each.id for each in PEOPLE}


SHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (submission),Last modified (grade)
Participant 1,Nobody Knows,ada@uni.example,Submitted for grading,,18,"Friday, 20 November 2026, 2:03 PM",-
Participant 2,Zoë Łuć,,Submitted for grading - 1 day late,,18,-,-
"""


def test_moodles_worksheet_says_who_and_when(course, notebook):
    files = {f"Participant {n}_{n}_assignsubmission_file_/{FILE}": notebook(str(n)) for n in (1, 2)}
    sheet = course.root / "Grades.csv"
    sheet.write_text(SHEET)
    outcome = collect_files(course.folders, [packed(course.root, files), sheet], None)
    assert sorted(outcome.collected.taken) == [("ada", LESSON), ("s3", LESSON)]
    assert time_of(course, "ada") == datetime(2026, 11, 20, 13, 3)
    assert course.path("ada").with_name("timestamp.txt").read_text() == "2026-11-20 13:03:00.000000 UTC"
    assert time_of(course, "s3") == datetime(2026, 11, 20, 13, 5, 1), "late, but not told by how much"


def test_an_extension_in_moodles_worksheet_is_noted_until_it_is_taken_back(course, notebook):
    """Without a worksheet what it said before stands; a student's own date counts where none tells how late it came."""
    archive = packed(course.root, {f"P {n}_{n}_assignsubmission_file_/{FILE}": notebook(str(n)) for n in (1, 2)})
    sheet = course.root / "Grades.csv"
    longer = " - Extension granted until: Saturday, 21 November 2026, 6:00 PM"
    status = "Submitted for grading"
    extended = SHEET.replace(f"{status} - 1 day late", f'"{status} - 1 day late{longer}"')
    sheet.write_text(extended.replace(f"{status},", f'"{status}{longer}",'))
    told = collect_files(course.folders, [archive, sheet], None).collected.told
    assert f"ada, {LESSON}: its date is 2026-11-21 18:00, by an extension in Moodle." in told
    assert time_of(course, "s3") == datetime(2026, 11, 21, 17, 5, 1)
    assert note_of(course.folders, LESSON)["ada"]["until"] == "2026-11-21 17:00:00.000000 UTC"
    assert collect_files(course.folders, [archive], None).collected.told == []
    assert note_of(course.folders, LESSON)["ada"]["until"] == "2026-11-21 17:00:00.000000 UTC"
    sheet.write_text(SHEET.replace("Submitted for grading,", "Draft (not submitted),"))
    told = collect_files(course.folders, [archive, sheet], None).collected.told
    assert f"ada, {LESSON}: is a draft in Moodle, not submitted there; it counts." in told
    assert f"ada, {LESSON}: its extension is taken back there: its date is everybody's." in told
    assert note_of(course.folders, LESSON)["ada"]["until"] == ""


def test_a_note_that_is_broken_can_be_moved_away_and_made_anew(course, notebook):
    archive = packed(course.root, {f"lovelaceada_101_9_{FILE}": notebook()})
    collect_files(course.folders, [archive], None)
    noted = note_of(course.folders, LESSON)
    note = course.root / "downloaded" / LESSON / "collected.json"
    note.write_text('{"ada"')
    with pytest.raises(CourseError, match=r"collected.json: .* found something else. Move it away, and collect"):
        collect_files(course.folders, [archive], None)
    note.unlink()
    assert collect_files(course.folders, [archive], None).collected.same == 1
    assert note_of(course.folders, LESSON) == noted


def test_canvas_by_number_with_its_late_mark_and_versions(course, notebook):
    files = {
        f"lovelaceada_101_900_{FILE}": notebook("first"),
        f"lovelaceada_LATE_101_901_{LESSON}-1.ipynb": notebook("second"),
        f"devriesbo_102_902_{FILE}": notebook("bo"),
        f"łućzoe_77_903_{FILE}": notebook("zoe"),
        f"hoppergrace_555_904_{FILE}": notebook("nobody"),
        f"lovelaceada_102_905_{FILE}": notebook("Bo's number, Ada's name"),
    }
    outcome = collect_files(course.folders, [packed(course.root, files)], "1")
    assert sorted(outcome.collected.taken) == [("ada", LESSON), ("b_bo", LESSON), ("s3", LESSON)]
    assert course.path("ada").read_bytes() == notebook("second")
    assert time_of(course, "ada") == datetime(2026, 11, 20, 13, 5, 1)
    assert any("taken as just late" in line for line in outcome.collected.told)
    assert any("of 2 files the newest counts" in line for line in outcome.collected.told)
    assert not course.path("b_bo").with_name("timestamp.txt").exists()
    assert any("its number and its name are different students' (ada, b_bo)" in line for line in outcome.unknown)
    assert note_of(course.folders, LESSON)["ada"]["back"] == "lovelaceada_LATE_101_901_"


def test_an_older_archive_of_canvas_does_not_take_the_place_of_a_newer(course, notebook):
    old, new = (
        packed(course.root, {f"lovelaceada_101_{number}_{FILE}": notebook(str(number))}, f"{number}.zip")
        for number in (900, 1000)
    )
    for archive in (new, old, old):
        outcome = collect_files(course.folders, [archive], None)
    assert outcome.collected.told == [f"ada, {LESSON}: what is there is newer (a later file of Canvas); it stays."]
    assert course.path("ada").read_bytes() == notebook("1000")


def test_a_time_that_cant_be_read_stops_the_collection_and_makes_nobody_punctual(course, notebook):
    archive = packed(course.root, {f"Ada Lovelace_1_assignsubmission_file_/{FILE}": notebook()})
    sheet = course.root / "Grades.csv"
    sheet.write_text(SHEET.replace("Friday, 20 November 2026, 2:03 PM", "perjantai 20. marraskuuta 2026, 14.03"))
    with pytest.raises(CourseError, match=r"Grades.csv, line 2: expected in Last .*«perjantai .*in English, German"):
        collect_files(course.folders, [archive, sheet], None)
    assert not course.path("ada").exists()


def test_blackboard_by_user_name_the_newest_attempt_on_the_classs_clock(course, notebook):
    files = {
        f"Lesson_1_ada_attempt_2026-11-20-14-03-22_{FILE}": notebook("second"),
        f"Lesson_1_ada_attempt_2026-11-19-14-03-22_{FILE}": notebook("first"),
        "Lesson_1_ada_attempt_2026-11-20-14-03-22.txt": b"Name: Ada Lovelace (ada)",
        f"Lesson_1_b_bo_attempt_2026-11-20-09-00-00_{FILE}": notebook("bo"),
    }
    outcome = collect_files(course.folders, [packed(course.root, files)], None)
    assert sorted(outcome.collected.taken) == [("ada", LESSON), ("b_bo", LESSON)]
    assert course.path("ada").read_bytes() == notebook("second")
    assert time_of(course, "ada") == datetime(2026, 11, 20, 13, 3, 22)
    assert outcome.unknown == ()


def attempt(root: Path, when: str, data: bytes) -> Path:
    return packed(root, {f"L_ada_attempt_{when}_{FILE}": data}, f"{when}.zip")


def test_a_second_collection_takes_what_is_newer_and_keeps_what_it_replaces(course, notebook):
    first, second = (attempt(course.root, f"2026-11-{day}-10-00-00", notebook(day)) for day in ("18", "19"))
    for archive, taken, same in ((first, 1, 0), (first, 0, 1), (second, 1, 0), (first, 0, 0)):
        done = collect_files(course.folders, [archive], None).collected
        assert (len(done.taken), done.same) == (taken, same)
    assert "what is there is newer (2026-11-19 09:00:00 UTC); it stays" in done.told[0]
    assert course.path("ada").read_bytes() == notebook("19")
    (kept,) = (course.root / "downloaded" / LESSON / "replaced").iterdir()
    assert (kept / FILE).read_bytes() == notebook("18")
    assert (kept / "timestamp.txt").is_file()


@pytest.mark.parametrize("stamp", [None, "a pipe", "a link to itself"])
def test_a_time_that_is_known_later_joins_what_is_there(course, notebook, stamp):
    collect_files(course.folders, [packed(course.root, {f"lovelaceada_101_9_{FILE}": notebook()})], None)
    (course.path("ada").parent / "mine.txt").write_text("stays")
    if stamp:
        not_a_file.put(stamp, course.path("ada").with_name("timestamp.txt"))
    done = collect_files(course.folders, [attempt(course.root, "2026-11-19-10-00-00", notebook())], None).collected
    assert done.taken == [("ada", LESSON)]
    assert time_of(course, "ada") == datetime(2026, 11, 19, 9)
    assert (course.path("ada").parent / "mine.txt").read_text() == "stays"


def test_who_handed_in_no_copy_is_withheld_and_told(course, notebook, small):
    files = {
        f"Ada Lovelace_1_assignsubmission_file_/{FILE}": notebook("ada"),
        "Bo de Vries_2_assignsubmission_file_/../../essay.pdf": b"%PDF",
        f"Bo de Vries_2_assignsubmission_file_/{FILE}": b'{"cells": [], "nbformat": 4}',
        "Zoë Łuć_3_assignsubmission_file_/a.ipynb": notebook("a"),
        "Zoë Łuć_3_assignsubmission_file_/b.ipynb": notebook("b"),
        "4711_104_assignsubmission_file_/w.zip": packed(course.root, {f"w/{FILE}": notebook("w")}, "w").read_bytes(),
    }
    outcome = collect_files(course.folders, [packed(course.root, files)], None)
    assert len(outcome.collected.taken) == 4
    assert {path.name: path.read_bytes() for path in course.path("b_bo").parent.iterdir()} == {
        "essay.pdf": b"%PDF",
        f"2_{FILE}": b'{"cells": [], "nbformat": 4}',
    }
    assert {path.name for path in course.path("s3").parent.iterdir()} == {"a.ipynb", "b.ipynb"}
    assert course.path("4711").read_bytes() == notebook("w")
    told = "\n".join(outcome.collected.told)
    assert f"b_bo, {LESSON}: handed in no copy of it ({FILE}, essay.pdf); `grade` withholds" in told
    assert f"s3, {LESSON}: handed in 2 copies at once (a.ipynb, b.ipynb); `grade` withholds" in told


def test_no_copy_again_is_as_before_another_takes_its_place_and_none_that_of_a_notebook(course, notebook):
    def handed_in(files: dict[str, bytes]):
        named = {f"Bo de Vries_2_assignsubmission_file_/{name}": content for name, content in files.items()}
        others = {f"Ada Lovelace_1_assignsubmission_file_/{FILE}": notebook("ada")}
        return collect_files(course.folders, [packed(course.root, others | named)], None).collected

    def there() -> set[str]:
        return {path.name for path in course.path("b_bo").parent.iterdir()}

    assert ("b_bo", LESSON) in handed_in({"essay.pdf": b"%PDF"}).taken
    again = handed_in({"essay.pdf": b"%PDF"})
    assert (again.taken, again.same) == ([], 2)
    assert any("replaces what was there, which is kept" in line for line in handed_in({"mine.py": b"x = 1"}).told)
    assert there() == {"mine.py"}
    handed_in({FILE: notebook("bo")})
    assert any(
        "handed in no copy of it (mine.py); what is there stays" in line for line in handed_in({"mine.py": b""}).told
    )
    assert there() == {FILE}


def test_a_broken_upload_is_its_authors_and_graded_as_such(course, notebook):
    files = {
        f"Ada Lovelace_1_assignsubmission_file_/{FILE}": notebook("ada"),
        f"Bo de Vries_2_assignsubmission_file_/{LESSON} (2).ipynb": notebook("bo")[:200],
    }
    outcome = collect_files(course.folders, [packed(course.root, files)], None)
    assert ("b_bo", LESSON) in outcome.collected.taken
    assert course.path("b_bo").read_bytes() == notebook("bo")[:200]


def test_one_broken_archive_stops_no_other(course, notebook):
    broken = course.root / "broken.zip"
    broken.write_bytes(b"<html>please log in</html>")
    files = [broken, packed(course.root, {f"lovelaceada_101_9_{FILE}": notebook()})]
    outcome = collect_files(course.folders, files, None)
    assert outcome.collected.taken == [("ada", LESSON)]
    assert len(outcome.unread) == 1
    assert "broken.zip: expected a zip archive of submissions" in outcome.unread[0]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (["none.zip"], "none.zip: expected a file, found none"),
        ([LESSON], f"{LESSON}: expected a file, found a folder. Pack it as a zip archive again"),
        ([], "expected an archive, FILE.zip"),
    ],
)
def test_what_is_not_there_is_one_line(course, files, says):
    (course.root / LESSON).mkdir()
    with pytest.raises(CourseError) as refused:
        collect_files(course.folders, [course.root / name for name in files], None)
    assert says in str(refused.value)


def test_without_a_roster_nobody_is_taken(classroom, notebook):
    archive = packed(classroom.root, {f"lovelaceada_101_9_{FILE}": notebook()})
    with pytest.raises(CourseError, match="expected a roster, found nobody. Enter the class first: `autograder roster"):
        collect_files(classroom.folders, [archive], None)
    assert not (classroom.root / "submitted").exists()


def test_an_archive_without_a_copy_asks_for_the_lesson(course, notebook):
    outcome = collect_files(course.folders, [packed(course.root, {"lovelaceada_101_9_x.py": b"x"})], None)
    assert (
        "expected copies of a lesson (01_row_by_row), found none. Name the lesson: --lesson LESSON."
        in outcome.unread[0]
    )
    assert collect_files(course.folders, [course.root / "all.zip"], "01").collected.taken == [("ada", LESSON)]


@pytest.mark.parametrize("place", ["submitted/ada", f"submitted/ada/{LESSON}"])
@pytest.mark.parametrize("kind", ["link", "file"])
def test_nothing_is_written_through_a_link_and_the_others_are_taken(course, notebook, place, kind):
    elsewhere = course.root / "elsewhere"
    elsewhere.mkdir()
    (course.root / place).parent.mkdir(parents=True)
    if kind == "link":
        (course.root / place).symlink_to(elsewhere)
    else:
        (course.root / place).write_text("mine")
    files = {f"lovelaceada_101_9_{FILE}": notebook("ada"), f"devriesbo_102_9_{FILE}": notebook("bo")}
    outcome = collect_files(course.folders, [packed(course.root, files)], None)
    assert outcome.collected.taken == [("b_bo", LESSON)]
    said = f"ada, {LESSON}: not taken: {place} is a {kind} in a folder's place. Take it away, and collect again."
    assert outcome.unread == (said,)
    assert list(elsewhere.iterdir()) == []


def test_a_link_within_a_students_folder_is_replaced_and_what_it_leads_to_stays(course, notebook):
    outside = course.root / "outside"
    outside.write_bytes(notebook("ada"))
    folder = course.path("ada").parent
    folder.mkdir(parents=True)
    for name in (FILE, "timestamp.txt"):
        (folder / name).symlink_to(outside)
    folder.with_name(f".{LESSON}.new").symlink_to(course.root)
    collect_files(course.folders, [attempt(course.root, "2026-11-19-10-00-00", notebook("new"))], None)
    assert outside.read_bytes() == notebook("ada")
    assert course.path("ada").read_bytes() == notebook("new")
    assert not course.path("ada").is_symlink()


@pytest.mark.parametrize("page", ["utf-8", "cp437", "cp1252", "cp850", "mac_roman"])
def test_a_name_is_known_in_whatever_code_page_an_archive_was_written(course, notebook, page):
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as gradebook:
        gradebook.add_student("gro", first_name="Jörg", last_name="Groß")
    name = "Jörg Groß".encode(page)
    archive = packed(course.root, {f"{'J' * len(name)}_1_assignsubmission_file_/{FILE}": notebook()})
    archive.write_bytes(archive.read_bytes().replace(b"J" * len(name), name))
    outcome = collect_files(course.folders, [archive], None)
    assert (outcome.collected.taken, outcome.unknown) == ([("gro", LESSON)], ())


def test_a_name_that_reads_as_two_students_is_nobodys(course, notebook):
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as gradebook:
        gradebook.add_student("one", first_name="Jo", last_name="Groß")  # as MS-DOS has it
        gradebook.add_student("two", first_name="Jo", last_name="Groá")  # as Windows does
    archive = packed(course.root, {f"Jo GroX_1_assignsubmission_file_/{FILE}": notebook()})
    archive.write_bytes(archive.read_bytes().replace(b"Jo GroX", b"Jo Gro\xe1"))
    outcome = collect_files(course.folders, [archive], None)
    assert outcome.collected.taken == []
    assert "it may be one, two: its name reads in several ways; not taken" in outcome.unknown[0]


@pytest.mark.parametrize("student", ["..", "a/b", ".hidden", "a\\b"])
def test_a_students_id_that_is_a_path_is_refused(course, notebook, student):
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as gradebook:
        gradebook.add_student(student, lms_user_id="999")
    with pytest.raises(CourseError, match="expected ids that can be a folder's name"):
        collect_files(course.folders, [packed(course.root, {f"x_999_9_{FILE}": notebook()})], None)


def test_the_command_tells_what_became_of_it(course, notebook, monkeypatch, capsys):
    (course.root / "nbgrader_config.py").touch()
    monkeypatch.chdir(course.root)
    packed(course.root, {f"lovelaceada_101_9_{FILE}": notebook(), f"nobody_5_9_{FILE}": notebook()})
    (course.root / "half.zip").write_bytes((course.root / "all.zip").read_bytes()[:100])
    monkeypatch.setattr("sys.argv", ["autograder", "collect", "all.zip", "half.zip"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    assert ended.value.code == 1
    assert f"{LESSON}: 5 handed nothing in: 4711, b_bo, s3, wei1, wei2" in out
    assert "1 taken, 0 as before, 1 unknown." in out
    assert "all.zip, «nobody» (Canvas, 5): nobody of the roster; not taken." in err
    assert "half.zip: expected a zip archive of submissions, found «" in err
    assert "Next: write who belongs to the class into your table" in err


def test_files_that_no_platform_names_so_are_one_line_and_no_affair_of_the_rosters(
    course, notebook, monkeypatch, capsys
):
    (course.root / "nbgrader_config.py").touch()
    monkeypatch.chdir(course.root)
    packed(course.root, {f"ada/{LESSON}/{FILE}": notebook(), f"b_bo/{LESSON}/{FILE}": notebook()})
    monkeypatch.setattr("sys.argv", ["autograder", "collect", "all.zip"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    assert ended.value.code == 1
    assert "0 taken, 0 as before, 0 unknown." in out
    assert err.splitlines() == [
        f"all.zip: expected files as Moodle, Canvas or Blackboard name them, found ada/{LESSON}/{FILE} and 1 more."
        " Not taken: put the notebook that you want graded into submitted/STUDENT/LESSON/ yourself."
    ]


def found(said: Named, people: tuple[Person, ...] = PEOPLE) -> str:
    try:
        return Roster(people).find(said).id
    except Unknown as error:
        return str(error)


@pytest.mark.parametrize(
    ("ids", "name", "who"),
    [
        (("ADA",), "", "ada"),
        (("101",), "lovelaceada", "ada"),
        (("101",), "countess", "ada"),
        (("bo@uni.example",), "", "b_bo"),
        (("1_b_bo", "b_bo", "bo"), "", "b_bo"),
        ((), "zoe luc", "nobody of the roster"),
        ((), "ZOË ŁUĆ", "s3"),
        (("",), "", "nobody of the roster"),
    ],
)
def test_who_is_meant(ids, name, who):
    assert found(Named(Platform.CANVAS, name, ids, True, FILE)) == who


@pytest.mark.parametrize(
    ("ids", "name", "who"),
    [
        (("twins@uni.example",), "Zara O'Neill", "zara"),
        (
            ("twins@uni.example",),
            "",
            "it may be zara, zoe: give each an e-mail of their own, and collect with the worksheet, which has it",
        ),
        (("jo\u0308rg",), "", "j\u00f6rg"),
        (("900",), "", "it may be mo, mo2: is it one student? Take the other id out"),
    ],
)
def test_what_two_have_in_common_leaves_it_to_the_name_and_accents_may_stand_apart(ids, name, who):
    assert found(Named(Platform.MOODLE, name, ids, True, FILE), TWINS) == who


def test_of_files_that_came_at_once_the_one_that_is_named_so_counts(course, notebook):
    """By the worksheet, all that Moodle has of one student came at one moment."""
    folders = [f"Participant {n}_{n}_assignsubmission_file_" for n in (1, 2)]
    files = {f"{folders[0]}/{FILE}": notebook("mine"), f"{folders[0]}/copy of {FILE}": notebook("older")}
    files |= {f"{folders[1]}/{name}": notebook(name) for name in ("one.ipynb", "two.ipynb")}
    sheet = course.root / "Grades.csv"
    sheet.write_text(SHEET.replace(",-,-", ',"Friday, 20 November 2026, 2:04 PM",-'))
    told = collect_files(course.folders, [packed(course.root, files), sheet], None).collected.told
    assert course.path("ada").read_bytes() == notebook("mine")
    assert told[0] == f"ada, {LESSON}: of 2 files, of which none is newest, «{FILE}» counts."
    assert "s3" in told[1]
    assert "handed in 2 copies at once (one.ipynb, two.ipynb); `grade` withholds until you keep one" in told[1]


def test_an_archives_times_are_no_ones(course, notebook):
    """An archive's own dates are of its download: nobody is late by them."""
    collect_files(course.folders, [packed(course.root, {f"lovelaceada_101_9_{FILE}": notebook()})], None)
    assert datetime.now(UTC) > datetime(2026, 11, 20, tzinfo=UTC)
    assert time_of(course, "ada") is None
    assert named(f"lovelaceada_101_9_{FILE}").when is None
