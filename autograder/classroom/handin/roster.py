"""Whom of the roster a platform means.

Enrolled  a student of the roster
Roster    the students of a class, to be found by id, lms_user_id, e-mail or name
Unknown   it is none of them, or unclear which one; the message says why
shared    ids that may be one student's
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from autograder.classroom.platforms.names import Named, Platform, spelled
from autograder.present.safe_text import plain

# By what a platform's files tell two students of one name apart: Moodle's number holds for one assignment alone.
_TOLD_APART = {
    Platform.MOODLE: "give each an e-mail of their own, and collect with the worksheet, which has it",
    Platform.CANVAS: "give them their lms_user_id",
    Platform.BLACKBOARD: "give each the user name as id",
}


class Enrolled(Protocol):
    """A student of the roster; all but the id may be empty."""

    @property
    def id(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def lms_user_id(self) -> str: ...


class Unknown(Exception):
    """Nobody of the roster, or unclear who; the message says why."""


class Roster:
    """The students of a class; nobody is ever added."""

    def __init__(self, students: Iterable[Enrolled]) -> None:
        self.students = tuple(students)

    def find(self, said: Named) -> Enrolled:
        """Return the student whom a platform's name means; raise Unknown if that is nobody, or unclear.

        An id decides, unless the name is another student's; if several have that id (an e-mail, say), the name decides.
        If the number holds for one assignment alone, as Moodle's does, the name decides, and the number only for a
        student whose name the roster lacks.
        """
        by_id = self._by_id(said.ids)
        by_name = self._by_name(said.name)
        if not said.sure:
            by_id = [student for student in by_id if not _names(student)]
        both = [student for student in by_id if student in by_name]
        found = {student.id: student for student in (both or by_id or by_name)}
        if by_id and by_name and not found.keys() & {student.id for student in by_name}:
            ids = ", ".join(sorted({*found, *(student.id for student in by_name)}))
            raise Unknown(f"its number and its name are different students' ({plain(ids)})")
        if len(found) > 1:
            numbers = {student.lms_user_id for student in found.values()}
            same = len(numbers) == 1 and numbers != {""}
            step = "is it one student? Take the other id out" if same else _TOLD_APART[said.platform]
            raise Unknown(f"it may be {plain(', '.join(sorted(found)))}: {step}")
        if not found:
            raise Unknown("nobody of the roster")
        return next(iter(found.values()))

    def _by_id(self, ids: Sequence[str]) -> list[Enrolled]:
        """Return the students of the first id that anybody has."""
        for wanted in ids:
            asked = _composed(wanted)
            found = [
                student
                for student in self.students
                if asked and asked in map(_composed, (student.id, student.lms_user_id, student.email))
            ]
            if found:
                return found
        return []

    def _by_name(self, name: str) -> list[Enrolled]:
        # Moodle may put a group's name and a hyphen before the person's.
        tails = [name, *(name[place + 1 :] for place, char in enumerate(name) if char == "-")]
        for asked in map(spelled, tails):
            if asked and (found := [student for student in self.students if asked in _names(student)]):
                return found
        return []


def shared(students: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the ids (the first of each student's words) that share a number or an e-mail, or differ in case alone."""
    sharing: dict[str, dict[str, None]] = defaultdict(dict)
    for student in students:
        for said in student:
            if key := said.strip().casefold():
                sharing[key][student[0]] = None
    return list(dict.fromkeys(tuple(ids) for ids in sharing.values() if len(ids) > 1))


def _composed(text: str) -> str:
    """Return an id as ids are compared: without case, and with accented letters composed (a Mac splits them)."""
    return unicodedata.normalize("NFC", text.casefold())


def _names(student: Enrolled) -> set[str]:
    """Return how a student's whole name may be written: first or last name first."""
    first, last = spelled(student.first_name), spelled(student.last_name)
    return {first + last, last + first} - {""} if first or last else set()
