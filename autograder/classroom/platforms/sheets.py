"""The grade sheets that platforms hand out: read for what they say, filled in with points, nothing else changed.

Sheet             a CSV file as it was: its rows, its dialect, its mark for UTF-8
read_sheet        path → Sheet; raises CourseError
handed_in_by      Moodle's grading worksheet → participant → e-mail, name, when it was handed in, whether late

Sources of the formats:
Moodle   mod/assign/feedback/offline/importgradeslib.php: of the grading worksheet the columns Identifier
         («Participant 12»), Grade and Last modified (grade) are taken back; Full name, Email address, Status and
         Last modified (submission) stand there besides
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import CourseError
from autograder.limits import ARCHIVE

_BOM = "\ufeff"
_NUMBER = re.compile(r"\d+$")
_IDENTIFIER, _NAME, _EMAIL, _STATUS = "Identifier", "Full name", "Email address", "Status"
_SUBMITTED = "Last modified (submission)"
# As Moodle writes a time in English, and as a spreadsheet may write it after it was opened there.
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
_LATE = re.compile(r"\blate\b|\boverdue\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its header, its other rows, and how it was written."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    end: str = "\n"
    mark: str = ""

    def column(self, name: str) -> int | None:
        """Return the place of a column; None where there is none of that name."""
        return self.header.index(name) if name in self.header else None

    def text(self, rows: tuple[tuple[str, ...], ...]) -> str:
        """Return the file with other rows below its header."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self.delimiter, lineterminator=self.end)
        writer.writerows((self.header, *rows))
        return self.mark + written.getvalue()


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the worksheet says of one participant's submission; `when` is on the institution's clock."""

    email: str
    name: str
    when: datetime | None
    late: bool


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; raise CourseError where it can't be read as one."""
    try:
        if path.stat().st_size > ARCHIVE.directory:
            raise CourseError(str(path), f"a grade sheet of at most {ARCHIVE.directory >> 20} MiB", "more")
        text = path.read_bytes().decode("utf-8")
        mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        first = text.splitlines()[0] if text.splitlines() else ""
        delimiter = max(",;\t", key=first.count)
        rows = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        says = getattr(error, "strerror", None) or str(error)
        raise CourseError(str(path), "a grade sheet, CSV in UTF-8", f"«{says}»", "Download it again.") from error
    if not rows:
        raise CourseError(str(path), "a grade sheet with a header", "an empty file", "Download it again.")
    return Sheet(path, rows[0], tuple(rows[1:]), delimiter, "\r\n" if "\r\n" in text else "\n", mark)


def handed_in_by(path: Path) -> Mapping[str, HandedIn]:
    """Read Moodle's grading worksheet; raise CourseError where it is another file."""
    sheet = read_sheet(path)
    places = {name: sheet.column(name) for name in (_IDENTIFIER, _NAME, _EMAIL, _STATUS, _SUBMITTED)}
    if places[_IDENTIFIER] is None or places[_SUBMITTED] is None:
        expected = f"Moodle's grading worksheet, with the columns {_IDENTIFIER} and {_SUBMITTED}"
        step = "Download it in English: it says who handed in when."
        raise CourseError(str(path), expected, ", ".join(sheet.header)[:200], step)
    found = {}
    for row in sheet.rows:
        said = {
            name: row[place].strip() if place is not None and place < len(row) else "" for name, place in places.items()
        }
        number = _NUMBER.search(said[_IDENTIFIER])
        if number:
            late = bool(_LATE.search(said[_STATUS]))
            found[number[0]] = HandedIn(said[_EMAIL], said[_NAME], time_in(said[_SUBMITTED]), late)
    return found


def time_in(text: str) -> datetime | None:
    """Read a time as Moodle writes it in English; None for «-» and what can't be read."""
    for form in _TIMES:
        try:
            return datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
    return None
