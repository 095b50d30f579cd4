"""The grade sheets that platforms hand out: read, and filled in with points; nothing else is changed.

Sheet            a CSV file as it was: its rows, its dialect, its byte order mark
Line             a student's row of a sheet
read_sheet       path → Sheet; raises CourseError
bytes_of         path → the bytes of a table, whatever its encoding
sheet_of         a text → Sheet
canvas_lines     Canvas's gradebook → its students
canvas_columns   its assignments
possible         the points to be had in one of its columns
number_in        a cell → its number

Sources of the formats:
Canvas   lib/gradebook_exporter.rb: Student (last name first), ID, SIS User ID, SIS Login ID, Section, then each
         assignment as «title (id)» and read-only sums; a row that says which are hidden may come first, then
         «    Points Possible», then the students. EX excuses a student, N/A does not ask one
"""

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.limits import TABLE

_BOM = "\ufeff"
_WORKBOOK = b"PK\x03\x04"
_SAVE_AS = "Where a spreadsheet wrote it, save it as «CSV UTF-8»."
_AGAIN = "Download or save it again."
_QUOTED = re.compile(r'"[^"]*"')
_DECIMAL = re.compile(r"\d+[.,]\d+")
_POSSIBLE = "Points Possible"
_CANVAS = ("ID", "SIS Login ID", "Section")
_CANVAS_IDS = ("SIS User ID", "SIS Login ID", "ID")
_ASSIGNMENT = re.compile(r".* \(\d+\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file.

    delimiter, end, mark   how it was written: between cells, at a line's end, and a byte order mark or nothing
    lines                  the line of the file in which each row ends
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    end: str = "\n"
    mark: str = ""
    lines: tuple[int, ...] = ()

    def line(self, place: int) -> int:
        """Return the line of the file in which a row ends; empty lines, which are no rows, are counted too."""
        return self.lines[place]

    def column(self, name: str) -> int | None:
        """Return the place of a column, whatever spaces and capitals its name has; None if there is none.

        Raise CourseError if there are several: the platform takes one of them back, and nothing says which.
        """
        found = [place for place, each in enumerate(self.header) if each.strip().casefold() == name.casefold()]
        if len(found) > 1:
            raise CourseError(str(self.path), f"one column {name}", str(len(found)), "Take out the one that is yours.")
        return found[0] if found else None

    def cell(self, place: int, column: int | None) -> str:
        """Return a cell's text; empty if there is no such cell."""
        row = self.rows[place]
        return row[column].strip() if column is not None and column < len(row) else ""

    def number(self, shown: str) -> str:
        """Return a number as this sheet writes numbers: with a comma if all of its own have one."""
        own = [text for row in self.rows for text in map(str.strip, row) if _DECIMAL.fullmatch(text)]
        return shown.replace(".", ",") if own and all("," in text for text in own) else shown

    def filled(self, cells: Mapping[tuple[int, int], str]) -> str:
        """Return the file with other text in some cells: (row, column) → text."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self.delimiter, lineterminator=self.end)
        writer.writerow(self.header)
        for place, row in enumerate(self.rows):
            padded = (*row, *[""] * (len(self.header) - len(row)))
            writer.writerow([cells.get((place, column), text) for column, text in enumerate(padded)])
        return self.mark + written.getvalue()


@dataclass(frozen=True, slots=True)
class Line:
    """A student's row: its place, the ids that the sheet gives, likeliest first, and the name."""

    place: int
    ids: tuple[str, ...]
    name: str


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; raise CourseError if it can't be read as one."""
    written = bytes_of(path, "a grade sheet")
    try:
        return sheet_of(path, written.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        found = f"bytes that are no UTF-8, in line {line}"
        raise CourseError(str(path), "a grade sheet, CSV in UTF-8", found, _SAVE_AS) from error


def bytes_of(path: Path, what: str) -> bytes:
    """Return the bytes of a table; raise CourseError, which names `what` it should be, for too many or a workbook."""
    try:
        with path.open("rb") as file:  # a pipe is fine, where a teacher names one
            written = file.read(TABLE.size + 1)
    except OSError as error:
        step = "Name the file that you wrote, or that the platform gave you."
        raise CourseError(str(path), f"{what}, CSV", f"«{error.strerror or error}»", step) from error
    if len(written) > TABLE.size:
        step = "Keep a line for each student, and no more."
        raise CourseError(str(path), f"{what} of at most {TABLE.size >> 20} MiB", "more", step)
    if written.startswith(_WORKBOOK):
        raise CourseError(str(path), f"{what}, CSV", "an Excel workbook", "Save it as «CSV UTF-8».")
    return written


def sheet_of(path: Path, text: str) -> Sheet:
    """Read a CSV file's text, whatever separates its cells; raise CourseError if it can't be read as one."""
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    first = next(iter(_QUOTED.sub("", text).splitlines()), "")  # a quoted title may hold commas and line ends
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows, lines = [], []
        for row in filter(None, reader):
            rows.append(tuple(row))
            lines.append(reader.line_num)
            if len(rows) > TABLE.lines or len(row) > TABLE.columns:
                allowed = f"a table of at most {TABLE.lines} lines and {TABLE.columns} columns"
                raise CourseError(str(path), allowed, f"more, in line {reader.line_num}", "Look at what is in it.")
    except csv.Error as error:
        raise _no_sheet(path, str(error)) from error
    if not rows:
        raise CourseError(str(path), "a table with a header", "an empty file", _AGAIN)
    return Sheet(path, rows[0], tuple(rows[1:]), delimiter, "\r\n" if "\r\n" in text else "\n", mark, tuple(lines[1:]))


def _no_sheet(path: Path, says: str) -> CourseError:
    return CourseError(str(path), "a table, CSV in UTF-8", f"«{says}»", f"{_AGAIN} {_SAVE_AS}")


def canvas_lines(sheet: Sheet) -> tuple[Line, ...]:
    """Return the students of Canvas's gradebook; raise CourseError if it is another file."""
    if any(sheet.column(name) is None for name in _CANVAS):
        expected = f"Canvas's gradebook, with the columns {', '.join(_CANVAS)}"
        raise CourseError(str(sheet.path), expected, ", ".join(sheet.header)[:200], "Export it from Canvas: Grades.")
    ids = [sheet.column(name) for name in _CANVAS_IDS]
    whole, last, first = (sheet.column(name) for name in ("Student", "LastName", "FirstName"))
    found = []
    for place in range(len(sheet.rows)):
        student = sheet.cell(place, whole) or f"{sheet.cell(place, last)} {sheet.cell(place, first)}"
        known = tuple(filter(None, (sheet.cell(place, column) for column in ids)))
        if known and student.strip() != _POSSIBLE:
            found.append(Line(place, known, student.strip()))
    return tuple(found)


def canvas_columns(sheet: Sheet) -> tuple[str, ...]:
    """Return the assignments of Canvas's gradebook, as «title (id)»."""
    return tuple(name for name in sheet.header if _ASSIGNMENT.fullmatch(name))


def possible(sheet: Sheet, column: int) -> float | None:
    """Return the points to be had in a column of Canvas's gradebook; None if it doesn't say."""
    for place, row in enumerate(sheet.rows):
        if any(text.strip() == _POSSIBLE for text in row[:2]):
            return number_in(sheet.cell(place, column))
    return None


def number_in(text: str) -> float | None:
    """Read a number, with a point or a comma; None if there is none, as in «nan» and «inf»."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
