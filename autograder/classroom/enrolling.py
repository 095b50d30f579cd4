"""From a table of students to the gradebook's roster, for `autograder roster`.

Enrolled    what became of a table
enrol       a table → Enrolled
"""

from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.handin.roster_file import read_roster
from autograder.classroom.record.alone import alone
from autograder.classroom.record.gradebook import open_book


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
    with alone(folders.root), open_book(folders.gradebook, folders.lessons.parent) as book:
        before = {person.id: person for person in book.people()}
        book.enter(listed.students)
        after = {person.id: person for person in book.people()}
    new = len(listed.students.keys() - before.keys())
    changed = sum(before[student] != after[student] for student in listed.students.keys() & before.keys())
    lacking = sorted(before.keys() - listed.students.keys())
    left = (f"{table}: has no line of {', '.join(lacking)}, who stay.",) if lacking else ()
    return Enrolled(new, changed, len(listed.students) - new - changed, (*listed.told, *left))
