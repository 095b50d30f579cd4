"""From what a run displayed to verdicts.

    verdicts   Submission, Execution → grade_id → Verdict
    withheld   the same if the failure is ours

Points need positive evidence: exactly one display of evidence, readable, of this question and this seed.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from nbgrader.utils import compute_checksum, is_solution

from autograder.answer_key import key_for
from autograder.classroom.course.packages import allowed_modules
from autograder.classroom.course.released import question_of
from autograder.classroom.handin.restore import OWN
from autograder.execute import CellRun, Check, Ended, Execution, Submission
from autograder.grade_id import grade_id_of
from autograder.judge import Verdict, grader_error, joined, judge, look_through, not_begun, unobserved
from autograder.observe import EVIDENCE_MIME, MAX_BYTES, Evidence, MalformedEvidence, Outside, from_json

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
    """Judge every check cell. Without an execution none was run: the file could not be read."""
    found = {}
    for index, check in submission.checks.items():
        if execution is None:
            reason = submission.unreadable or "it was not run"
            found[check.grade_id] = unobserved(question_of(check, submission.lesson), reason)
        else:
            verdict = _verdict(submission, execution, index, check)
            # A template that works a little, or is a broken original to repair, shows a mistake that is nobody's.
            mistaken = verdict.diagnosis is not None and not verdict.points
            untouched = mistaken and _is_untouched(submission, check.function)
            found[check.grade_id] = not_begun(verdict) if untouched else verdict
    also = _source_doubt(submission)
    return {name: replace(verdict, doubt=joined(verdict.doubt, also)) for name, verdict in found.items()}


def _is_untouched(submission: Submission, function: str) -> bool:
    """Tell whether an answer's cell is as it was handed out, and no cell of the student's own speaks of the answer."""
    cells = submission.notebook.cells
    spoken_of = any(cell.id.startswith(OWN) and function in cell.source for cell in cells)
    own = [cell for cell in cells if is_solution(cell) and grade_id_of(cell) == function]
    as_given = (cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) for cell in own)
    return bool(own) and all(as_given) and not spoken_of


def _source_doubt(submission: Submission) -> str:
    """Say which of the student's own cells reaches further than an answer needs; empty for none. It costs no mark."""
    own, given = [], []
    for cell in submission.notebook.cells:
        if cell.cell_type != "code":
            continue
        if is_solution(cell) or cell.id.startswith(OWN):
            own.append((f"the cell «{grade_id_of(cell) or _first_line(cell.source)}»", cell.source))
        else:
            given.append(cell.source)
    return look_through(own, given, allowed_modules()).doubt


def _first_line(source: str) -> str:
    return source.lstrip()[:60].partition("\n")[0]


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
    """Return the evidence that a check cell displayed; raise Unseen unless there is exactly one, and readable."""
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
    """Say what became of the answer's cell, if that may be why its check could not run."""
    for place, cell in enumerate(submission.notebook.cells[:index]):
        run = execution.runs[place]
        if grade_id_of(cell) == check.function and run.ended is not Ended.RAN:
            return f" (the cell of {check.function} had stopped: {run.says.rstrip('.')})"
    return ""
