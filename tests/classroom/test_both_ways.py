"""The demonstration class, graded by `autograder grade` and by nbgrader's own commands: the same scores everywhere.

Beside the demonstration class stand a few whose files stop nbgrader's own steps.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.classroom.course import demo
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.start import start_class
from autograder.classroom.grading.work import not_graded
from autograder.classroom.pipeline import grade_class

# tests/classroom/test_parity.py holds both ways against each other in one process, in every run.
pytestmark = [pytest.mark.timeout(1800), pytest.mark.long]

LESSON = "01_row_by_row"


def nbgrader(root, *words):
    """Run one of nbgrader's commands in a course's folder, as an instructor would."""
    programs = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "AUTOGRADER_DATA": str(root),
    }
    return subprocess.run(
        [programs / "nbgrader", *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def with_trouble(folders):
    """Add students whose notebooks are broken in nbgrader's eyes."""
    path = folders.step("submitted", "amara", LESSON) / f"{LESSON}.ipynb"
    right = nbformat.read(path, as_version=4)
    checks = [
        cell for cell in right.cells if str(cell.metadata.get("nbgrader", {}).get("grade_id")).startswith("check-")
    ]
    checks[0].metadata.nbgrader = {}
    for cell in right.cells:
        if cell.metadata.get("nbgrader"):
            cell.metadata.nbgrader["schema_version"] = 1
    right.cells.remove(checks[1])
    contents = {"old": json.dumps(right).encode(), "void": b"", "wild": b'{"cells": "\xff"}'}
    for student, content in contents.items():
        folder = folders.step("submitted", student, LESSON)
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(content)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Grade one class both ways at once; return the two folders and the answers of nbgrader's commands."""
    base = tmp_path_factory.mktemp("both")
    ours, theirs = base / "ours", base / "theirs"
    for root in (ours, theirs):
        start_class(root)
    folders = ClassFolders.of_course(ours)
    made = ClassFolders(base / "made", ours / "lessons")
    demo.hand_in(made)
    with_trouble(made)
    for root in (ours, theirs):
        shutil.copytree(made.root / "submitted", root / "submitted")
    with (theirs / "nbgrader_config.py").open("a") as settings:
        settings.write(f"\nc.RunAndJudge.cell_seconds = {demo.LIMITS.cell}\n")
    commands = {"generate_assignment": nbgrader(theirs, "generate_assignment", LESSON)}
    with ThreadPoolExecutor(1) as aside:
        autograde = aside.submit(nbgrader, theirs, "autograde", LESSON)
        results = [found.graded for found in grade_class(folders, [LESSON], limits=demo.LIMITS, jobs=1)]
        commands["autograde"] = autograde.result()
    commands["generate_feedback"] = nbgrader(theirs, "generate_feedback", LESSON)
    commands["export"] = nbgrader(theirs, "export")
    return folders, ClassFolders.of_course(theirs), commands, results


def grades_in(folders):
    """Return student → cell → all that nbgrader holds of its grade."""
    found = {}
    with Gradebook(f"sqlite:///{folders.gradebook}") as book:
        for submission in book.assignment_submissions(LESSON):
            for notebook in submission.notebooks:
                found[submission.student.id] = {
                    grade.name: (grade.auto_score, grade.score, grade.max_score, grade.needs_manual_grade)
                    for grade in notebook.grades
                } | {comment.name: comment.auto_comment for comment in notebook.comments}
    return found


def test_nbgraders_commands_succeed(both):
    for name, done in both[2].items():
        assert done.returncode == 0, f"nbgrader {name}: {done.stderr[-2000:]}"


def test_every_score_is_the_same(both):
    ours, theirs = grades_in(both[0]), grades_in(both[1])
    assert len(ours) == 17
    assert ours == theirs


def test_the_demonstration_shows_what_it_is_meant_to(both):
    verdicts = {found.student: found.verdicts for found in both[3]}
    slugs = {
        student: {found.diagnosis.slug for found in verdicts[student].values() if found.diagnosis}
        for student in verdicts
    }
    full = {student for student in verdicts if all(v.points == v.max_points for v in verdicts[student].values())}
    assert full == {"amara", "bruno", "chiara", "lena", "mara", "old"}
    assert slugs["elif"] == {"ones-for-unit-vectors"}
    assert slugs["farid"] == {"forward-for-every-row"}
    assert slugs["greta"] == {"transposed", "one-sided-difference"}
    assert slugs["hana"] == {"forbidden-tool"}
    assert slugs["ines"] == {"grad-not-cleared", "factor-two"}
    assert slugs["noor"] == {"no-cotangent", "graph-freed", "step-ignored"}
    assert {sum(v.points for v in verdicts[student].values()) for student in ("jun", "kofi", "void", "wild")} == {0}


def test_the_formgrader_shows_the_same_points(both):
    totals = {student: {} for student in grades_in(both[0])}
    for folders in both[:2]:
        directory = CourseDirectory(root=str(folders.root), release_directory="lessons", source_directory="solutions")
        for shown in NbGraderAPI(directory).get_notebook_submissions(LESSON, LESSON):
            totals[shown["student"]].setdefault(folders.root.name, (shown["score"], shown["needs_manual_grade"]))
    assert all(each["ours"] == each["theirs"] for each in totals.values())
    assert totals["amara"]["ours"] == (16, True), "the written answer waits for a reader"


def test_feedback_pages_lie_in_the_same_places_and_hide_the_same(both):
    for student in grades_in(both[0]):
        pages = [(folders.step("feedback", student, LESSON) / f"{LESSON}.html").read_text() for folders in both[:2]]
        for page in pages:
            assert student in page
            assert "vnd.autograder.evidence" not in page
            assert "BEGIN SOLUTION" not in page


def test_what_is_withheld_is_withheld_in_nbgraders_step_too(both, monkeypatch):
    from autograder.classroom import nbgrader_steps

    folders = both[1]
    monkeypatch.setattr(nbgrader_steps, "grade", lambda task: not_graded(task, "the judge broke"))
    directory = CourseDirectory(root=str(folders.root), release_directory="lessons", student_id="amara")
    url = f"sqlite:///{folders.gradebook}"
    resources = {"nbgrader": {"student": "amara", "assignment": LESSON, "notebook": LESSON, "db_url": url}}
    step = nbgrader_steps.RunAndJudge(config=directory.config)
    monkeypatch.setattr(step, "_directory", lambda: directory)
    notebook, _ = step.preprocess(None, resources)
    nbgrader_steps.SaveVerdicts().preprocess(notebook, resources)
    found = grades_in(folders)["amara"]
    assert found["check-vjp_once"] == (None, 0, 4, True)


def test_nbgrader_validates_a_solution(both):
    done = nbgrader(both[1].root, "validate", f"solutions/{LESSON}/{LESSON}.ipynb")
    assert "Success! Your notebook passes all the tests." in done.stdout, done.stdout + done.stderr
