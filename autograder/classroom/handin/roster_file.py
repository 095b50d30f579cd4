"""A class's roster from a teacher's table: CSV in any usual encoding, separated by commas, semicolons or tabs.

Listed       the students in it, and a line for each thing that a teacher should know
read_roster  path → Listed; a CourseError names the lines at fault, and nothing of such a table is entered
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.course.folders import can_be_folder
from autograder.classroom.platforms.names import spelled
from autograder.classroom.platforms.sheets import Sheet, bytes_of, sheet_of
from autograder.errors import CourseError
from autograder.present.safe_text import plain

ID = "id"
# nbgrader's name of a column → what a header may call it, in letters and digits alone.
_COLUMNS = {
    ID: ("id", "studentid"),
    "first_name": ("firstname", "givenname", "vorname", "prenom", "nombre"),
    "last_name": ("lastname", "surname", "familyname", "nachname", "apellidos", "sobrenome"),
    "email": ("email", "emailaddress", "emailadresse", "mail"),
    "lms_user_id": ("lmsuserid",),
}
_FEW = 5
# «1,23E+11» for a long number; a column of numbers with a gap in it becomes «1001.0».
_SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+\d+|\d+\.0")
_SAVE_AS = "Save it as «CSV UTF-8»."


@dataclass(frozen=True, slots=True)
class Listed:
    """The students of a table: id → its other cells by nbgrader's names, without empty ones."""

    students: Mapping[str, Mapping[str, str]]
    told: tuple[str, ...]


def read_roster(path: Path) -> Listed:
    """Read a table of students."""
    text, told = _text_of(path)
    sheet = sheet_of(path, text)
    places = {name: _place(sheet, ways) for name, ways in _COLUMNS.items()}
    if places[ID] is None:
        found, step = plain(", ".join(sheet.header), 200), "Name the columns in its first line; id must be one of them."
        raise CourseError(str(path), f"a header with {', '.join(_COLUMNS)}", found, step)
    others = [name.strip() for place, name in enumerate(sheet.header) if place not in places.values()]
    if named := [plain(name, 40) for name in others if name]:
        told = (*told, f"{path}: not read: {', '.join(named)}.")
    students: dict[str, Mapping[str, str]] = {}
    spelt: dict[str, str] = {}
    faults = []
    for place, row in enumerate(sheet.rows):
        said = {name: sheet.cell(place, column) for name, column in places.items()}
        student = said.pop(ID)
        where = f"line {sheet.line(place)}"
        if not any(text.strip() for text in row):
            continue
        if not can_be_folder(student):
            faults.append(f"{where}: «{plain(student, 40)}» is no id that can be a folder's name")
        elif _SHORTENED.fullmatch(student):
            faults.append(f"{where}: «{plain(student, 40)}» is a number that a spreadsheet shortened, no id")
        elif len(row) > len(sheet.header):
            faults.append(f"{where}: {len(row)} cells under {len(sheet.header)} columns")
        elif (same := spelt.setdefault(unicodedata.normalize("NFC", student.casefold()), student)) in students:
            faults.append(f"{where}: «{plain(student, 40)}» is there already, as «{plain(same, 40)}»")
        else:
            students[student] = {name: text for name, text in said.items() if text}
    if faults:
        found = "; ".join(faults[:_FEW]) + (f"; and {len(faults) - _FEW} more" if len(faults) > _FEW else "")
        raise CourseError(str(path), "an id of its own in each line", found, "Nobody was entered: mend that first.")
    return Listed(students, told)


def _text_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return a file's text, and a line if its encoding is a guess."""
    written = bytes_of(path, "a table of students")
    try:
        if written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return written.decode("utf-16"), ()
        return written.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return written.decode("cp1252"), (f"{path}: is no UTF-8; read as Windows' Western one. Look at the names.",)
    except UnicodeDecodeError as error:
        raise CourseError(str(path), "a table of students, CSV in UTF-8", "other bytes", _SAVE_AS) from error


def _place(sheet: Sheet, ways: tuple[str, ...]) -> int | None:
    """Return the place of a column; raise CourseError if several have its name."""
    found = [place for place, name in enumerate(sheet.header) if spelled(name) in ways]
    if len(found) > 1:
        named = ", ".join(plain(sheet.header[place], 40) for place in found)
        raise CourseError(str(sheet.path), f"one column that is {ways[0]}", named, "Take out the other.")
    return found[0] if found else None
