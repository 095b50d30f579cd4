"""Results of a class for people and for programs: points from the gradebook, reasons from the journal.

Recorded      a result, and its row in the gradebook
whole_class   every submission in a gradebook, with its result from the journal
as_graded     a result with the row that a new gradebook would have
row_of        Recorded → a row of present's class table
object_of     Recorded → plain JSON data
line_of       Recorded → one line of text, for a log
notes_of      Recorded → a line for each thing that was corrected, or that the instructor should look at
told_of       some Recorded → a line for each thing that holds as long as nobody does anything about it
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.classroom.grading.work import Entry, Graded
from autograder.classroom.record.gradebook import Book
from autograder.classroom.record.likeness import code_of
from autograder.classroom.record.rows import Part, Person, Row, Standing, shown_time
from autograder.grade_id import CHECK
from autograder.judge import Outcome, Verdict
from autograder.present.report import Score, State, StudentRow, findings, late, points_cell, score_of, total_cell
from autograder.present.safe_text import plain
from autograder.present.verdict_json import verdict_to_json

_STATES: Mapping[Standing, State] = {
    Standing.GRADED: State.GRADED,
    Standing.TO_READ: State.TO_READ,
    Standing.CHANGED: State.CHANGED,
    Standing.WITHHELD: State.WITHHELD,
}
_QUOTED = re.compile("«[^»]*»")
_FEW = 5  # students whom a line names


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result and its row in the gradebook; `notes` are for the instructor alone."""

    graded: Graded
    row: Row
    notes: tuple[str, ...] = ()


def as_graded(graded: Graded) -> Recorded:
    """Return a result with the row that it would have if no reader had graded it, and it were not late."""
    parts = []
    for entry in graded.entries:
        if entry.graded:
            name, written = entry.grade_id.removeprefix(CHECK), entry.grade_id in graded.by_hand
            waits = Standing.TO_READ if written else Standing.WITHHELD
            standing = waits if entry.points is None else Standing.GRADED
            parts.append(
                Part(entry.grade_id, name, written, entry.points, _most(graded, entry), standing, entry.points)
            )
    return Recorded(graded, Row(Person(graded.student), graded.lesson, tuple(parts)))


def _most(graded: Graded, entry: Entry) -> float:
    if entry.grade_id in graded.verdicts:
        return float(graded.verdicts[entry.grade_id].max_points)
    tested = graded.tested.get(entry.grade_id)
    return tested.most if tested else graded.by_hand.get(entry.grade_id, (0.0, None))[0]


def whole_class(book: Book) -> Iterator[Recorded]:
    """Yield every submission in a gradebook; one that the journal lacks has its points alone."""
    for row in book.rows():
        done = book.journal.last(row.student.id, row.lesson)
        nothing = Graded(row.student.id, row.lesson, "", {}, (), {})
        yield Recorded(done.graded if done else nothing, row)


def row_of(found: Recorded) -> StudentRow:
    """Return a submission's row: its parts in the lesson's order."""
    row, graded = found.row, found.graded
    code = code_of(graded)
    scores = tuple(_score(part, graded, code) for part in row.parts)
    name = row.student.name if row.student.name != row.student.id else ""
    return StudentRow(row.student.id, row.lesson, scores, graded.reason, name, row.penalty, found.notes)


def _score(part: Part, graded: Graded, code: Mapping[str, str]) -> Score:
    """Return one part's score: points from the gradebook, reasons from the verdict, or from its tests."""
    verdict, tested = graded.verdicts.get(part.grade_id), graded.tested.get(part.grade_id)
    slug = tested.says if tested else ""
    said = score_of(verdict) if verdict else Score(part.exercise, None, part.max_points, diagnosis=slug)
    state = _STATES[part.standing]
    if state is State.GRADED and said.state is State.NOT_RUN and not part.by_hand:
        state = State.NOT_RUN
    says = said.says if state is said.state else ""
    return replace(
        said,
        exercise=part.exercise,
        points=part.points,
        max_points=part.max_points,
        state=state,
        says=says,
        by_hand=part.by_hand,
        source=code.get(verdict.question if verdict else part.grade_id, ""),
    )


def object_of(found: Recorded, path: Path) -> dict[str, Any]:
    """Return what a program may read of one submission.

    docs/teaching.md, *For a program*, says what each name means.
    """
    row, graded = found.row, found.graded
    parts = {part.grade_id: part for part in row.parts}
    exercises = []
    for grade_id, verdict in graded.verdicts.items():
        said = verdict_to_json(verdict, str(path))
        del said["file"]
        told = {"not_run": _not_run(verdict), "withheld": verdict.withheld, "doubt": verdict.doubt or None}
        part = _told(parts[grade_id]) if grade_id in parts else {}
        exercises.append({"exercise": grade_id.removeprefix(CHECK), **said, **told, **part})
    return {
        "student": row.student.id,
        "name": row.student.name,
        "lesson": row.lesson,
        "file": str(path),
        "points": row.points,
        "points_so_far": row.so_far,
        "max_points": row.max_points,
        "penalty": row.penalty,
        "handed_in": shown_time(row.handed_in) or None,
        "due": shown_time(row.due) or None,
        "withheld": row.withheld,
        "reason": graded.reason or None,
        "notes": [*graded.notes, *found.notes],
        "new": not graded.kept,
        "exercises": exercises,
        "tests": [
            {"exercise": part.exercise, "says": _says(graded, part), **_told(part)}
            for part in row.parts
            if not part.written and part.grade_id not in graded.verdicts
        ],
        "by_hand": [{"exercise": part.exercise, **_told(part)} for part in row.parts if part.written],
    }


def _told(part: Part) -> dict[str, Any]:
    return {
        "points": part.points,
        "max_points": part.max_points,
        "standing": part.standing.value,
        "given_by_hand": part.by_hand,
    }


def _says(graded: Graded, part: Part) -> str | None:
    """Return why a cell of tests did not earn all of its points; None if it did, or nothing says so."""
    tested = graded.tested.get(part.grade_id)
    return tested.says or None if tested else None


def _not_run(verdict: Verdict) -> dict[str, str]:
    """Return criterion → why it was NOT_RUN."""
    return {mark.criterion: mark.says for mark in verdict.marks if mark.outcome is Outcome.NOT_RUN}


def line_of(found: Recorded) -> str:
    """Return a submission's points and diagnoses in one line."""
    row = row_of(found)
    each = [f"{score.exercise} {points_cell(score)}" for score in row.scores]
    points = ", ".join([*each, *filter(None, [late(row)])])
    said = "; ".join(findings(row))
    return plain(f"{row.lesson} {row.student}: {total_cell(row)} ({points}){f' · {said}' if said else ''}", 2000)


def notes_of(found: Recorded) -> list[str]:
    """Return a line for each thing that was corrected in a submission, or that the instructor should look at."""
    doubted: dict[str, list[str]] = {}  # a cell that reaches far is a doubt of every exercise that it could reach
    for verdict in found.graded.verdicts.values():
        if verdict.doubt:
            doubted.setdefault(verdict.doubt, []).append(verdict.question)
    doubts = [f"look at {', '.join(asked)}: {doubt}" for doubt, asked in doubted.items()]
    return [plain(f"{found.graded.lesson} {found.graded.student}: {note}") for note in (*found.graded.notes, *doubts)]


def told_of(taken: Iterable[Recorded]) -> list[str]:
    """Return a line for each thing that the instructor is told each time; what is alike, one for all whom it is of.

    Where a clock is wrong, say, a whole class has handed in at a time that has not come.
    """
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for found in taken:
        for note in found.notes:
            alike.setdefault((found.graded.lesson, _QUOTED.sub("", note)), []).append((found.graded.student, note))
    return [_alike(lesson, of) for (lesson, _), of in alike.items()]


def _alike(lesson: str, of: Sequence[tuple[str, str]]) -> str:
    """Return the line of one thing that some students are told alike, in the first one's words."""
    (first, note), *others = of
    named = ", ".join(student for student, _ in others[:_FEW])
    more = f" and {len(others) - _FEW} more" if len(others) > _FEW else ""
    return plain(f"{lesson} {first}{f' (likewise {named}{more})' if others else ''}: {note}")
