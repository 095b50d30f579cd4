"""The gradebook's sums in a platform's own sheet.

Filled         a file's text, and a line for each thing that a teacher should know
for_canvas     the gradebook's rows → Canvas's own export, filled in, or a table for Canvas
for_moodle     → Moodle's grading worksheet, filled in, or a table for its grade import

In a platform's sheet, a cell stays as it is if its points wait or are withheld, or nothing was handed in; in a
table it is empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.classroom.handin.roster import Roster, Unknown
from autograder.classroom.platforms.names import Named, Platform, spelled
from autograder.classroom.platforms.sheets import (
    Line,
    Sheet,
    canvas_columns,
    canvas_lines,
    possible,
)
from autograder.classroom.platforms.worksheet import moodle_grade, moodle_lines, moodle_most
from autograder.classroom.record.export import BookRows, csv_of, shown
from autograder.classroom.record.rows import Person, Row
from autograder.classroom.record.sums import standing
from autograder.errors import CourseError
from autograder.present.safe_text import plain
from autograder.questions import LESSONS

_LEFT = {"EX", "N/A"}  # cells that stay: in Canvas, a student who is excused, or not asked


@dataclass(frozen=True, slots=True)
class Filled:
    """A file's text, and a line for each thing that a teacher should know."""

    text: str
    told: tuple[str, ...] = ()


def for_canvas(book: BookRows, lessons: Sequence[str], sheet: Sheet | None, columns: Mapping[str, str]) -> Filled:
    """Return Canvas's gradebook with the sums of the lessons; `columns` says which assignment is which lesson.

    Without a sheet, return a table that Canvas takes: it makes an assignment of each column that it doesn't know.
    """
    if sheet is None:
        return Filled(_table(("Student", "ID", "SIS User ID", "SIS Login ID", "Section"), _canvas_row, book, lessons))
    told: list[str] = []
    cells: dict[tuple[int, int], str] = {}
    there = canvas_columns(sheet)
    known, lines = _known(sheet, canvas_lines(sheet), book, lambda line: (line.ids, line.name), Platform.CANVAS, told)
    for lesson in lessons:
        name = _column_of(lesson, there, columns, str(sheet.path))
        column = sheet.header.index(name)
        most = book.most(lesson)
        if (asked := possible(sheet, column)) is not None and asked != most:
            told.append(f"{name}: {asked:g} points are to be had there, {most:g} in the lesson.")
        for line, person in zip(lines, known, strict=True):
            if person is not None and sheet.cell(line.place, column) not in _LEFT:
                told += _fill(cells, sheet, (line.place, column), book.row(person.id, lesson))
    return Filled(sheet.filled(cells), tuple(told))


def for_moodle(book: BookRows, lessons: Sequence[str], sheet: Sheet | None, participants: Mapping[str, str]) -> Filled:
    """Return Moodle's grading worksheet of one lesson with its sums; `participants`: number → student.

    Without a sheet, return a table that Moodle's grade import takes, with a column for each lesson.
    """
    if sheet is None:
        header = ("First name", "Last name", "ID number", "Email address")
        return Filled(_table(header, _moodle_row, book, lessons))
    if len(lessons) != 1:
        step = "Name it: --lesson LESSON."
        raise CourseError("export", "one lesson, as a worksheet is of one assignment", ", ".join(lessons), step)
    told: list[str] = []
    cells: dict[tuple[int, int], str] = {}

    def whose(line: Line) -> tuple[tuple[str, ...], str]:
        number, *ids = line.ids
        return ((participants[number],) if number in participants else tuple(ids)), line.name

    known, lines = _known(sheet, moodle_lines(sheet), book, whose, Platform.MOODLE, told)
    column, most = moodle_grade(sheet), book.most(lessons[0])
    asked = {moodle_most(sheet, line) for line in lines} - {None, most}
    if asked:
        found = ", ".join(f"{each:g}" for each in sorted(each for each in asked if each is not None))
        told.append(f"{sheet.path}: {found} points are to be had there, {most:g} in the lesson.")
    for line, person in zip(lines, known, strict=True):
        if person is not None:
            told += _fill(cells, sheet, (line.place, column), book.row(person.id, lessons[0]))
    return Filled(sheet.filled(cells), tuple(told))


def _known(
    sheet: Sheet,
    lines: Sequence[Line],
    book: BookRows,
    whose: Callable[[Line], tuple[tuple[str, ...], str]],
    platform: Platform,
    told: list[str],
) -> tuple[list[Person | None], Sequence[Line]]:
    """Return whom each line of a sheet means, None for nobody; note both, and whom the sheet lacks, in `told`."""
    people = {person.id: person for person in book.people}
    roster = Roster(book.people)
    known: list[Person | None] = []
    for line in lines:
        ids, name = whose(line)
        try:
            known.append(people[roster.find(Named(platform, name, ids, True, "")).id])
        except Unknown as error:
            known.append(None)
            told.append(f"{sheet.path}, «{plain(line.name or ', '.join(line.ids), 100)}»: {error}; left as it is.")
    lacking = sorted(people.keys() - {person.id for person in known if person})
    told += [f"{sheet.path}: has no line of {plain(', '.join(lacking), 10_000)}."] if lacking else []
    return known, lines


def _column_of(lesson: str, there: Sequence[str], said: Mapping[str, str], where: str) -> str:
    """Return a lesson's column: the one that was named, else the one whose title is the lesson's name or title."""
    if lesson in said:
        found = [name for name in there if said[lesson] in (name, name.rpartition(" (")[0])]
    else:
        title = next((each.title for each in LESSONS if each.folder == lesson), lesson)
        wanted = {spelled(lesson), spelled(title)}
        titles = {name: spelled(name.rpartition(" (")[0]) for name in there}
        found = [name for name, each in titles.items() if each in wanted]
        found = found or [name for name, each in titles.items() if any(part in each for part in wanted)]
    if len(found) != 1:
        step = f"Say which: --column '{lesson}=TITLE'."
        raise CourseError(where, f"one assignment that is {lesson}", ", ".join(found or there)[:300] or "none", step)
    return found[0]


def _fill(cells: dict[tuple[int, int], str], sheet: Sheet, place: tuple[int, int], row: Row | None) -> list[str]:
    """Fill one cell in; return a line if it keeps points of an earlier submission, since this one's are not known."""
    if row is not None and row.points is not None:
        cells[place] = sheet.number(shown(row.points))
    elif row is not None and (before := sheet.cell(*place)):
        who = f"{sheet.path}, {plain(row.student.id)}, {row.lesson}"
        return [f"{who}: {standing(row)}; what stands there stays: {plain(before, 40)}."]
    return []


def _table(header: Sequence[str], of: Callable[[Person], Sequence[str]], book: BookRows, lessons: Sequence[str]) -> str:
    rows = [[*of(each), *(_points(book.row(each.id, lesson)) for lesson in lessons)] for each in book.people]
    return csv_of((*header, *lessons), rows)


def _points(row: Row | None) -> str:
    return "" if row is None else shown(row.points)


def _canvas_row(person: Person) -> Sequence[str]:
    name = ", ".join(filter(None, (person.last_name, person.first_name))) or person.id
    return name, person.lms_user_id, person.id, person.email or person.id, ""


def _moodle_row(person: Person) -> Sequence[str]:
    return person.first_name, person.last_name, person.lms_user_id or person.id, person.email
