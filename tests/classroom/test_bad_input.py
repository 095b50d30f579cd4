"""What an instructor's disk may hold: each is one line that says what to do, and stops no more than it must."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import find_all_files
from support import not_a_file

from autograder import cli
from autograder.classroom.course.folders import asked_lessons, handins, strays
from autograder.classroom.course.secret import class_secret
from autograder.classroom.grading.answer_file import Unreadable
from autograder.classroom.grading.answers import check_paths
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.handin.read import fingerprint, load
from autograder.classroom.pipeline import grade_class, removed_in
from autograder.classroom.record.carried import carried
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.journal import decoded, key_of
from autograder.classroom.regrade import regrade
from autograder.errors import CourseError
from autograder.execute import sandbox_lacks

BROKEN_OFF = b'{"cells": ['


@pytest.fixture
def grade(classroom, small):
    """Return a function that grades the class; nobody's file needs a kernel."""
    return lambda **options: [each.graded for each in grade_class(classroom.folders, [small.LESSON], **options)]


def spoil(kind, path, classroom):
    """Put something in a submission's place that is no file of the student's own."""
    path.unlink(missing_ok=True)
    match kind:
        case "a pipe":
            os.mkfifo(path)
        case "a folder":
            path.mkdir()
        case "an endless device":
            path.symlink_to("/dev/zero")
        case "a link to another's":
            path.symlink_to(classroom.path("bo"))
        case "a folder that is a link":
            path.parent.rmdir()
            path.parent.symlink_to(classroom.path("bo").parent)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("a pipe", "found something that is no file"),
        ("a folder", "found a folder of that name"),
        ("an endless device", "found something that is no file"),
        ("a link to another's", "found a link that leads elsewhere"),
        ("a folder that is a link", "found a link that leads elsewhere"),
    ],
)
def test_what_is_no_file_of_the_students_own_is_neither_read_nor_graded(classroom, small, kind, says):
    classroom.hand_in("bo", small.filled())
    path = classroom.hand_in("ann", b"")
    spoil(kind, path, classroom)
    assert says in load(path, classroom.lesson, "ann", 1).unreadable
    assert key_of(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), 1), fingerprint(path))


def test_a_link_within_a_students_folder_is_read(classroom, small):
    path = classroom.hand_in("ann", small.filled())
    path.rename(path.with_name("mine.ipynb"))
    path.symlink_to("mine.ipynb")
    assert load(path, classroom.lesson, "ann", 1).unreadable is None


def test_a_timestamp_that_is_a_link_carries_nothing_along(classroom, small, grade):
    path = classroom.hand_in("ann", BROKEN_OFF)
    secret = class_secret(classroom.folders.secret)
    path.with_name("timestamp.txt").symlink_to(classroom.folders.secret)
    grade()
    written = [file for step in ("autograded", "feedback") for file in (classroom.root / step).rglob("*.*")]
    assert len(written) == 2
    assert not any(secret in file.read_bytes() for file in written)


@pytest.mark.timeout(60)
def test_a_timestamp_that_is_a_pipe_is_none(classroom, grade):
    path = classroom.hand_in("ann", BROKEN_OFF)
    os.mkfifo(path.with_name("timestamp.txt"))
    assert len(grade()) == 1


@pytest.mark.timeout(60)
def test_a_folder_of_very_many_files_holds_nobody_up(classroom, small, grade, monkeypatch):
    path = classroom.hand_in("ann", BROKEN_OFF)
    for number in range(4000):
        path.with_name(f"{number}.csv").touch()
    read = []
    for name in ("scandir", "listdir"):
        does = getattr(os, name)
        monkeypatch.setattr(os, name, lambda of=".", does=does: [read.append(os.fspath(of)), does(of)][1])
    grade()
    assert 0 < sum(each == str(path.parent) for each in read) < 30  # 4000 and more where each file had it read again


@pytest.mark.parametrize("name", ["timestamp.txt", "data.csv"])
def test_a_link_to_itself_beside_a_notebook_stops_nobody(classroom, grade, name):
    path = classroom.hand_in("ann", BROKEN_OFF)
    classroom.hand_in("bo", BROKEN_OFF)
    path.with_name(name).symlink_to(name)
    assert [graded.student for graded in grade()] == ["ann", "bo"]


def test_the_files_beside_a_notebook_are_those_that_nbgrader_carries(classroom):
    path = classroom.hand_in("ann", BROKEN_OFF)
    for name in ("a.csv", "b.pyc", ".hidden", ".x.ipynb", "c.ipynb", "__pycache__/d.csv", "data/e.csv", "[f].csv"):
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).touch()
    ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]
    theirs = {Path(each) for each in find_all_files(str(path.parent), [*ignore, "*.ipynb"])}
    (handin,) = handins(classroom.folders, [classroom.lesson.lesson])
    assert set(carried(classroom.folders, handin, ignore).values()) == theirs


def test_a_folder_whose_name_no_gradebook_holds_stops_nobody(classroom, small, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    os.makedirs(os.fsencode(classroom.root) + b"/submitted/b\xff\x1b[31m/" + small.LESSON.encode())
    assert [graded.student for graded in grade()] == ["ann"]
    assert [handin.student for handin in handins(classroom.folders, [small.LESSON])] == ["ann"]
    (line,) = strays(classroom.folders)
    assert line == "submitted/b\\xff: expected a name in UTF-8; not graded. Rename the folder."


def test_what_lies_beside_the_folders_that_are_graded_is_told(classroom, small):
    classroom.hand_in("ann", BROKEN_OFF)
    (classroom.root / "submitted" / "ann" / "02.ipynb").touch()
    for name in ("a\x1b[31m.IPYNB", "b.ipynb", "c.zip", "d.ipynb", "e.ipynb", "f.ipynb", "readme.txt", ".x.ipynb"):
        (classroom.root / "submitted" / name).touch()
    (classroom.root / "submitted" / "bo").symlink_to("bo")
    assert [handin.student for handin in handins(classroom.folders, [small.LESSON])] == ["ann"]
    beside = "submitted/ann/: 02.ipynb: expected folders, submitted/ann/LESSON; not graded."
    assert strays(classroom.folders, "ann") == (beside,)
    listed = "a.IPYNB, b.ipynb, bo, c.zip, d.ipynb and 2 more"
    assert strays(classroom.folders) == (
        beside,
        f"submitted/: {listed}: expected folders, submitted/STUDENT/LESSON; not graded.",
    )


@pytest.mark.parametrize("kind", [kind for kind in not_a_file.KINDS if kind != "a folder"])
def test_what_is_no_folder_of_hand_ins_is_one_line(classroom, small, kind):
    not_a_file.put(kind, classroom.root / "submitted")
    with pytest.raises(CourseError, match=r"submitted: expected a folder of what was handed in, found \w"):
        handins(classroom.folders, [small.LESSON])


def test_who_was_taken_out_of_the_gradebook_does_not_come_back_by_a_folder(classroom, small, grade):
    for student in ("ann", "bo"):
        classroom.hand_in(student, BROKEN_OFF)
    grade()
    with Gradebook(f"sqlite:///{classroom.folders.gradebook}") as gradebook:
        gradebook.remove_student("bo")
    assert removed_in(classroom.folders) == {"bo"}
    assert [graded.student for graded in grade()] == ["ann"]
    assert [graded.student for graded in grade(force=True)] == ["ann"]
    with Gradebook(f"sqlite:///{classroom.folders.gradebook}") as gradebook:
        gradebook.add_student("bo")
    assert [(graded.student, graded.kept) for graded in grade()] == [("ann", True), ("bo", False)]
    assert small.scores_of(classroom.folders)["bo"] == small.scores_of(classroom.folders)["ann"]


def test_a_lesson_that_was_taken_out_of_the_gradebook_is_entered_again_with_its_points(classroom, small, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    before = small.scores_of(classroom.folders)
    with Gradebook(f"sqlite:///{classroom.folders.gradebook}") as gradebook:
        gradebook.remove_assignment(small.LESSON)
    assert [graded.kept for graded in grade()] == [False]
    assert small.scores_of(classroom.folders) == before


def test_a_folder_of_nobody_in_the_roster_is_told_of(classroom, small):
    with Gradebook(f"sqlite:///{classroom.folders.gradebook}") as gradebook:
        gradebook.add_student("ann", email="ann@uni.example")
    for student in ("ann", "anne"):
        classroom.hand_in(student, BROKEN_OFF)
    told = {each.row.student.id: each.notes for each in grade_class(classroom.folders, [small.LESSON])}
    assert told["ann"] == ()
    assert "The roster had nobody of that id" in told["anne"][0]


def test_a_lesson_is_asked_for_by_any_way_of_its_number(classroom, small):
    assert asked_lessons(classroom.folders, ["1", "01", small.LESSON]) == (small.LESSON,)
    with pytest.raises(CourseError, match="«2»"):
        asked_lessons(classroom.folders, ["2"])


SPOILT = (
    b"\x00\xff",
    b"x\x9c\x03\x00\x00\x00\x00\x01",
    zlib.compress(b"[" * 200_000),
    zlib.compress(b"null"),
    zlib.compress(b" " * 2**27),
)


@pytest.mark.parametrize("result", SPOILT, ids=["bytes", "empty", "deep", "null", "large"])
def test_a_spoilt_result_is_none(result):
    assert decoded(result) is None


@pytest.mark.parametrize("change", [{"reason": 5}, {"notes": [5]}, {"by_hand": {"transfer": "abc"}}, {"more": 1}])
def test_a_result_in_another_form_is_none(change):
    row = asdict(Graded("ann", "01", "{}", {}, (), {"transfer": (3.0, None)}))
    assert decoded(zlib.compress(json.dumps(row).encode())) is not None
    assert decoded(zlib.compress(json.dumps(row | change).encode())) is None


def test_a_row_of_the_journal_that_can_not_be_read_is_graded_again(classroom, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    with closing(sqlite3.connect(classroom.folders.gradebook)) as database, database:
        database.execute("UPDATE autograder_results SET result = ?", (SPOILT[0],))
    assert [graded.kept for graded in grade()] == [False]
    assert [graded.kept for graded in grade()] == [True]


UNSEEN = ("[[", "[1]", '{"a": {"future": 1}}', '{"a": 5}', '{"a": {"now": 5}}', "[" * 100_000)


def test_what_a_reader_had_seen_is_asked_for_again_where_it_can_not_be_read(classroom, small, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    for seen in UNSEEN:
        with closing(sqlite3.connect(classroom.folders.gradebook)) as database, database:
            database.execute("UPDATE autograder_results SET seen = ?", (seen,))
        with open_book(classroom.folders.gradebook) as book:
            assert book.journal.seen("ann", small.LESSON) == {}, seen[:40]
    with closing(sqlite3.connect(classroom.folders.gradebook)) as database, database:
        database.execute("UPDATE grade SET manual_score = 1, needs_manual_grade = 0")
    assert [graded.student for graded in grade(force=True)] == ["ann"]
    # Points that a reader gave stay, and wait for a look at what nobody knows any more.
    assert {standing for _, standing in small.scores_of(classroom.folders)["ann"].values()} == {
        "changed since it was read"
    }


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("UPDATE assignment SET duedate = '1.12.2026'", "assignment, duedate: «1.12.2026»"),
        ("UPDATE submitted_assignment SET extension = 'two days'", "extension: «two days»"),
        ("UPDATE grade SET auto_score = 'full'", "grade, auto_score: «full»"),
        ("UPDATE comment SET manual_comment = x'ff'", "comment, manual_comment"),
    ],
)
def test_a_value_that_no_gradebook_holds_is_one_line(classroom, grade, spoil, says):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    with closing(sqlite3.connect(classroom.folders.gradebook)) as database, database:
        database.execute(spoil)
    with pytest.raises(CourseError, match="expected values as nbgrader writes them, found table ") as found:
        grade(force=True)
    assert says in str(found.value)


@pytest.mark.parametrize("change", ["ADD COLUMN more TEXT", "DROP COLUMN seen"])
def test_a_journal_of_another_version_is_told_apart_and_left_as_it_is(classroom, grade, change):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    with closing(sqlite3.connect(classroom.folders.gradebook)) as database, database:
        database.execute(f"ALTER TABLE autograder_results {change}")
        before = database.execute("SELECT * FROM autograder_results").fetchall()
    with pytest.raises(
        CourseError, match="expected the journal of this version .* Grade with the version that made it"
    ):
        grade()
    with closing(sqlite3.connect(classroom.folders.gradebook)) as database:
        assert database.execute("SELECT * FROM autograder_results").fetchall() == before


def spoilt_gradebook(kind, path):
    match kind:
        case _ if kind in not_a_file.KINDS:
            not_a_file.put(kind, path)
        case "other bytes":
            path.write_bytes(b"no database" * 1000)
        case "a foreign table":
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("CREATE TABLE autograder_results (x)")
        case "an older schema":
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("CREATE TABLE student (id VARCHAR(128) PRIMARY KEY)")


@pytest.mark.parametrize(
    ("kind", "next_step"),
    [
        ("a folder", "Make it a file"),
        ("a pipe", "Make it a file"),
        ("a device", "Make it a file"),
        ("a link to itself", "Make it a file"),
        ("other bytes", "Put a copy of it back"),
        ("a foreign table", "a copy"),
        ("an older schema", "nbgrader db upgrade"),
    ],
)
def test_a_gradebook_that_is_none_is_one_line(classroom, grade, kind, next_step):
    classroom.hand_in("ann", BROKEN_OFF)
    spoilt_gradebook(kind, classroom.folders.gradebook)
    with pytest.raises(
        CourseError, match=r"expected (a gradebook|the journal of this version of autograder), found "
    ) as found:
        grade()
    assert str(classroom.folders.gradebook) in str(found.value)
    assert next_step in str(found.value)
    with pytest.raises(CourseError, match=re.escape(str(found.value))):
        list(regrade(classroom.folders, (classroom.lesson.lesson,)))


def test_a_gradebook_that_another_program_writes_to_is_told_so(classroom, grade, monkeypatch):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    connect = sqlite3.dbapi2.connect
    monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda *words, **named: connect(*words, **{**named, "timeout": 0}))
    with closing(connect(classroom.folders.gradebook, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match=r"locked». Another program writes to it"):
            grade(force=True)
    assert [graded.kept for graded in grade()] == [True]


def test_two_runs_over_one_class_do_not_mix(classroom, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    with (
        class_lock(classroom.root),
        pytest.raises(CourseError, match="expected no other run over this class, found one"),
    ):
        grade()
    assert len(grade()) == 1


def test_a_secret_that_is_lost_is_not_silently_another(classroom, grade):
    classroom.hand_in("ann", BROKEN_OFF)
    grade()
    kept = classroom.folders.secret.read_bytes()
    classroom.folders.secret.unlink()
    with pytest.raises(CourseError, match="1 submissions graded so far, found none. Put it back, or pass --force"):
        grade()
    assert not classroom.folders.secret.exists()
    assert [graded.kept for graded in grade(force=True)] == [False]
    assert classroom.folders.secret.read_bytes() != kept


@pytest.mark.timeout(30)
@pytest.mark.parametrize("content", [None, b"short", b"\xff" * 100, "a pipe", "a device"])
def test_a_secret_that_is_none_is_one_line(tmp_path, content):
    path = tmp_path / ".class_secret"
    match content:
        case None:
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case "a device":
            path.symlink_to("/dev/zero")
        case _:
            path.write_bytes(content)
    with pytest.raises(CourseError, match=r"\.class_secret: expected"):
        class_secret(path)


def test_a_secret_that_can_not_be_written_leaves_no_file(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(CourseError, match=r"expected the class's secret, found No space left on device"):
        class_secret(tmp_path / ".class_secret")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.timeout(60)
def test_check_reads_files_alone(tmp_path, monkeypatch):
    pipe, large = tmp_path / "pipe.py", tmp_path / "large.py"
    os.mkfifo(pipe)
    large.write_text("x = 1\n" * 100)
    monkeypatch.setattr("autograder.classroom.grading.answer_file.ANSWER", 500)
    found = list(check_paths([tmp_path]))
    assert [type(each) for each in found] == [Unreadable, Unreadable]
    assert "expected at most" in found[0].error
    assert "something that is no file" in found[1].error


@pytest.mark.parametrize("place", ["", "nowhere/points.csv"])
def test_what_can_not_be_written_is_one_line(classroom, monkeypatch, capsys, place):
    with open_book(classroom.folders.gradebook) as book:
        book.register(classroom.lesson)
    (classroom.root / "nbgrader_config.py").touch()
    monkeypatch.chdir(classroom.root)
    monkeypatch.setattr("sys.argv", ["autograder", "export", "--to", str(classroom.root / place)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith(f"autograder: {classroom.root / place}: ")


@pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box")
@pytest.mark.timeout(300)
def test_an_interrupt_ends_a_run_at_once_and_leaves_nothing_behind(classroom, small, tmp_path):
    """Even where a cell of a submission swallows it, and others wait in the queue."""
    (classroom.root / "nbgrader_config.py").touch()
    endless = small.filled()
    code = (
        "open('started', 'w').close()\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass"
    )
    small.cell_of(endless, "vjp_once").source = code
    for student in ("ann", "bo", "cy"):
        classroom.hand_in(student, endless)
    homes = tmp_path / "t"
    homes.mkdir()
    words = [sys.executable, "-m", "autograder.cli", "grade", "--jobs", "1"]
    with subprocess.Popen(
        words, cwd=classroom.root, env={**os.environ, "TMPDIR": str(homes)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    ) as run:  # fmt: skip
        while not list(homes.glob("ag-*/work/started")):
            assert run.poll() is None
            time.sleep(0.05)
        below = psutil.Process(run.pid).children(recursive=True)
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err.count("\n")) == (130, "", 1)
    assert err.startswith("autograder: stopped before the end. Run the same command again")
    assert not psutil.wait_procs(below, timeout=30)[1]
    assert not list(homes.glob("ag-*"))
