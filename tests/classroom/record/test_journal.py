"""A class is graded once: what is done is not done again, and a run that is killed is finished by the next."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook

from autograder import questions
from autograder.classroom import pipeline, submissions
from autograder.classroom.grading import work
from autograder.classroom.grading.work import Task
from autograder.classroom.handin.read import fingerprint, load
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.journal import key_of
from autograder.errors import CourseError
from autograder.execute import CellRun, Ended, Execution, Kernel, sandbox_lacks
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.questions import question

STUDENTS = ("ann", "bo", "cy", "di")
SEED = 7


@pytest.fixture(scope="module")
def seen(small):
    """The evidence of each question's naive way, made once: it is the same for every student whose seed is the same."""
    return {name: to_json(observe(question(name), question(name).naive, SEED, timed=False)) for name in small.FUNCTIONS}


def in_this_process(patch, seen):
    """Have a class graded in this process, with evidence that was made before in place of kernels; list who was."""
    graded = []

    def supervised(path, lesson, student, seed, limits, kernel):
        graded.append(student)
        submission, outputs = load(path, lesson, student, seed), {}
        for index, check in submission.checks.items():
            data = {EVIDENCE_MIME: seen[check.question]}
            outputs[index] = ({"output_type": "display_data", "data": data, "metadata": {}},)
        cells = range(len(submission.notebook.cells))
        return submission, Execution(tuple(CellRun(Ended.RAN, "", outputs.get(index, ())) for index in cells))

    patch.setattr(work, "supervised", supervised)
    patch.setattr(submissions, "seed_for", lambda *_: SEED)
    patch.setattr(submissions, "graded_in_order", lambda tasks, jobs, cluster: (work.grade(task) for task in tasks))
    return graded


@pytest.fixture
def runs(monkeypatch, seen):
    """Grade in this process; list who was graded since the class's first run."""
    return in_this_process(monkeypatch, seen)


@pytest.fixture(scope="module")
def first(small, seen, tmp_path_factory):
    """Grade a class for the first time; return it and what that run said. Each test goes on with a copy."""
    classroom = small.Class(tmp_path_factory.mktemp("first"))
    for student in STUDENTS:
        classroom.hand_in(student, small.filled())
    with pytest.MonkeyPatch.context() as patch:
        graded = in_this_process(patch, seen)
        said = grade(classroom.folders)
    assert graded == list(STUDENTS)
    return classroom, said


@pytest.fixture
def classroom(small, first, tmp_path):
    """A copy of the class after its first run."""
    return small.Class(Path(shutil.copytree(first[0].root, tmp_path / "class")))


@pytest.fixture
def folders(classroom):
    return classroom.folders


@pytest.fixture
def fresh(small, tmp_path):
    """A class that nobody has graded."""
    return small.Class(tmp_path / "fresh")


def grade(folders, **options):
    found = pipeline.grade_class(folders, ("01_row_by_row",), kernel=Kernel.UNSANDBOXED, **options)
    return [recorded.graded for recorded in found]


def files(folders):
    """Everything that a run writes but the database itself."""
    found = (path for step in ("autograded", "feedback") for path in (folders.root / step).rglob("*"))
    return {str(path.relative_to(folders.root)): path.read_bytes() for path in found if path.is_file()}


def rows(folders):
    with open_book(folders.gradebook) as book:
        return list(book.rows())


def test_a_second_run_grades_nothing_and_says_the_same(folders, first, runs):
    before = files(folders), rows(folders)
    said = grade(folders)
    assert runs == []
    assert [graded.kept for graded in first[1] + said] == [False] * 4 + [True] * 4
    assert [one.verdicts for one in said] == [one.verdicts for one in first[1]]
    assert [(one.entries, one.by_hand, one.notes) for one in said] == [
        (one.entries, one.by_hand, one.notes) for one in first[1]
    ]
    assert (files(folders), rows(folders)) == before


def test_a_changed_submission_is_graded_again_and_no_other(folders, runs):
    path = folders.step("submitted", "cy", "01_row_by_row") / "01_row_by_row.ipynb"
    path.write_text(path.read_text("utf-8").replace("retain_graph=True", "retain_graph=bool(1)"), "utf-8")
    grade(folders)
    assert runs == ["cy"]


def test_force_grades_all_again(folders, runs):
    grade(folders, force=True)
    assert runs == list(STUDENTS)


def test_what_an_instructor_gave_stays_and_comes_onto_the_page(folders, runs):
    with closing(Gradebook(f"sqlite:///{folders.gradebook}")) as api:
        grade_ = api.find_grade("transfer", "01_row_by_row", "01_row_by_row", "bo")
        grade_.manual_score, grade_.needs_manual_grade = 1.5, False
        api.db.commit()
    pages = files(folders)
    grade(folders)
    assert runs == []
    now = files(folders)
    assert [name for name in now if now[name] != pages[name]] == ["feedback/bo/01_row_by_row/01_row_by_row.html"]
    (part,) = [part for row in rows(folders) if row.student.id == "bo" for part in row.parts if part.written]
    assert (part.points, part.standing, part.by_hand) == (1.5, "graded", True)


def test_what_waits_for_a_reader_is_no_zero_on_the_page(classroom, small, folders, runs):
    notebook = small.filled()
    small.cell_of(notebook, "transfer").source = "In words."
    classroom.hand_in("bo", notebook)
    page = folders.step("feedback", "bo", small.LESSON) / f"{small.LESSON}.html"
    grade(folders)
    assert "not graded yet (of 3 points)" in page.read_text()
    with closing(Gradebook(f"sqlite:///{folders.gradebook}")) as api:
        given = api.find_grade("transfer", small.LESSON, small.LESSON, "bo")
        given.manual_score, given.needs_manual_grade = 0, False
        api.db.commit()
    grade(folders)
    assert "not graded yet" not in page.read_text()
    assert "0 of 3 points" in page.read_text()


def test_a_file_that_was_lost_is_written_again_from_the_journal(folders, runs):
    before = files(folders)
    for name in ("autograded/ann/01_row_by_row/01_row_by_row.ipynb", "feedback/di/01_row_by_row/01_row_by_row.html"):
        (folders.root / name).unlink()
    grade(folders)
    assert files(folders) == before
    assert runs == []


def test_what_is_withheld_is_graded_again(fresh, small, runs, monkeypatch):
    for student in STUDENTS[:2]:
        fresh.hand_in(student, small.filled())
    with monkeypatch.context() as broken:
        broken.setattr(work, "verdicts", lambda submission, execution: work.withheld(submission, "the judge broke"))
        assert all(graded.withheld for graded in grade(fresh.folders))
    assert not any(graded.withheld for graded in grade(fresh.folders))
    assert runs == [*STUDENTS[:2], *STUDENTS[:2]]


def test_another_look_is_drawn_again_and_nothing_graded_again(folders, runs, monkeypatch):
    drawn = {path: path.stat().st_ino for path in (folders.root / "feedback").rglob("*.html")}
    grade(folders)
    assert {path: path.stat().st_ino for path in drawn} == drawn
    monkeypatch.setattr("autograder.classroom.record.files.drawing", lambda: "of another look")
    assert all(graded.kept for graded in grade(folders))
    assert all(path.stat().st_ino != before for path, before in drawn.items())
    assert runs == []


def test_the_key_tells_everything_apart_that_decides(folders, monkeypatch):
    path = folders.step("submitted", "ann", "01_row_by_row") / "01_row_by_row.ipynb"
    task = Task("ann", "01_row_by_row", path, folders.released("01_row_by_row"), 7)
    other = Task("ann", "01_row_by_row", path, folders.released("01_row_by_row"), 8)
    unboxed = Task("ann", "01_row_by_row", path, task.released, 7, kernel=Kernel.UNSANDBOXED)
    handed = fingerprint(path)
    keys = {key_of(task, handed), key_of(other, handed), key_of(unboxed, handed), key_of(task, "another file")}
    assert len(keys) == 4
    assert key_of(task, handed) in keys
    monkeypatch.setattr("autograder.classroom.record.journal.deciding", lambda own: "of another release")
    assert key_of(task, handed) not in keys


def test_own_exercises_are_no_part_of_a_lesson_s_key_that_asks_none(folders, monkeypatch):
    path = folders.step("submitted", "ann", "01_row_by_row") / "01_row_by_row.ipynb"
    task = Task("ann", "01_row_by_row", path, folders.released("01_row_by_row"), 7)
    asked: list[bool] = []
    monkeypatch.setattr("autograder.classroom.record.journal.deciding", lambda own: asked.append(own) or "")
    key_of(task, "")
    monkeypatch.setattr(questions, "LESSONS", tuple(replace(each, own=True) for each in questions.LESSONS))
    key_of(task, "")
    assert asked == [False, True]


# The run that is killed: results that are ready, a moment between them, and all of the writing.
_RUN = """
import sys, time
from pathlib import Path
from autograder.classroom import pipeline, submissions
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.record.gradebook import open_book
from autograder.execute import Kernel
folders, ready = ClassFolders(Path(sys.argv[1]), Path(sys.argv[2])), Path(sys.argv[3])
with open_book(ready) as book:
    from sqlalchemy import text
    from autograder.classroom.record.journal import _decoded
    found = book._api.db.execute(text("SELECT student, result FROM autograder_results"))
    stored = {row[0]: _decoded(row[1]) for row in found}
def graded_in_order(tasks, jobs, cluster):
    for task in tasks:
        time.sleep(0.02)
        yield stored[task.student]
submissions.graded_in_order = graded_in_order
submissions.seed_for = lambda *_: 7
print("begins", flush=True)
for found in pipeline.grade_class(folders, ("01_row_by_row",), kernel=Kernel.UNSANDBOXED):
    print(found.graded.student, found.graded.kept, flush=True)
"""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.long)])
def test_killed_at_random_moments_a_class_ends_as_if_never_interrupted(fresh, small, runs, kills):
    """A run takes some seconds to begin, so it is killed in the part that writes; what is graded is ready made."""
    students = [f"s{place:02}" for place in range(6 if kills == 1 else 12)]
    for student in students:
        fresh.hand_in(student, small.filled())
    folders = fresh.folders
    grade(folders)
    whole = files(folders), rows(folders)
    ready = folders.root / "ready.db"
    os.replace(folders.gradebook, ready)
    subprocess.run(["chmod", "-R", "u+w", folders.root / "autograded"], check=True)
    subprocess.run(["rm", "-rf", folders.root / "autograded", folders.root / "feedback"], check=True)

    draw, told = random.Random(20), []
    words = [sys.executable, "-c", _RUN, str(folders.root), str(folders.lessons), str(ready)]
    for kill in range(kills):
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout.readline() == "begins\n"
            # Once some have been told of; in a long test some at any moment from its begin on.
            early = kill % 3 == 2
            lines = [run.stdout.readline() for _ in range(0 if early else draw.randint(1, 3))]
            time.sleep(draw.uniform(0, 0.5 if early else 0.05))
            run.send_signal(signal.SIGKILL)
            told.append([line.split() for line in (*lines, *run.stdout) if line.strip()])
    runs.clear()
    done = grade(folders)
    assert (files(folders), rows(folders)) == whole
    assert any(told), "some of the runs came to write"
    recorded = [line[0] for lines in told for line in lines if line[1] == "False"]
    assert len(recorded) == len(set(recorded)), "what a run had told of was not graded again"
    assert not {*recorded} & {*runs}
    assert [graded.student for graded in done] == students


@pytest.mark.long
def test_nbgrader_opens_a_gradebook_that_holds_a_journal(folders):
    listed = subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "student", "list", "--db", f"sqlite:///{folders.gradebook}"],
        capture_output=True, text=True, check=False, cwd=folders.root,
    )  # fmt: skip
    assert listed.returncode == 0, listed.stderr
    assert all(student in listed.stdout for student in STUDENTS)
    assert [path.name for path in folders.root.glob("*.db*")] == ["gradebook.db"]


@pytest.mark.timeout(300)
@pytest.mark.long
def test_nothing_outlives_a_grader_that_is_killed(fresh, small):
    """Workers, their zygotes and the kernels are in sessions of their own; each holds a line to the one above it."""
    (fresh.root / "nbgrader_config.py").touch()
    for student in STUDENTS:
        fresh.hand_in(student, small.filled())
    boxed = [] if not sandbox_lacks() else ["--unsandboxed"]
    words = [sys.executable, "-m", "autograder.cli", "grade", "--jobs", "2", *boxed]
    with subprocess.Popen(words, cwd=fresh.root, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline().startswith("1 of 4")
        below = psutil.Process(run.pid).children(recursive=True)
        assert len(below) >= 3
        run.kill()
    _, alive = psutil.wait_procs(below, timeout=30)
    assert not alive
    done = subprocess.run(words, cwd=fresh.root, capture_output=True, text=True, check=True)
    assert "have not changed since they were graded" in done.stdout
    assert {row.student.id for row in rows(fresh.folders)} == set(STUDENTS)


def test_a_folder_that_a_killed_runs_child_still_holds_is_waited_for(tmp_path):
    lock = "fcntl.flock(os.open('.', os.O_RDONLY), fcntl.LOCK_EX)"
    hold = f"import fcntl, os, time; {lock}; print(flush=True); time.sleep({{}})"
    for seconds, waits in ((0.3, True), (60, False)):
        words = [sys.executable, "-c", hold.format(seconds)]
        with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            with (
                nullcontext() if waits else pytest.raises(CourseError, match="expected no other run"),
                class_lock(tmp_path),
            ):
                assert waits
            child.kill()
