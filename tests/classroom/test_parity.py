"""One class graded by `autograder grade` and by the stock commands: the gradebook row by row, the folders file by file.

The stock commands run in this process, from the same nbgrader_config.py; answers are observed here, without kernels, so
that both see the same evidence. tests/classroom/test_both_ways.py runs the programs themselves.
"""

import json
import shutil
import sqlite3
import zlib
from contextlib import chdir, closing
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import (
    AutogradeApp,
    GenerateFeedbackApp,
    ReleaseFeedbackApp,
)
from nbgrader.exchange.default.exchange import Exchange

from autograder.classroom import nbgrader_steps, pipeline, submissions
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret
from autograder.classroom.grading import work
from autograder.classroom.handin.read import load
from autograder.classroom.record.gradebook import open_book
from autograder.execute import CellRun, Ended, Execution, Kernel
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.questions import question

COURSE = Path(__file__).parents[2]
LESSON = "01_row_by_row"
DUE = "2026-02-03 10:00:00 UTC"
LATE = "2026-02-03 10:00:01 UTC"
IN_TIME = "2026-02-03 09:59:59 UTC"
SETTINGS = """
c.CourseDirectory.course_id = "jac"
c.LateSubmissionPlugin.penalty_method = "zero"
c.RunAndJudge.unsandboxed = True
c.Exchange.root = {root!r}
"""


@pytest.fixture(scope="module")
def seen(small):
    """The evidence of each question's naive way, made once: it is the same for every student whose seed is the same."""
    return {
        name: to_json(observe(question(name), question(name).naive, 7, timed=False)) for name in small.FUNCTIONS[:2]
    }


@pytest.fixture
def quick(monkeypatch, seen):
    """Grade in this process: each check shows the evidence that was made for it, the last one none."""

    def supervised(path, lesson, student, seed, limits, kernel):
        submission, outputs = load(path, lesson, student, seed), {}
        if submission.unreadable is not None:
            return submission, None
        for index, check in submission.checks.items():
            shown = {"output_type": "display_data", "data": {EVIDENCE_MIME: seen.get(check.question)}, "metadata": {}}
            outputs[index] = (shown,) if check.question in seen else ()
        cells = range(len(submission.notebook.cells))
        return submission, Execution(tuple(CellRun(Ended.RAN, "", outputs.get(index, ())) for index in cells))

    monkeypatch.setattr(work, "supervised", supervised)
    monkeypatch.setattr(nbgrader_steps, "read_apart", load)
    for module in (submissions, nbgrader_steps):
        monkeypatch.setattr(module, "seed_for", lambda *_: 7)
    monkeypatch.setattr(
        submissions, "graded_in_order", lambda tasks, jobs, cluster: (work.grade(task) for task in tasks)
    )
    monkeypatch.setattr(Exchange, "ensure_root", lambda self: None)


def hand_in(folders, student, content, when=None, **beside):
    """Put a submission where nbgrader's collect does, with what its submit writes beside it."""
    folder = folders.step("submitted", student, LESSON)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").write_bytes(content)
    if when:
        (folder / "timestamp.txt").write_text(when)
        (folder / "submission_secret.txt").write_text(f"{student} {when}")
    for name, text in beside.items():
        (folder / name.replace("__", "/").replace("_dot_", ".")).parent.mkdir(exist_ok=True)
        (folder / name.replace("__", "/").replace("_dot_", ".")).write_text(text)


def make(classroom, root):
    """Make a class that hands in: late, in time, in words, broken, with files beside it; one has an extension."""
    shutil.copytree(classroom.root / "lessons", root / "lessons")
    settings = (COURSE / "nbgrader_config.py").read_text() + SETTINGS.format(root=str(root / "exchange"))
    (root / "nbgrader_config.py").write_text(settings)
    folders = ClassFolders.of_course(root)
    class_secret(folders.secret)
    (root / "solutions" / LESSON).mkdir(parents=True)
    (root / "solutions" / LESSON / "data.csv").write_text("the course's own")
    with open_book(folders.gradebook, root) as book:
        book.register(released(folders.released(LESSON)))
    with closing(Gradebook(f"sqlite:///{folders.gradebook}", "jac")) as api:
        api.update_or_create_assignment(LESSON, duedate=DUE)
        api.update_or_create_student("ann", first_name="Ann", last_name="Ng")
    return folders


def ours(folders):
    return list(pipeline.grade_class(folders, (LESSON,), kernel=Kernel.UNSANDBOXED))


def stock(folders, app, *words):
    """Run one of nbgrader's commands in this process; return how it ended."""
    app.clear_instance()
    with chdir(folders.root):
        try:
            app.launch_instance(argv=[f"--assignment={LESSON}", "--log-level=ERROR", *words])
        except SystemExit as ended:
            return ended.code or 0
        finally:
            app.clear_instance()
    return 0


def theirs(folders):
    return [stock(folders, AutogradeApp, "--force"), stock(folders, GenerateFeedbackApp, "--force")]


def table(folders, name, *columns):
    """Return a table's rows, by names in the place of ids."""
    with closing(sqlite3.connect(folders.gradebook)) as book:
        return sorted(book.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall(), key=repr)


def gradebook(folders):
    """Return all that a gradebook says: nbgrader's tables and the journal, each row without ids that were drawn."""
    cell = "JOIN base_cell b ON b.id = x.cell_id JOIN submitted_notebook n ON n.id = x.notebook_id"
    who = "JOIN submitted_assignment s ON s.id = n.assignment_id JOIN assignment a ON a.id = s.assignment_id"
    given = ("x.auto_score", "x.manual_score", "x.extra_credit", "x.needs_manual_grade")
    return {
        "assignment": table(folders, "assignment", "name", "duedate", "course_id"),
        "student": table(folders, "student", "id", "first_name", "last_name", "email", "lms_user_id"),
        "submission": table(folders, f"submitted_notebook n {who}", "s.student_id", "a.name", "s.timestamp",
                            "s.extension", "n.late_submission_penalty", "n.flagged"),
        "grade": table(folders, f"grade x {cell} {who}", "s.student_id", "b.name", *given),
        "comment": table(folders, f"comment x {cell} {who}", "s.student_id", "b.name", "x.auto_comment",
                         "x.manual_comment"),
        "journal": [
            (student, lesson, handed, json.loads(zlib.decompress(result)))
            for student, lesson, handed, result in table(
                folders, "autograder_results", "student", "lesson", "handed_in", "result"
            )
        ],
    }  # fmt: skip


def files(folders):
    """Return each file of the two steps: its mode and its bytes."""
    found = (path for step in ("autograded", "feedback") for path in (folders.root / step).rglob("*"))
    return {
        str(path.relative_to(folders.root)): (oct(path.stat().st_mode), path.read_bytes())
        for path in found
        if path.is_file()
    }


def same(one, other):
    """Assert that two classes are the same, and say where they are not."""
    for name, rows in gradebook(one).items():
        assert rows == gradebook(other)[name], name
    written = files(one), files(other)
    assert sorted(written[0]) == sorted(written[1])
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []


@pytest.mark.timeout(300)
# nbgrader's release_feedback leaves each timestamp.txt open.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*timestamp:pytest.PytestUnraisableExceptionWarning")
def test_a_term_is_the_same_by_our_commands_and_by_the_stock_ones(tmp_path, small, quick):
    classroom = small.Class(tmp_path / "made")
    both = [make(classroom, tmp_path / name) for name in ("ours", "theirs")]
    right = small.filled()
    small.cell_of(right, "transfer").source = "In words."
    right, untouched = nbformat.writes(right).encode(), nbformat.writes(small.lesson()).encode()
    for folders in both:
        hand_in(folders, "ann", right, LATE, notes_dot_txt="mine", data_dot_csv="mine", more__deep_dot_txt="mine")
        hand_in(folders, "bo", right, IN_TIME)
        hand_in(folders, "cy", b'{"cells": [', LATE)
        hand_in(folders, "di", untouched)
        hand_in(folders, "ed", right, LATE)
        with closing(Gradebook(f"sqlite:///{folders.gradebook}", "jac")) as api:
            api.update_or_create_student("ed")
            api.update_or_create_submission(LESSON, "ed")
            api.grant_extension(LESSON, "ed", minutes=5)
    one, other = both
    ours(one)
    assert theirs(other) == [0, 0]
    same(one, other)
    penalties = {row[0]: row[4] for row in gradebook(one)["submission"]}
    assert penalties == {"ann": 5.0, "bo": None, "cy": 0.0, "di": None, "ed": None}
    beside = {Path(name).name for name in files(one) if name.startswith("feedback/ann/")}
    assert beside == {f"{LESSON}.html", "timestamp.txt", "submission_secret.txt", "notes.txt", "data.csv", "deep.txt"}
    assert files(one)[f"feedback/ann/{LESSON}/data.csv"][1] == b"the course's own"

    for folders in both:  # a reader gives points and overrides; one answer is rewritten, one comes in time after all
        with closing(Gradebook(f"sqlite:///{folders.gradebook}", "jac")) as api:
            for student in ("ann", "bo", "ed"):
                given = api.find_grade("transfer", LESSON, LESSON, student)
                given.manual_score, given.needs_manual_grade = 2.5, False
                api.find_comment("transfer", LESSON, LESSON, student).manual_comment = "Well put."
            override = api.find_grade("check-vjp_once", LESSON, LESSON, "bo")
            override.manual_score, override.extra_credit, override.needs_manual_grade = 1.0, 0.5, False
            api.db.commit()
        hand_in(folders, "ann", right, IN_TIME)
        hand_in(folders, "ed", right.replace(b"In words.", b"In other words."), "2026-02-03 10:05:01 UTC")
    ours(one)
    assert theirs(other) == [0, 0]
    same(one, other)
    penalties = {row[0]: row[4] for row in gradebook(one)["submission"]}
    assert penalties["ann"] is None, "it came in time after all"
    assert penalties["ed"] == 5.0 + 2.5
    pages = {student: files(one)[f"feedback/{student}/{LESSON}/{LESSON}.html"][1].decode() for student in ("bo", "ed")}
    assert "<b>bo</b> · 7 of 19 points" in pages["bo"], "1 and 0.5 in the place of 2, 3 as before, 2.5 by hand"
    assert "on an earlier version of this answer" in pages["ed"]
    assert "on an earlier version of this answer" not in pages["bo"]

    for folders in both:  # what was read is rewritten, and what was rewritten is as it was
        hand_in(folders, "ann", right.replace(b"In words.", b"In other words."), IN_TIME)
        hand_in(folders, "ed", right, IN_TIME)
    ours(one)
    assert theirs(other) == [0, 0]
    same(one, other)
    waits = {row[0] for row in gradebook(one)["grade"] if row[1] == "transfer" and row[5]}
    assert waits == {"ann"}

    for folders in both:
        (folders.root / "exchange" / "jac").mkdir(parents=True)
        shutil.rmtree(folders.step("feedback", "di", LESSON))  # handed in without nbgrader's submit: it has no secret
        assert stock(folders, ReleaseFeedbackApp) == 0
    pages = [{path.name: path.read_bytes() for path in (each.root / "exchange").rglob("*.html")} for each in both]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 4
