"""From platforms' archives to what each student of the roster delivered; nothing is written.

Delivery   one file of one student
Delivered  all of them, who is unknown, and what could not be read
delivered  archives, worksheets, roster, lessons → Delivered
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.classroom.course.released import Released
from autograder.classroom.handin.read import NoNotebook, parsed
from autograder.classroom.handin.restore import is_one_of
from autograder.classroom.handin.roster import Roster, Unknown
from autograder.classroom.platforms.archive import Member, members
from autograder.classroom.platforms.names import Named, named, spelled
from autograder.classroom.platforms.worksheet import HandedIn, handed_in_by
from autograder.errors import CourseError
from autograder.execute.apart import Overrun, Tell, apart
from autograder.present.safe_text import plain

WORKSHEET = ".csv"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file that a student delivered.

    lesson   the lesson that it is a copy of, by its cells, or by its name if they can't be read; empty for none
    said     what its path says
    order    its archive's place among all
    """

    student: str
    lesson: str
    said: Named
    archive: Path
    order: int
    member: Member

    @property
    def when(self) -> datetime | None:
        """When it was handed in, in the class's timezone; None if nothing says so."""
        return self.said.when

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        path = self.member.within or self.said.file
        return PurePosixPath(path).name


@dataclass(frozen=True, slots=True)
class Delivered:
    """What archives hold.

    lessons  archive → the lesson that most of its notebooks are copies of
    unknown  a line for each person who is not in the roster
    unread   a line for each file that can't be read
    """

    files: tuple[Delivery, ...]
    lessons: Mapping[Path, str]
    unknown: tuple[str, ...]
    unread: tuple[str, ...]


def delivered(files: Sequence[Path], roster: Roster, lessons: Sequence[Released], asked: str | None) -> Delivered:
    """Read archives, and Moodle's worksheets, which say who handed in when.

    `asked` is the lesson that all of them are of; without it, each is of the lesson that most of its notebooks are
    copies of. An archive that can't be read stops no other.
    """
    unread: list[str] = []
    unknown: dict[str, None] = {}
    handed_in: dict[str, HandedIn] = {}
    for path in files:
        if path.suffix.lower() == WORKSHEET:
            handed_in |= handed_in_by(path)
    found: list[Delivery] = []
    of: dict[Path, str] = {}
    for order, path in enumerate(path for path in files if path.suffix.lower() != WORKSHEET):
        try:
            there, lines = members(path, _owner)
        except CourseError as error:
            unread.append(str(error))
            continue
        strange = [member for member in there if not _readings(member)]
        unread += [*lines, *_of_no_platform(path, strange)]
        taken = [
            Delivery(student, _lesson_of(member, said, lessons), said, path, order, member)
            for member, said, student in _known(path, there, roster, handed_in, unknown)
        ]
        mostly = asked or _mostly(taken)
        if mostly:
            of[path] = mostly
            found += taken
        elif len(strange) < len(there) or not there:
            names = ", ".join(lesson.lesson for lesson in lessons)
            step = "Name the lesson: --lesson LESSON." if taken else "Download it as the platform packs it."
            unread.append(str(CourseError(str(path), f"copies of a lesson ({names})", "none", step)))
    return Delivered(tuple(found), of, tuple(unknown), tuple(unread))


def _owner(path: str) -> str:
    said = named(path)
    return said.back or path if said else path


def _readings(member: Member) -> list[Named]:
    """Return what a file's path says, in each way to read it; nothing if no platform names files so."""
    return [said for path in (member.path, *member.otherwise) if (said := named(path)) is not None]


def _of_no_platform(archive: Path, strange: Sequence[Member]) -> Iterator[str]:
    """Yield a line for the files that no platform names so, however many there are."""
    if strange:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        step = "Not taken: put the notebook that you want graded into submitted/STUDENT/LESSON/ yourself."
        expected = "files as Moodle, Canvas or Blackboard name them"
        yield str(CourseError(str(archive), expected, f"{plain(strange[0].path, 200)}{more}", step))


def _known(
    archive: Path,
    there: Sequence[Member],
    roster: Roster,
    handed_in: Mapping[str, HandedIn],
    unknown: dict[str, None],
) -> list[tuple[Member, Named, str]]:
    """Return the files whose owner the roster knows; add a line to `unknown` for each other owner."""
    found = []
    for member in there:
        readings = [_with_worksheet(said, handed_in) for said in _readings(member)]
        if not readings:
            continue
        try:
            found.append((member, *_whose(readings, roster)))
        except Unknown as error:
            said = readings[0]
            who = plain(said.name or said.ids[0], 100)
            number = f", {plain(said.ids[0], 100)}" if said.name and said.ids else ""
            unknown[f"{archive}, «{who}» ({said.platform}{number}): {error}; not taken."] = None
    return found


def _whose(readings: Sequence[Named], roster: Roster) -> tuple[Named, str]:
    """Return the reading of a path that means a student, and that student; raise Unknown for none, or several."""
    found: dict[str, Named] = {}
    why: list[Unknown] = []
    for said in readings:
        try:
            found.setdefault(roster.find(said).id, said)
        except Unknown as error:
            why.append(error)
    if not found:
        raise why[0]
    if len(found) > 1:
        raise Unknown(f"it may be {plain(', '.join(sorted(found)))}: its name reads in several ways")
    ((student, said),) = found.items()
    return said, student


def _with_worksheet(said: Named, handed_in: Mapping[str, HandedIn]) -> Named:
    """Return what a path says, and what Moodle's worksheet says of its participant, in one."""
    told = handed_in.get(said.ids[0]) if not said.sure and said.ids else None
    if told is None:
        return said
    ids, sure = ((told.email,), True) if told.email else (said.ids, said.sure)
    found = replace(said, name=told.name or said.name, ids=ids, sure=sure)
    return replace(found, when=told.when, late=told.late, until=told.until, draft=told.draft)


def _mostly(files: Sequence[Delivery]) -> str:
    counted = Counter(each.lesson for each in files if each.lesson)
    return counted.most_common(1)[0][0] if counted else ""


def _lesson_of(member: Member, said: Named, lessons: Sequence[Released]) -> str:
    """Return the lesson that a notebook is a copy of: by its cells, or by its name if they can't be read."""
    if member.content is None:
        return ""
    content, name = member.content, PurePosixPath(member.within or said.file).name
    like = [lesson.lesson for lesson in lessons if spelled(Path(name).stem).startswith(spelled(lesson.lesson))]

    def work(tell: Tell) -> None:
        try:
            notebook = parsed(content, name)
        except NoNotebook:
            tell(None)
        else:
            tell([lesson.lesson for lesson in lessons if is_one_of(notebook, lesson)])

    try:
        copies = next(apart(work), None)
    except Overrun:
        copies = None
    if copies is None:
        return like[0] if like else ""
    return next((each for each in like if each in copies), copies[0] if copies else "")
