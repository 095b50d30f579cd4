"""Points need positive evidence; what a run leaves besides is plain data without anything that a page could run."""

import base64
import json
from typing import Any

import nbformat
import pytest
from nbformat import v4
from nbgrader.preprocessors import ComputeChecksums

from autograder.classroom.grading import marking
from autograder.classroom.grading.marking import verdicts
from autograder.classroom.grading.notebook_as_run import notebook_as_run
from autograder.classroom.grading.work import Task, grade, not_graded
from autograder.classroom.handin.read import load
from autograder.classroom.record.results import as_graded, line_of, object_of
from autograder.execute import CellRun, Ended, Execution, KernelFailed
from autograder.judge import Outcome
from autograder.observe import EVIDENCE_MIME, MAX_BYTES, observe, to_json
from autograder.questions import question

SEED = 3


@pytest.fixture(scope="module")
def evidence(small):
    """Real evidence of a right answer, as JSON."""
    import torch

    space = {"torch": torch}
    exec(small.RIGHT["vjp_once"], space)
    return to_json(observe(question("vjp_once"), space["vjp_once"], SEED))


@pytest.fixture
def submission(classroom, small):
    return load(classroom.hand_in("ann", small.filled()), classroom.lesson, "ann", SEED)


def display(data):
    return {"output_type": "display_data", "metadata": {}, "data": {EVIDENCE_MIME: data, "text/plain": "evidence"}}


def first_check(submission):
    return min(submission.checks)


def ending(submission, run):
    """An execution whose first check cell ended as `run`, and all other cells quietly."""
    runs = [CellRun(Ended.RAN) for _ in submission.notebook.cells]
    runs[first_check(submission)] = run
    return Execution(tuple(runs))


def verdict(submission, *outputs, ended=Ended.RAN, says=""):
    return verdicts(submission, ending(submission, CellRun(ended, says, outputs)))["check-vjp_once"]


def reason(found):
    assert {mark.outcome for mark in found.marks} == {Outcome.NOT_RUN}
    assert found.points == 0
    return found.marks[0].says


def test_one_piece_of_evidence_is_judged(submission, evidence):
    assert verdict(submission, display(evidence)).points == 4


def test_prints_warnings_and_figures_beside_it_cost_nothing(submission, evidence):
    noise = [v4.new_output("stream", name=name, text="x") for name in ("stdout", "stderr")]
    picture = v4.new_output("display_data", {"image/png": "aaaa"})
    assert verdict(submission, *noise, display(evidence), picture).points == 4


@pytest.mark.parametrize("printed", ["4", "nan", "inf", "-1", "1e300", "full marks", "np.float64(4.0)", ""])
def test_what_a_cell_prints_never_counts(submission, printed):
    result = v4.new_output("execute_result", {"text/plain": printed})
    assert "showed 0 pieces of evidence" in reason(verdict(submission, result))


def test_no_output_at_all_earns_nothing(submission):
    assert "showed 0 pieces of evidence" in reason(verdict(submission))


def test_doubled_evidence(submission, evidence):
    assert "showed 2 pieces of evidence" in reason(verdict(submission, display(evidence), display(evidence)))


@pytest.mark.parametrize("data", [None, 5, "evidence", [], {}, {"version": 1}, {"question": "vjp_once", "seed": SEED}])
def test_malformed_evidence(submission, data):
    assert reason(verdict(submission, display(data)))


def test_evidence_with_spoilt_tensors(submission, evidence):
    spoilt = {**evidence, "tensors": base64.b64encode(b"\x80\x04no pickle is ever read").decode()}
    assert "can't be read" in reason(verdict(submission, display(spoilt)))


def test_oversized_evidence(submission, evidence):
    padded = {**evidence, "tensors": "A" * (MAX_BYTES + 1)}
    assert "at most" in reason(verdict(submission, display(padded)))


def test_evidence_of_another_question_or_seed(submission, evidence):
    assert "another question" in reason(verdict(submission, display({**evidence, "question": "jacobian_by_rows"})))
    found = reason(verdict(submission, display({**evidence, "seed": SEED + 1})))
    assert "other inputs" in found
    assert str(SEED + 1) not in found


@pytest.mark.parametrize("ended", [Ended.RAISED, Ended.TIMED_OUT, Ended.DIED, Ended.NOT_REACHED, Ended.SKIPPED])
def test_a_check_that_did_not_end_by_itself_earns_nothing(submission, evidence, ended):
    assert reason(verdict(submission, display(evidence), ended=ended, says="it took too long"))


def test_an_undefined_function_is_named_with_what_became_of_its_cell(submission):
    execution = ending(submission, CellRun(Ended.RAISED, "NameError: name 'vjp_once' is not defined"))
    runs = list(execution.runs)
    runs[first_check(submission) - 1] = CellRun(Ended.RAISED, "SyntaxError: '(' was never closed")
    found = verdicts(submission, Execution(tuple(runs)))["check-vjp_once"]
    assert reason(found) == (
        "vjp_once is not defined when its check runs"
        " (the cell of vjp_once had stopped: SyntaxError: '(' was never closed)."
    )


BROKEN = "def vjp_once(f, x, v):\n    return x * 0"


@pytest.mark.parametrize(
    ("own", "slug"),
    [
        ("print(1)", "not-written-yet"),
        ("vjp_once = lambda f, x, v: x * 0", "zeros-throughout"),
    ],
)
def test_an_original_to_repair_that_nobody_touched_is_not_begun_and_no_mistake(classroom, small, own, slug):
    lesson = small.lesson()
    small.cell_of(lesson, "vjp_once").source = BROKEN
    lesson, _ = ComputeChecksums().preprocess(lesson, {})
    nbformat.write(lesson, classroom.folders.released(small.LESSON))
    lesson.cells.insert(7, v4.new_code_cell(own))
    submission = load(classroom.hand_in("ann", lesson), classroom.lesson, "ann", SEED)
    space: dict[str, Any] = {}
    exec(BROKEN, space)
    shown = display(to_json(observe(question("vjp_once"), space["vjp_once"], SEED)))
    assert verdict(submission, shown).diagnosis.slug == slug


def test_a_judge_that_breaks_withholds_the_grade(submission, evidence, monkeypatch):
    monkeypatch.setattr(marking, "judge", lambda *_: 1 / 0)
    found = verdict(submission, display(evidence))
    assert found.withheld
    assert {mark.outcome for mark in found.marks} == {Outcome.GRADER_ERROR}


def test_a_key_that_breaks_withholds_the_grade(submission, evidence, monkeypatch):
    monkeypatch.setattr(marking, "key_for", lambda *_: 1 / 0)
    assert verdict(submission, display(evidence)).withheld


def test_a_page_that_could_run_a_script_is_not_kept(submission):
    active = {"text/html": "<script>", "image/svg+xml": "<svg/>", "application/javascript": "x", "text/plain": "kept"}
    outputs = (v4.new_output("display_data", active), {"output_type": "display_data", "data": {"text/html": "x"}})
    broken = ({"output_type": "stream", "name": 5, "text": "x"}, {"output_type": "poem"})
    runs = [CellRun(Ended.RAN, outputs=(*outputs, *broken)) for _ in submission.notebook.cells]
    notebook = notebook_as_run(submission, Execution(tuple(runs)))
    assert all("outputs" in cell and not cell.outputs for cell in map(notebook.cells.__getitem__, submission.checks))
    answer = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "vjp_once")
    assert [dict(output.data) for output in answer.outputs] == [{"text/plain": "kept"}]


def test_text_that_no_file_can_hold_is_replaced(classroom, small, monkeypatch):
    def prints(submission, limits, kernel, ended):
        spoilt = CellRun(Ended.RAISED, "E: \udcff", ({"output_type": "stream", "name": "stdout", "text": "a\ud800b"},))
        for place in range(len(submission.notebook.cells)):
            ended(place, spoilt)
        return Execution((spoilt,) * len(submission.notebook.cells))

    monkeypatch.setattr("autograder.classroom.grading.supervised.execute", prints)
    path = classroom.hand_in("ann", small.filled())
    graded = grade(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), SEED))
    assert "a?b" in graded.notebook
    graded.notebook.encode()
    json.dumps(object_of(as_graded(graded), path))
    line_of(as_graded(graded)).encode()


def test_a_kernel_that_does_not_start_withholds_what_was_to_be_run(classroom, small, monkeypatch):
    def fails(*_):
        raise KernelFailed("no kernel")

    monkeypatch.setattr("autograder.classroom.grading.supervised.execute", fails)
    notebook = small.filled()
    small.cell_of(notebook, "transfer").source = "In words."
    path = classroom.hand_in("ann", notebook)
    graded = grade(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), SEED))
    assert graded.withheld
    assert "no kernel" in graded.reason
    assert {e.grade_id: e.points for e in graded.entries if e.graded} == {
        **{f"check-{name}": None for name in small.FUNCTIONS},
        "transfer": None,
    }


def test_where_grading_itself_broke_not_even_the_written_answer_is_a_zero(classroom, small):
    graded = not_graded(
        Task("ann", small.LESSON, classroom.path("ann"), classroom.folders.released(small.LESSON), 1), "x"
    )
    assert graded.withheld
    assert all(entry.points is None for entry in graded.entries)


def test_a_program_is_told_why_nothing_was_seen(classroom, small):
    path = classroom.hand_in("ann", b"")
    graded = grade(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), SEED))
    for exercise in object_of(as_graded(graded), path)["exercises"]:
        assert exercise["not_run"].keys() == exercise["criteria"].keys()
        assert all("an empty file" in reason for reason in exercise["not_run"].values())
