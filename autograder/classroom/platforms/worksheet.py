"""Moodle's grading worksheet: who handed in when, and where its grades go.

HandedIn      what it says of one participant's submission
handed_in_by  a worksheet → participant's number → HandedIn; raises CourseError
moodle_lines  its participants
moodle_grade  the column that Moodle takes back
moodle_most   the points to be had there

Sources of the format:
mod/assign/feedback/offline/importgradeslib.php: of the worksheet the columns Identifier («Participant 12»), Grade and
Last modified (grade) are taken back; Full name, Email address, Status and Last modified (submission) stand there
besides. In other languages no space need stand before the number («Teilnehmer/in12»). The words are in `languages`.
mod/assign/gradingtable.php, col_status: what Status says is divided by « - »; the date of an extension stands last.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.classroom.platforms.languages import (
    COLUMNS,
    DRAFT,
    EMAIL,
    GRADE,
    ID_NUMBER,
    IDENTIFIER,
    LATE,
    MOST,
    NAME,
    SCALE,
    SPOKEN,
    STATUS,
    SUBMITTED,
    USERNAME,
    time_in,
)
from autograder.classroom.platforms.sheets import Line, Sheet, number_in, read_sheet
from autograder.errors import CourseError
from autograder.present.safe_text import plain

_NUMBER = re.compile(r"(?<!\d)\d+$")  # looked for once in a row of digits, however long
_YEAR = re.compile(r"\b\d{4}\b")
_IDS = (ID_NUMBER, USERNAME, EMAIL)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the worksheet says of one participant's submission.

    when    when it was handed in, in the institution's timezone; None if it says nothing
    until   the date of an extension, in the same timezone; None for none
    draft   True: the participant has not submitted it, though Moodle packs it
    """

    email: str
    name: str
    when: datetime | None
    late: bool
    until: datetime | None = None
    draft: bool = False


def handed_in_by(path: Path) -> Mapping[str, HandedIn]:
    """Read Moodle's grading worksheet; raise CourseError if it is another file, or has a time that can't be read."""
    sheet = read_sheet(path)
    places = {what: _column(sheet, what) for what in (IDENTIFIER, NAME, EMAIL, STATUS, SUBMITTED)}
    if places[IDENTIFIER] is None or places[SUBMITTED] is None:
        raise _no_worksheet(sheet, (IDENTIFIER, SUBMITTED), "it says who handed in when")
    found = {}
    for place in range(len(sheet.rows)):
        said = {what: sheet.cell(place, column) for what, column in places.items()}
        where, extended = f"{path}, line {sheet.line(place)}", _extension(said[STATUS])
        when, until = _time(said[SUBMITTED], SUBMITTED, where), _time(extended, STATUS, where)
        number = _NUMBER.search(said[IDENTIFIER])
        if number:
            late, draft = (bool(find.search(said[STATUS])) for find in (LATE, DRAFT))
            found[number[0]] = HandedIn(said[EMAIL], said[NAME], when, late, until, draft)
    return found


def _extension(status: str) -> str:
    """Return the only date that a status may hold, at its end: «Extension granted until: DATE»; empty for none."""
    _, colon, told = status.rpartition(": ")
    return told.rstrip("-–— ") if colon and _YEAR.search(told) else ""


def _time(text: str, column: str, where: str) -> datetime | None:
    """Return a time, None for «-»; raise CourseError if it can't be read: a guess could make somebody late."""
    when = time_in(text)
    if when is None and text.strip("-–— "):
        raise CourseError(
            where,
            f"in {column} a time like «Friday, 20 November 2026, 2:03 PM»{', or «-»' if column == SUBMITTED else ''}",
            f"«{plain(text, 80)}»",
            f"Download it in {SPOKEN}: without the time nobody could be told late or in time.",
        )
    return when


def moodle_lines(sheet: Sheet) -> tuple[Line, ...]:
    """Return the participants of Moodle's grading worksheet; raise CourseError if it is another file.

    The first of the ids is the participant's number in this assignment, from «Participant 12».
    """
    identifier = _column(sheet, IDENTIFIER)
    if identifier is None:
        raise _no_worksheet(sheet, (IDENTIFIER, GRADE), "take it from the assignment itself")
    ids, name = [_column(sheet, what) for what in _IDS], _column(sheet, NAME)
    found = []
    for place in range(len(sheet.rows)):
        number = _NUMBER.search(sheet.cell(place, identifier))
        known = filter(None, (sheet.cell(place, column) for column in ids))
        found.append(Line(place, (number[0] if number else "", *known), sheet.cell(place, name)))
    return tuple(found)


def moodle_grade(sheet: Sheet) -> int:
    """Return the place of the column that Moodle takes back; raise CourseError if that is not for points."""
    column = _column(sheet, GRADE)
    if column is None:
        raise _no_worksheet(sheet, (IDENTIFIER, GRADE), "take it from the assignment itself")
    if _column(sheet, SCALE) is not None:
        step = "In the assignment's settings, set the type of its grade to points; download the worksheet again."
        raise CourseError(str(sheet.path), "an assignment that is graded in points", "one with a scale", step)
    return column


def moodle_most(sheet: Sheet, line: Line) -> float | None:
    """Return the points to be had, by a participant's line; None if it doesn't say."""
    return number_in(sheet.cell(line.place, _column(sheet, MOST)))


def _column(sheet: Sheet, what: str) -> int | None:
    """Return the place of a column by its name in any of the languages, English first; None if there is none."""
    return next((place for name in COLUMNS[what] if (place := sheet.column(name)) is not None), None)


def _no_worksheet(sheet: Sheet, columns: Sequence[str], why: str) -> CourseError:
    expected = f"Moodle's grading worksheet, with the columns {' and '.join(columns)}"
    return CourseError(str(sheet.path), expected, ", ".join(sheet.header)[:200], f"Download it in {SPOKEN}: {why}.")
