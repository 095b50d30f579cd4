"""From what a run displayed to verdicts, and from verdicts to a notebook that nbgrader reads as that many points.

    verdicts   Submission, Execution → grade_id → Verdict
    stopped    what a reader should know of cells that were stopped
    finished   the notebook with each check cell's outputs replaced by its verdict

Points need positive evidence: exactly one display of evidence, of this question and this seed, that can be read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode, v4
from nbgrader.utils import is_solution

from autograder.answer_key import key_for
from autograder.classroom.course.released import question_of
from autograder.classroom.handin.restore import OWN
from autograder.execute import CellRun, Check, Ended, Execution, Submission
from autograder.judge import Verdict, grader_error, judge, unobserved
from autograder.observe import EVIDENCE_MIME, MAX_BYTES, Evidence, MalformedEvidence, Outside, from_json
from autograder.present.card import card_html

# What is kept of a cell's displays. A page with a student's HTML or SVG in it would run their scripts.
_SHOWN = ("text/plain", "image/png", "image/jpeg")
WITHHELD = "withheld"
# What reaches into the autograder or into how a kernel displays: no exercise asks for it, an instructor should see it.
_MEDDLES = re.compile(
    r"sys\s*\.\s*modules|display_pub|\bdisplay\s*\.\s*display\s*=(?!=)|\bautograder(\s*\.\s*\w+)+\s*=(?!=)"
    r"|setattr\(\s*autograder|\bimport\s+autograder\s*\.\s*(?!figures\b)\w+|vnd\.autograder|EVIDENCE_MIME"
)
# What begins HTML in a text: nbgrader's formgrader would run what a student wrote there, with the instructor's rights.
_TAG = re.compile("<(?=[a-zA-Z/!?])")

_STOPPED: Mapping[Ended, str] = {
    Ended.RAISED: "its check stopped with {says}",
    Ended.TIMED_OUT: "its check was stopped: {says}",
    Ended.DIED: "its check was stopped: {says}",
    Ended.NOT_REACHED: "its check was not reached: {says}",
    Ended.SKIPPED: "its check did not run",
}


class Unseen(Exception):
    """No evidence that could earn a point; the message says why."""


def verdicts(submission: Submission, execution: Execution | None) -> dict[str, Verdict]:
    """Judge every check cell. Without an execution, none of them was run: the file could not be read."""
    found = {}
    for index, check in submission.checks.items():
        if execution is None:
            reason = submission.unreadable or "it was not run"
            found[check.grade_id] = unobserved(question_of(check, submission.lesson), reason)
        else:
            found[check.grade_id] = _verdict(submission, execution, index, check)
    meddles = _meddles(submission)
    return {name: verdict if verdict.doubt else replace(verdict, doubt=meddles) for name, verdict in found.items()}


def _meddles(submission: Submission) -> str:
    """Name the student's own cell that reaches where no exercise does; empty for none. It moves no mark."""
    for cell in submission.notebook.cells:
        own = cell.cell_type == "code" and (is_solution(cell) or cell.id.startswith(OWN))
        if own and (seen := _MEDDLES.search(cell.source)):
            return f"the cell «{_grade_id(cell) or cell.source.strip().splitlines()[0][:60]}» holds «{seen[0]}»."
    return ""


def withheld(submission: Submission, reason: str) -> dict[str, Verdict]:
    """Withhold every check cell's grade: the failure is ours."""
    return {
        check.grade_id: grader_error(question_of(check, submission.lesson), reason)
        for check in submission.checks.values()
    }


def _verdict(submission: Submission, execution: Execution, index: int, check: Check) -> Verdict:
    question = question_of(check, submission.lesson)
    try:
        evidence = _evidence(execution.runs[index], check, submission.seed)
    except Unseen as error:
        return unobserved(question, f"{error}{_undefined(submission, execution, index, check)}.")
    try:
        spent = execution.runs[index].spent
        outside = Outside(spent.wall, spent.cpu, spent.grown) if spent else None
        return judge(evidence, key_for(question, submission.seed), outside)
    except Exception as error:
        # Whatever goes wrong from here on is the grader's fault, never the student's.
        return grader_error(question, f"judging failed with {type(error).__name__}: {error}")


def _evidence(run: CellRun, check: Check, seed: int) -> Evidence:
    """Return the evidence that a check cell displayed; raise Unseen where there is not exactly one, and readable."""
    if run.says == f"NameError: name '{check.function}' is not defined":
        raise Unseen(f"{check.function} is not defined when its check runs")
    if run.ended is not Ended.RAN:
        raise Unseen(_STOPPED[run.ended].format(says=run.says.rstrip(".")))
    shown = [output["data"] for output in run.outputs if EVIDENCE_MIME in output.get("data", {})]
    if len(shown) != 1:
        raise Unseen(f"its check showed {len(shown)} pieces of evidence where one belongs")
    data = shown[0][EVIDENCE_MIME]
    size = len(json.dumps(data))
    if size > MAX_BYTES:
        raise Unseen(f"its evidence has {size} bytes where at most {MAX_BYTES} are taken")
    try:
        evidence = from_json(data)
    except MalformedEvidence as error:
        raise Unseen(str(error).rstrip(".")) from error
    if evidence.question != check.question:
        raise Unseen(f"the evidence is of another question, {evidence.question[:40]}")
    if evidence.seed != seed:
        raise Unseen("the evidence was made with other inputs")
    return evidence


def _undefined(submission: Submission, execution: Execution, index: int, check: Check) -> str:
    """Say what became of the answer's cell, where that may be why its check could not run."""
    for place, cell in enumerate(submission.notebook.cells[:index]):
        run = execution.runs[place]
        if _grade_id(cell) == check.function and run.ended is not Ended.RAN:
            return f" (the cell of {check.function} had stopped: {run.says.rstrip('.')})"
    return ""


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def stopped(submission: Submission, execution: Execution) -> tuple[str, ...]:
    """Return a sentence for each of the student's cells that did not come to its end by itself."""
    lines = []
    for index, (cell, run) in enumerate(zip(submission.notebook.cells, execution.runs, strict=True)):
        if index not in submission.checks and run.ended in (Ended.TIMED_OUT, Ended.DIED):
            name = _grade_id(cell) or cell.source.strip().splitlines()[0][:60]
            lines.append(f"The cell «{name}» was stopped: {run.says.rstrip('.')}. The cells after it were still run.")
    return tuple(lines)


def finished(
    submission: Submission, execution: Execution | None, found: Mapping[str, Verdict], notes: Sequence[str] = ()
) -> NotebookNode:
    """Return the notebook as it goes into autograded/: verdicts in the check cells, bounded outputs elsewhere.

    The notes stand in a cell of their own at the top.
    """
    notebook: NotebookNode = v4.new_notebook(metadata=submission.notebook.metadata)
    for index, cell in enumerate(submission.notebook.cells):
        done = NotebookNode(cell, metadata=NotebookNode(cell.metadata))
        if index in submission.checks:
            verdict = found[submission.checks[index].grade_id]
            done.outputs = [_display(verdict)]
            done.metadata["autograder"] = NotebookNode({WITHHELD: verdict.withheld})
        elif cell.cell_type == "code":
            outputs = execution.runs[index].outputs if execution else ()
            done.outputs = [kept for output in outputs if (kept := _kept(output)) is not None]
        elif is_solution(cell) or cell.id.startswith(OWN):
            done.source = _TAG.sub("&lt;", cell.source)
        notebook.cells.append(done)
    said = [*([submission.unreadable] if submission.unreadable else []), *notes]
    if said:
        lines = "\n".join(f"- {_TAG.sub('&lt;', line)}" for line in said)
        notebook.cells.insert(0, v4.new_markdown_cell(f"**About this submission**\n\n{lines}", id="autograder-notes"))
    return notebook


def _display(verdict: Verdict) -> NotebookNode:
    """Return a verdict in nbgrader's form of partial credit: one result whose text is the number of points.

    No output at all would earn full marks there, and so would NaN, a word, or a number below zero.
    """
    points = 0 if verdict.withheld else verdict.points
    data = {"text/plain": str(points), "text/html": card_html(verdict)}
    display: NotebookNode = v4.new_output("execute_result", data)
    return display


def _kept(output: Mapping[str, Any]) -> NotebookNode | None:
    """Return an output of a student's cell without what a page could run, or None where nothing is left."""
    kept = NotebookNode(output)
    if "data" in kept:
        kept.data = NotebookNode({kind: kept.data[kind] for kind in _SHOWN if kind in kept.data})
        kept.metadata = NotebookNode()
        if not kept.data:
            return None
    try:
        nbformat.validate(kept, ref="output", version=4)
    except nbformat.ValidationError:
        return None  # a student's code can send any message
    return kept
