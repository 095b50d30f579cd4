"""Results of a class for people and for programs.

row_of      Graded → a row of present's class table
object_of   Graded → plain JSON data
line_of     Graded → one line of text, for a log
notes_of    Graded → what was put right, and what an instructor should look at, one line each
"""

from pathlib import Path
from typing import Any

from autograder.classroom.grading.work import Graded
from autograder.classroom.record.rows import CHECK
from autograder.judge import Outcome, Verdict
from autograder.present.report import Score, State, StudentRow, findings, points_cell, score_of, total_cell
from autograder.present.safe_text import plain
from autograder.present.verdict_json import verdict_to_json


def row_of(graded: Graded) -> StudentRow:
    """Return a submission's row: its checks in order, then its written questions."""
    scores = [score_of(verdict) for verdict in graded.verdicts.values()]
    for name, tested in graded.tested.items():
        scores.append(Score(name, tested.points, tested.most, State.GRADED, tested.says))
    for name, (most, points) in graded.by_hand.items():
        state = State.BY_HAND if points is None else State.GRADED
        scores.append(Score(name, points or 0, most, state))
    return StudentRow(graded.student, graded.lesson, tuple(scores), graded.reason)


def object_of(graded: Graded, path: Path) -> dict[str, Any]:
    """Return what a program may read of one submission. A withheld exercise has GRADER_ERROR among its criteria.

    `not_run` has the reason of each criterion that was NOT_RUN, `doubt` what an instructor should look at.
    """
    exercises = []
    for grade_id, verdict in graded.verdicts.items():
        said = verdict_to_json(verdict, str(path))
        del said["file"]
        told = {"not_run": _not_run(verdict), "withheld": verdict.withheld, "doubt": verdict.doubt or None}
        exercises.append({"exercise": grade_id.removeprefix(CHECK), **said, **told})
    return {
        "student": graded.student,
        "lesson": graded.lesson,
        "file": str(path),
        "points": sum(verdict.points for verdict in graded.verdicts.values()),
        "max_points": sum(verdict.max_points for verdict in graded.verdicts.values()),
        "withheld": graded.withheld,
        "reason": graded.reason or None,
        "notes": list(graded.notes),
        "exercises": exercises,
        "by_hand": [
            {"exercise": name, "points": points, "max_points": most} for name, (most, points) in graded.by_hand.items()
        ],
    }


def _not_run(verdict: Verdict) -> dict[str, str]:
    """Return criterion → why nothing of it was seen."""
    return {mark.criterion: mark.says for mark in verdict.marks if mark.outcome is Outcome.NOT_RUN}


def line_of(graded: Graded) -> str:
    """Return a submission's points and diagnoses in one line."""
    row = row_of(graded)
    points = ", ".join(f"{score.exercise} {points_cell(score)}" for score in row.scores)
    said = "; ".join(findings(row))
    return plain(f"{row.lesson} {row.student}: {total_cell(row)} ({points}){f' · {said}' if said else ''}", 2000)


def notes_of(graded: Graded) -> list[str]:
    """Return a line for each thing that was put right in a submission, and for each that can't be true of it."""
    doubts = [f"look at {verdict.question}: {verdict.doubt}" for verdict in graded.verdicts.values() if verdict.doubt]
    return [plain(f"{graded.lesson} {graded.student}: {note}") for note in (*graded.notes, *doubts)]
