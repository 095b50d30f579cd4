"""What has been graded, so that it is done once: kept in the gradebook's own database, beside nbgrader's tables.

Journal   results by student and lesson, each with the key of what it was made from
key_of    a task's key: the submission, the released lesson, the autograder's own code, seed and settings

A result is entered in one transaction with the points that it gave, so both are there or neither. What is withheld is
never entered: it is graded again.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from autograder.classroom.course.released import content
from autograder.classroom.grading.tests_in_cells import Tested
from autograder.classroom.grading.work import Entry, Graded, Task
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.record.versions import deciding
from autograder.judge import Verdict
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult

_TABLE = """CREATE TABLE IF NOT EXISTS autograder_journal (
    student TEXT NOT NULL, lesson TEXT NOT NULL, key TEXT NOT NULL, result BLOB NOT NULL, shown TEXT NOT NULL,
    PRIMARY KEY (student, lesson))"""


@dataclass(frozen=True, slots=True)
class Done:
    """A result that was entered, and what its feedback page shows, as one hash; empty for no page yet."""

    graded: Graded
    shown: str


class Journal:
    """The journal of one gradebook, through that gradebook's own session. `enter` leaves the commit to the caller."""

    def __init__(self, session: Any) -> None:
        self._db = session
        session.execute(text(_TABLE))
        session.commit()

    def find(self, student: str, lesson: str, key: str) -> Done | None:
        """Return what stands there under this very key; None, too, where it can't be read: it is graded again."""
        asked = {"student": student, "lesson": lesson, "key": key}
        where = "student = :student AND lesson = :lesson AND key = :key"
        row = self._db.execute(text(f"SELECT result, shown FROM autograder_journal WHERE {where}"), asked).first()
        try:
            return None if row is None else Done(_decoded(row[0]), row[1])
        except (zlib.error, ValueError, TypeError, KeyError, AttributeError):
            return None

    def __len__(self) -> int:
        """Count the results that stand there."""
        return int(self._db.execute(text("SELECT count(*) FROM autograder_journal")).scalar())

    def enter(self, graded: Graded, key: str) -> None:
        """Put a result in the place of the one before; a withheld one only removes that."""
        row = {"student": graded.student, "lesson": graded.lesson}
        self._db.execute(text("DELETE FROM autograder_journal WHERE student = :student AND lesson = :lesson"), row)
        if not graded.withheld:
            put = "INSERT INTO autograder_journal VALUES (:student, :lesson, :key, :result, '')"
            self._db.execute(text(put), row | {"key": key, "result": _encoded(graded)})

    def note_shown(self, student: str, lesson: str, shown: str) -> None:
        """Write down that files and page are there, and what the page shows."""
        row = {"student": student, "lesson": lesson, "shown": shown}
        put = "UPDATE autograder_journal SET shown = :shown WHERE student = :student AND lesson = :lesson"
        self._db.execute(text(put), row)
        self._db.commit()


def key_of(task: Task, timestamp: str | None) -> str:
    """Return what a result is a function of, as one hash."""
    told = {
        "student": task.student,
        "lesson": task.lesson,
        "submission": fingerprint(task.path),
        "released": sha256(content(task.released)).hexdigest(),
        "timestamp": timestamp,
        "seed": task.seed,
        "limits": asdict(task.limits),
        "kernel": task.kernel,
        "version": deciding(),
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _encoded(graded: Graded) -> bytes:
    return zlib.compress(json.dumps(asdict(graded)).encode())


def _decoded(data: bytes) -> Graded:
    row = json.loads(zlib.decompress(data))
    return Graded(
        **row
        | {
            "verdicts": {name: _verdict(verdict) for name, verdict in row["verdicts"].items()},
            "entries": tuple(Entry(**entry) for entry in row["entries"]),
            "by_hand": {name: tuple(pair) for name, pair in row["by_hand"].items()},
            "tested": {name: Tested(**tested) for name, tested in row["tested"].items()},
            "notes": tuple(row["notes"]),
        }
    )


def _verdict(row: Mapping[str, Any]) -> Verdict:
    return Verdict(
        question=row["question"],
        marks=tuple(Mark(**mark | {"outcome": Outcome(mark["outcome"])}) for mark in row["marks"]),
        diagnosis=Diagnosis(**row["diagnosis"]) if row["diagnosis"] else None,
        remark=Diagnosis(**row["remark"]) if row["remark"] else None,
        costs=tuple(CostRow(**cost) for cost in row["costs"]),
        trend=_trend(row["trend"]) if row["trend"] else None,
        doubt=row["doubt"],
        claimed=tuple(row["claimed"]),
    )


def _trend(row: Mapping[str, Any]) -> TrendResult:
    told = dict(row) | {name: tuple(row[name]) for name in ("sizes", "ratio_interval", "slope_interval")}
    return TrendResult(**told | {"medians": {who: tuple(times) for who, times in row["medians"].items()}})
