"""The journal: what has been graded, so that nothing is graded twice. A table of ours in the gradebook's database.

Journal    results by student and lesson, each with the key of what it was made from
Done       one of them
key_of     a task's key: a hash of the submission, the released lesson, our code, the seed and the settings, but not of
           points: a kept result can be given new ones

A result and its points are entered in one transaction, so that both are there or neither. A withheld result is entered
without its key: its reason is kept, and it is graded again.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any, cast, get_args, get_origin, get_type_hints

from nbformat import NotebookNode
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, Text, func, inspect, select

from autograder import questions
from autograder.classroom.course.released import Released, released
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.record.code_hashes import deciding
from autograder.classroom.record.seen import Seen
from autograder.errors import CourseError
from autograder.limits import READ
from autograder.present.safe_text import plain

_RESULTS = Table(
    "autograder_results",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("lesson", String(128), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("handed_in", Text, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Column("seen", Text, nullable=False),
    Column("shown", String(64), nullable=False),
)
# What reading an entry raises that another version or program wrote.
_SPOILT = (zlib.error, ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Done:
    """A result in the journal.

    key        of what it was made from
    handed_in  the submission's fingerprint
    shown      a hash of what its page shows (files.look); empty for no page yet
    """

    graded: Graded
    key: str
    handed_in: str
    shown: str


class Journal:
    """The journal of one gradebook, through the gradebook's own session. `enter` leaves the commit to the caller."""

    def __init__(self, session: Any) -> None:
        self._db = session
        _RESULTS.create(session.connection(), checkfirst=True)
        _expect_our_columns(session)
        session.commit()

    def find(self, student: str, lesson: str, key: str) -> Done | None:
        """Return the result of a submission if it has this key; else None."""
        done = self.last(student, lesson)
        return done if done is not None and done.key == key else None

    def last(self, student: str, lesson: str) -> Done | None:
        """Return the last result of a submission; None if there is none, or it can't be read, and is graded again."""
        row = self._db.execute(select(_RESULTS).where(_at(student, lesson))).mappings().first()
        graded = None if row is None else decoded(row["result"])
        return None if row is None or graded is None else Done(graded, row["key"], row["handed_in"], row["shown"])

    def students(self) -> frozenset[str]:
        """Return everyone who has a result."""
        return frozenset(self._db.execute(select(_RESULTS.c.student).distinct()).scalars())

    def handed_in(self, student: str, lesson: str) -> str:
        """Return the fingerprint of the submission that was graded last; empty for none."""
        return str(self._db.execute(select(_RESULTS.c.handed_in).where(_at(student, lesson))).scalar() or "")

    def __len__(self) -> int:
        """Count the results."""
        return int(self._db.execute(select(func.count()).select_from(_RESULTS)).scalar())

    def enter(self, graded: Graded, key: str, handed_in: str, seen: Mapping[str, Seen]) -> None:
        """Replace a submission's result; a withheld one is entered without its key."""
        self._db.execute(_RESULTS.delete().where(_at(graded.student, graded.lesson)))
        self._db.execute(
            _RESULTS.insert().values(
                student=graded.student,
                lesson=graded.lesson,
                key="" if graded.withheld else key,
                handed_in=handed_in,
                result=zlib.compress(json.dumps(asdict(graded)).encode()),
                seen=json.dumps({name: asdict(each) for name, each in seen.items()}),
                shown="",
            )
        )

    def seen(self, student: str, lesson: str) -> dict[str, Seen]:
        """Return what a reader had seen of each cell when it was graded last; nothing if it can't be read."""
        found = self._db.execute(select(_RESULTS.c.seen).where(_at(student, lesson))).scalar()
        try:
            seen = {name: Seen(**each) for name, each in json.loads(found or "{}").items()}
            return seen if all(isinstance(text, str) for each in seen.values() for text in astuple(each)) else {}
        except _SPOILT:
            return {}

    def note_shown(self, student: str, lesson: str, shown: str) -> None:
        """Write down that a submission's files are written, and what its page shows."""
        self._db.execute(_RESULTS.update().where(_at(student, lesson)).values(shown=shown))
        self._db.commit()


def _expect_our_columns(session: Any) -> None:
    """Raise CourseError if the table is another version's: what that one wrote there would be lost."""
    found = {each["name"] for each in inspect(session.connection()).get_columns(_RESULTS.name)}
    if found != {each.name for each in _RESULTS.columns}:
        raise CourseError(
            f"{session.get_bind().url.database}, table {_RESULTS.name}",
            "the journal of this version of autograder",
            f"another's, with {plain(', '.join(sorted(found)), 200)}",
            "Grade with the version that made it; or make a copy of the gradebook, take the table out of it"
            f" (`DROP TABLE {_RESULTS.name}`), and grade all again with this one.",
        )


def _at(student: str, lesson: str) -> Any:
    return (_RESULTS.c.student == student) & (_RESULTS.c.lesson == lesson)


def key_of(task: Task, handed: str) -> str:
    """Return a hash of all that a result depends on, apart from its points."""
    lesson = released(task.released)
    told = {
        "student": task.student,
        "lesson": task.lesson,
        "submission": handed,
        "released": [_told_of(cell) for cell in lesson.notebook.cells],
        "seed": task.seed,
        "limits": asdict(task.limits),
        "kernel": task.kernel,
        "version": deciding(_asks_own(lesson)),
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _asks_own(lesson: Released) -> bool:
    """Tell whether a lesson asks one of the course's own exercises; else their files are nothing to it."""
    built_in = {question.name for each in questions.LESSONS if not each.own for question in each.questions}
    return any(check.question not in built_in for check in lesson.checks.values())


def _told_of(cell: NotebookNode) -> list[Any]:
    """Return all of a released cell but its points."""
    about = {name: told for name, told in cell.metadata.get("nbgrader", {}).items() if name not in _PRICE}
    return [cell.cell_type, cell.source, about, cell.metadata.get("tags", [])]


_PRICE = ("points", "checksum")


def decoded(data: bytes) -> Graded | None:
    """Return the result that an entry holds; None if it can't be read."""
    try:
        return _decoded(data)
    except _SPOILT:
        return None


def _decoded(data: bytes) -> Graded:
    unpacked = zlib.decompressobj()
    row = json.loads(unpacked.decompress(data, READ))
    if unpacked.unconsumed_tail:
        raise ValueError("more than any result holds")
    return cast(Graded, _made(Graded, row))


def _made(hint: Any, told: Any) -> Any:
    """Make what a type hint says of JSON data; raise TypeError where that is of another form."""
    inner = get_args(hint)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return cast(type, hint)(**{name: _made(hints[name], each) for name, each in _expected(dict, told).items()})
    if get_origin(hint) is tuple:
        hints_of = inner[:1] * len(_expected(list, told)) if inner[-1] is ... else inner
        return tuple(_made(each, part) for each, part in zip(hints_of, _expected(list, told), strict=True))
    if get_origin(hint) is Mapping:
        return {name: _made(inner[1], each) for name, each in _expected(dict, told).items()}
    if type(None) in inner:
        return None if told is None else _made(inner[0], told)
    if issubclass(hint, Enum):
        return hint(told)
    return _expected((int, float) if hint is float else hint, told)


def _expected(of: type | tuple[type, ...], told: Any) -> Any:
    if type(told) not in (of if isinstance(of, tuple) else (of,)):  # a bool is no number
        raise TypeError(f"a result of another form: {type(told).__name__}")
    return told
