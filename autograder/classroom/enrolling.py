"""From a table of students to the gradebook's roster, for `autograder roster`.

Enrolled    what became of a table
enrol       a table → Enrolled
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.handin.roster import shared
from autograder.classroom.handin.roster_file import read_roster
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import open_book
from autograder.errors import CourseError
from autograder.present.safe_text import plain

_FEW, _NAMED = 5, 20
_ZEROS = "Have the spreadsheet take that column for text: it drops an id's zeros. Nobody was entered."
_ONE = "is it one student? Take an id out: `nbgrader db student remove ID`."


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many students are new, changed or as before; `told`: a line for each thing that a teacher should know."""

    new: int
    changed: int
    same: int
    told: tuple[str, ...]


def enrol(folders: ClassFolders, table: Path) -> Enrolled:
    """Enter the students of a table into the gradebook: all of them, or, with CourseError, nobody.

    What the table leaves empty, and whom it lacks, stays as the gradebook has it; those that it lacks are named.
    """
    listed = read_roster(table)
    with class_lock(folders.root), open_book(folders.gradebook, folders.lessons.parent) as book:
        before = {person.id: person for person in book.people()}
        _expect_zeros(table, listed.students, before)
        book.enter(listed.students)
        after = {person.id: person for person in book.people()}
    new = len(listed.students.keys() - before.keys())
    changed = sum(before[student] != after[student] for student in listed.students.keys() & before.keys())
    lacking = sorted(before.keys() - listed.students.keys())
    others = f" and {len(lacking) - _NAMED} more" if lacking[_NAMED:] else ""
    left = (f"{table}: has no line of {', '.join(lacking[:_NAMED])}{others}, who stay.",) if lacking else ()
    twice = shared((person.id, person.lms_user_id, person.email) for person in after.values())
    named = [
        " and ".join(plain(each, 40) for each in ids) for ids in twice if not listed.students.keys().isdisjoint(ids)
    ]
    told = [f"{table}: {each} have a number or an e-mail in common: {_ONE}" for each in named[:_FEW]]
    more = (f"{table}: and {len(named) - _FEW} more such; `autograder doctor` names them.",) if named[_FEW:] else ()
    return Enrolled(new, changed, len(listed.students) - new - changed, (*listed.told, *left, *told, *more))


def _expect_zeros(table: Path, listed: Iterable[str], before: Iterable[str]) -> None:
    """Raise CourseError if new ids are those of the gradebook without their zeros: everybody would be there twice."""
    there = set(before)
    full = {each.lstrip("0"): each for each in sorted(there) if each.startswith("0") and each.isdigit()}
    lost = [each for each in listed if each not in there and len(each) < len(full.get(each.lstrip("0"), ""))]
    if lost:
        shown = ", ".join(f"«{each}» for «{full[each.lstrip('0')]}»" for each in lost[:_FEW])
        more = f" and {len(lost) - _FEW} more" if lost[_FEW:] else ""
        raise CourseError(str(table), "the ids that the gradebook has", f"{shown}{more}", _ZEROS)
