"""The graded notebook: nbgrader reads a check cell as exactly the verdict's points, and nothing of a student's runs."""

import pickle
from dataclasses import replace

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import v4
from nbgrader.utils import determine_grade, is_grade, is_solution

from autograder.classroom.grading import work
from autograder.classroom.grading.work import Graded, Task, grade, not_graded
from autograder.classroom.handin.read import load
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.execute import CellRun, Ended, Execution
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.questions import question

SEED = 3


@pytest.fixture
def graded(classroom, small, monkeypatch):
    """Return a function that grades a notebook (the small lesson, filled in): its kernel only gives right evidence."""

    def supervised(path, lesson, student, seed, limits, kernel):
        submission = load(path, lesson, student, seed)
        if submission.unreadable is not None:
            return submission, None
        runs = [CellRun(Ended.RAN) for _ in submission.notebook.cells]
        for index, check in submission.checks.items():
            if check.question == "vjp_once":
                evidence = to_json(observe(question("vjp_once"), question("vjp_once").naive, SEED, timed=False))
                shown = {"output_type": "display_data", "metadata": {}, "data": {EVIDENCE_MIME: evidence}}
                runs[index] = CellRun(Ended.RAN, "", (shown,))
        return submission, Execution(tuple(runs))

    monkeypatch.setattr(work, "supervised", supervised)

    def graded(content=None) -> Graded:
        path = classroom.hand_in("ann", small.filled() if content is None else content)
        return grade(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), SEED))

    return graded


def checks_in(notebook):
    return [cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell)]


def test_nbgrader_reads_the_points_of_the_verdict(graded):
    found = graded()
    notebook = notebook_as_graded(found)
    nbformat.validate(notebook)
    read = [determine_grade(cell) for cell in checks_in(notebook)]
    points = found.verdicts["check-vjp_once"].points
    assert points > 0
    assert read == [(points, 4), (0, 7), (0, 5)]
    recorded = {entry.grade_id: entry.points for entry in found.entries if entry.graded}
    assert [recorded[cell.metadata.nbgrader.grade_id] for cell in checks_in(notebook)] == [got for got, _ in read]
    assert all(cell.source == f"check({cell.metadata.nbgrader.grade_id[6:]})" for cell in checks_in(notebook))


def test_nbgrader_reads_withheld_and_unread_as_nothing(classroom, small, graded):
    task = Task("ann", small.LESSON, classroom.path("ann"), classroom.folders.released(small.LESSON), SEED)
    for found in (not_graded(task, "ours"), graded(b"")):
        assert [determine_grade(cell)[0] for cell in checks_in(notebook_as_graded(found))] == [0, 0, 0]


def test_nothing_is_drawn_before_a_result_is_recorded(graded):
    found = graded()
    assert "autograder-card" not in found.notebook
    assert all(not cell.outputs for cell in checks_in(v4.reads(found.notebook)))
    assert pickle.loads(pickle.dumps(found)) == found
    assert notebook_as_graded(found) == notebook_as_graded(found)


def test_why_a_file_was_not_read_stands_at_the_top_and_a_failure_of_ours_does_not(graded):
    assert "an empty file" in notebook_as_graded(graded(b"")).cells[0].source
    found = graded()
    assert notebook_as_graded(found).cells[0].source == "# Row by row"
    assert "was stopped" in notebook_as_graded(replace(found, notes=("The cell «x» was stopped.",))).cells[0].source


def test_no_text_of_a_students_runs_in_the_formgrader(small, graded):
    """It shows autograded/ by nbconvert, which leaves HTML in texts as it is."""
    notebook = small.filled()
    small.cell_of(notebook, "transfer").source = "Where $M < N$, and a<b. <script>steal()</script><!-- -->"
    notebook.cells += [v4.new_raw_cell("<img src=x onerror=steal()>"), v4.new_markdown_cell("</div><svg onload=x>")]
    found = replace(graded(notebook), notes=("The cell «<script>steal()» was stopped.",))
    page, _ = HTMLExporter().from_notebook_node(notebook_as_graded(found))
    for tag in ("<script>steal", "<img src=x", "<svg onload"):
        assert tag not in page
    assert "$M &lt; N$" in page
    assert "&lt;script&gt;steal()" in page


def test_a_template_that_nobody_touched_stays_as_the_teacher_wrote_it(classroom, small, graded):
    path = classroom.folders.released(small.LESSON)
    path.write_text(path.read_text().replace("*Your answer here.*", "<b>Your answer here.</b>"))
    released = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in released.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "transfer"]
    cell.metadata.nbgrader.checksum = work.compute_checksum(cell)
    nbformat.write(released, path)
    found = graded(released)
    assert found.by_hand == {"transfer": (3, 0)}
    assert determine_grade(small.cell_of(notebook_as_graded(found), "transfer")) == (0, 3)
