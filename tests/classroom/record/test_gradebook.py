"""nbgrader's gradebook: what is recorded, what an instructor gave by hand, what is withheld."""

import io
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from nbgrader.api import Gradebook
from nbgrader.dbutil import _temp_alembic_ini
from rich.console import Console

from autograder.classroom import pipeline, submissions
from autograder.classroom.course.folders import ClassFolders, asked_lessons, handins, strays
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.exporting import Asked, export_text
from autograder.classroom.grading.work import Task, grade, not_graded
from autograder.classroom.grading.workers import graded_in_order, result_of
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.handin.timestamp import arrival_of
from autograder.classroom.record import summary
from autograder.classroom.record.export import book_rows, exported
from autograder.classroom.record.feedback import FeedbackExporter, Grades, page
from autograder.classroom.record.gradebook import Book, open_book
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.classroom.record.results import as_graded, line_of, notes_of, object_of, row_of
from autograder.errors import CourseError
from autograder.present.report import class_table
from autograder.questions import LESSONS

COURSE = Path(__file__).parents[3]


@pytest.fixture
def task(classroom, small):
    """A task that needs no kernel: the file breaks off."""

    def task(student="ann"):
        path = classroom.hand_in(student, b'{"cells": [')
        return Task(student, small.LESSON, path, classroom.folders.released(small.LESSON), 1)

    return task


def test_a_new_gradebook_has_nbgraders_newest_schema_and_starts_no_program_for_it(tmp_path, monkeypatch):
    with _temp_alembic_ini("sqlite://") as settings:
        words = [Path(sys.executable).parent / "alembic", "-c", settings, "heads"]
        newest = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[0]
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "alembic", None)  # a hundred modules, for one word of them
    with open_book(tmp_path / "gradebook.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as book:
        assert book.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]


def test_a_truncated_file_is_a_zero_that_says_why(task, book, small, classroom):
    graded = grade(task())
    book.record(graded)
    assert small.scores_of(classroom.folders)["ann"] == {
        "vjp_once": (0, "graded"),
        "jacobian_by_rows": (0, "graded"),
        "jacobian_by_differences": (0, "graded"),
        "transfer": (0, "graded"),
    }
    assert "breaks off" in line_of(as_graded(graded))
    assert row_of(as_graded(graded)).reason == graded.reason
    said = object_of(as_graded(graded), classroom.path("ann"))
    assert said["points"] == 0
    assert said["max_points"] == 19
    assert said["withheld"] is False
    assert said["exercises"][0]["criteria"] == {"value": "NOT_RUN", "method": "NOT_RUN", "cost": "NOT_RUN"}


def test_what_is_withheld_is_no_zero_but_waits_for_a_reader(task, book, small, classroom):
    book.record(grade(task()))
    graded = not_graded(task(), "the judge broke")
    book.record(graded)
    with Gradebook(book.url) as api:
        submission = api.find_submission(small.LESSON, "ann")
        grades = submission.notebooks[0].grades
        assert all(each.auto_score is None and each.needs_manual_grade for each in grades)
    assert row_of(as_graded(graded)).withheld
    assert object_of(as_graded(graded), classroom.path("ann"))["withheld"] is True


@pytest.mark.parametrize("waits", [False, True])
def test_our_page_is_the_one_that_nbgrader_makes(task, book, small, waits):
    graded = grade(task())
    if waits:
        graded = replace(graded, entries=tuple(replace(e, points=None) for e in graded.entries))
    book.record(graded)
    with Gradebook(book.url) as api:
        api.find_submission_notebook(small.LESSON, small.LESSON, "ann").late_submission_penalty = 1.5
        api.find_comment("transfer", small.LESSON, small.LESSON, "ann").manual_comment = "Well put."
        api.db.commit()
    exporter = FeedbackExporter()
    exporter.register_preprocessor(Grades, enabled=True)
    names = {"student": "ann", "assignment": small.LESSON, "notebook": small.LESSON, "db_url": book.url}
    theirs, _ = exporter.from_notebook_node(notebook_as_graded(graded), {"nbgrader": names})
    ours = page("ann", small.LESSON, notebook_as_graded(graded), book.scores("ann", small.LESSON))
    assert ours == theirs
    assert "0 of 19 points, 1.5 of them lost for being late" in ours
    assert "Well put." in ours
    assert ("not graded yet" in ours) == waits


def test_registering_again_keeps_the_grades(task, book, classroom, small):
    book.record(grade(task()))
    book.register(classroom.lesson)
    assert "ann" in small.scores_of(classroom.folders)


def test_a_release_with_other_cells_is_refused_in_one_line(task, book, classroom, small):
    book.record(grade(task()))
    lesson = classroom.lesson
    lesson.notebook.cells.remove(small.cell_of(lesson.notebook, "check-vjp_once"))
    with pytest.raises(CourseError, match=r"others \(gone: check-vjp_once\). Put the lesson's source back"):
        book.register(lesson)


def test_export(task, book, classroom):
    book.record(grade(task("ann")))
    book.record(grade(task("bo, junior")))
    rows = json.loads(exported(book_rows(classroom.folders.gradebook), ("01_row_by_row",), "json"))
    assert len(rows) == 8
    assert rows[0] == {
        "student": "ann",
        "lesson": "01_row_by_row",
        "exercise": "vjp_once",
        "points": 0.0,
        "max_points": 4.0,
        "standing": "graded",
    }
    table = exported(book_rows(classroom.folders.gradebook), ("01_row_by_row",), "csv")
    assert table.splitlines()[5].startswith('"bo, junior",01_row_by_row,')
    with pytest.raises(CourseError, match="Grade first"):
        exported(book_rows(classroom.root / "nowhere.db"), ("01_row_by_row",), "csv")


def test_results_come_in_order_and_a_worker_that_breaks_costs_nobody_a_grade(task):
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    tasks = [task(name) for name in ("cy", "ann", "bo")]
    assert [graded.student for graded in graded_in_order(tasks, 2)] == ["cy", "ann", "bo"]
    lost: Future = Future()
    lost.set_exception(BrokenProcessPool("a worker died"))
    graded = result_of(tasks[0], lost)
    assert not graded.withheld
    assert "breaks off" in graded.reason


def test_a_failure_of_ours_is_withheld_with_its_name(task):
    from concurrent.futures import Future

    failed: Future = Future()
    failed.set_exception(KeyError("x"))
    graded = result_of(task(), failed)
    assert graded.withheld
    assert "KeyError" in graded.reason


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / ".class_secret"
    first = class_secret(path)
    assert class_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    seeds = {seed_for(first, *who) for who in (("ann", "01"), ("bo", "01"), ("ann", "02"))}
    assert len(seeds | {seed_for(class_secret(tmp_path / "other"), "ann", "01")}) == 4
    assert all(0 <= seed < 2**48 for seed in seeds)
    path.write_text("short")
    with pytest.raises(CourseError, match="own secret"):
        class_secret(path)


def test_what_is_handed_in_and_what_belongs_nowhere(classroom, small):
    folders = classroom.folders
    with pytest.raises(CourseError, match="Put the first at"):
        handins(folders, [small.LESSON])
    classroom.hand_in("bo", b"")
    classroom.hand_in("ann", b"")
    (classroom.root / "submitted" / "ann" / "lesson1").mkdir()
    (classroom.root / "submitted" / ".DS_Store").touch()
    assert [handin.student for handin in handins(folders, [small.LESSON])] == ["ann", "bo"]
    assert [handin.student for handin in handins(folders, [small.LESSON], "bo")] == ["bo"]
    with pytest.raises(CourseError, match="«cy»"):
        handins(folders, [small.LESSON], "cy")
    assert strays(folders) == ("submitted/ann/lesson1: no lesson of that name (expected 01_row_by_row); not graded.",)
    assert asked_lessons(folders, ()) == asked_lessons(folders, ["01"]) == (small.LESSON,)
    with pytest.raises(CourseError, match="«02»"):
        asked_lessons(folders, ["02"])


def test_what_class_toml_leaves_out_is_told_once_and_where(classroom, small):
    folders = classroom.folders
    for student in ("ann", "bo"):
        classroom.hand_in(student, b"")
    other = folders.released("02_other")
    other.parent.mkdir(parents=True)
    shutil.copy(folders.released(small.LESSON), other)
    (classroom.root / "class.toml").write_text("lessons = ['02_other']")
    step = f"class.toml leaves out {small.LESSON}: add it to `lessons` there."
    with pytest.raises(CourseError, match=f"expected submissions of 02_other, found none. {step}"):
        handins(folders, asked_lessons(folders, ()))
    assert strays(folders) == (f"submitted/: {small.LESSON} of 2 not graded: class.toml leaves the lesson out.",)
    with open_book(folders.gradebook) as book:
        book.register(classroom.lesson)
    with pytest.raises(CourseError, match=f"expected one of 02_other, or its number, found «1». {step}"):
        asked_lessons(folders, ["1"])
    for platform in ("csv", None):
        with pytest.raises(CourseError, match=f"expected a lesson that was graded, found none. {step}"):
            export_text(folders, Asked("csv", platform, None, None))


def test_a_lesson_that_the_class_no_longer_does_is_in_no_export_and_no_report(task, book, classroom, small):
    book.record(grade(task("ann")))
    folders = classroom.folders
    others = json.loads(export_text(folders, Asked("json", None, None, None))[0])
    summary.report(folders)
    assert len(others) == 4
    assert "ann" in (folders.root / summary.REPORT).read_text()
    (classroom.root / "solutions" / "02_other").mkdir(parents=True)
    (classroom.root / "class.toml").write_text("lessons = ['02_other']")
    summary.report(folders)
    page = (folders.root / summary.REPORT).read_text()
    assert small.LESSON not in page
    with pytest.raises(CourseError, match=f"leaves out {small.LESSON}"):
        export_text(folders, Asked("csv", None, None, "1"))


def test_a_late_penalty_stands_in_the_line_and_a_doubt_of_several_stands_once(task, classroom):
    graded = grade(task())
    doubted = {name: replace(verdict, doubt="it reaches far") for name, verdict in graded.verdicts.items()}
    found = as_graded(replace(graded, verdicts=doubted, notes=()))
    names = [verdict.question for verdict in doubted.values()]
    assert notes_of(found) == [f"01_row_by_row ann: look at {', '.join(names)}: it reaches far"]
    assert "late" not in line_of(found)
    assert "−2 late)" in line_of(replace(found, row=replace(found.row, penalty=2.0)))
    table = Console(width=100, file=io.StringIO())
    table.print(class_table([row_of(replace(found, row=replace(found.row, penalty=2.0)))]))
    assert "−2 late" in table.file.getvalue()


def test_a_folder_that_may_not_be_read_is_its_own_affair_alone(classroom, small, monkeypatch):
    """As root nothing is forbidden, so it is said."""
    paths = [classroom.hand_in(student, b"") for student in ("ann", "bo")]
    monkeypatch.setattr("os.access", lambda path, mode: path.name != "bo")
    says = "submitted/bo: may not be read; not graded. Make it readable, and grade again."
    assert strays(classroom.folders) == (says,)

    def forbidden(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", forbidden)
    assert "Permission denied" in fingerprint(paths[0])
    assert arrival_of(paths[0], ZoneInfo("UTC")).time is None


def test_where_the_gradebook_fails_the_workers_end_at_once(classroom, small, monkeypatch):
    """Not after what they have begun: that would be minutes after the message."""
    ended = []

    def workers(tasks, jobs, cluster):
        try:
            yield from (not_graded(task, "nobody looked") for task in tasks)
        finally:
            ended.append(len(tasks))

    def fails(*_):
        raise CourseError("gradebook", "one that can be written", "another")

    for student in ("ann", "bo"):
        classroom.hand_in(student, b"")
    monkeypatch.setattr(submissions, "graded_in_order", workers)
    monkeypatch.setattr(Book, "record", fails)
    with pytest.raises(
        CourseError, match="one that can be written"
    ) as held:  # as the command line holds it, and says it
        list(pipeline.grade_class(classroom.folders, (small.LESSON,)))
    assert ended == [2], held


def test_a_lesson_out_of_step_with_its_questions_is_refused(classroom, small):
    path = classroom.folders.released(small.LESSON)
    path.write_text(path.read_text().replace('"points": 7', '"points": 8'))
    with pytest.raises(CourseError, match="expected 7 points"):
        released(path)
    path.write_text(path.read_text().replace("check(vjp_once)", "check(vjp_twice)"))
    with pytest.raises(CourseError, match="vjp_twice"):
        released(path)
    with pytest.raises(CourseError, match="autograder build"):
        released(path.with_name("none.ipynb"))


def test_every_lesson_of_the_course_can_be_graded():
    for lesson in LESSONS:
        found = released(COURSE / "lessons" / lesson.folder / f"{lesson.folder}.ipynb")
        assert [check.question for check in found.checks.values()] == [asked.name for asked in lesson.questions]
        assert [check.grade_id for check in found.checks.values()] == [
            f"check-{asked.name}" for asked in lesson.questions
        ]


def test_a_class_beside_its_course(tmp_path):
    assert ClassFolders.of_course(tmp_path).released("01_x") == tmp_path / "lessons" / "01_x" / "01_x.ipynb"
