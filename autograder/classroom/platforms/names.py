"""How Moodle, Canvas and Blackboard name the files that they hand out of one assignment.

Platform   the three
Named      what a path in such an archive says
named      a path → Named; None if no platform names files so
spelled    a name in the form in which names are compared

Sources of the formats:
Moodle       mod/assign/feedback/file/importziplib.php: FULLNAME_PARTICIPANT_assignsubmission_file, a folder since 3.1
             (with an underscore at its end until 4.1), before that the beginning of the file's name; the number holds
             for this assignment alone. A group's name and a hyphen may stand before the full name
Canvas       lib/content_zipper.rb: SORTABLENAME_LATE_USER_FILE_NAME, the first in small letters and only letters and
             digits (so nothing is left of a name in emoji), LATE if it is; in anonymous grading, «anon» and a made-up
             id in place of name and user
Blackboard   issue 511 of jupyter/nbgrader, and the Assignment File Download itself:
             ASSIGNMENT_USERNAME_attempt_YEAR-MONTH-DAY-HOUR-MINUTE-SECOND_NAME, in the institution's timezone;
             an attempt's own text is the same without a NAME, and ends in .txt
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>.*?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL)
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<user>[A-Za-z0-9]+)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL)
_BLACKBOARD = re.compile(
    r"(?P<before>.+)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
_WHEN = "%Y-%m-%d-%H-%M-%S"
_MOST_PARTS = 12  # parts of a path, and words of a Blackboard name, that are looked at


class Platform(StrEnum):
    """Where an archive comes from."""

    MOODLE = "Moodle"
    CANVAS = "Canvas"
    BLACKBOARD = "Blackboard"


@dataclass(frozen=True, slots=True)
class Named:
    """What a path says of a file.

    name     the person's, as the platform writes it; empty if it doesn't
    ids      what may be the person's id, the likeliest first
    sure     True: the id is the person's; False: it holds for this assignment alone
    file     the file's own name
    late     True: the platform marks it as late
    when     when it was handed in, in the institution's timezone; None if the name doesn't say
    until    the platform's extension for this person, in the same timezone; None for none
    draft    True: the person has not submitted it on the platform
    version  the platform's number of the file; a later file has a higher one
    back     the name or folder by which the platform gives a feedback file to the same person
    """

    platform: Platform
    name: str
    ids: tuple[str, ...]
    sure: bool
    file: str
    late: bool = False
    when: datetime | None = None
    until: datetime | None = None
    draft: bool = False
    version: int = 0
    back: str = ""


def named(path: str) -> Named | None:
    """Read a path in an archive; None if no platform names files so."""
    parts = PurePosixPath(path.replace("\\", "/")).parts[:_MOST_PARTS]
    for place, part in enumerate(parts):
        if (found := _moodle(part, parts[place + 1 :])) is not None:
            return found
    return _blackboard(parts[-1]) or _canvas(parts[-1]) if parts else None


def _moodle(part: str, below: tuple[str, ...]) -> Named | None:
    match = _MOODLE.fullmatch(part)
    if match is None:
        return None
    file = "/".join((*([match["file"]] if match["file"] else []), *below))
    back = f"{match['name']}_{match['number']}_assignsubmission_{match['kind']}_"
    return Named(Platform.MOODLE, match["name"], (match["number"],), False, file, back=back)


def _canvas(part: str) -> Named | None:
    match = _ANONYMOUS.fullmatch(part) or _CANVAS.fullmatch(part)
    if match is None:
        return None
    name = match.groupdict().get("name") or ""
    number = int(match["number"][:18])
    # To be given back, a file must begin with the same ids; its name after them is free.
    back = part[: match.start("file")]
    late = match["late"] is not None
    return Named(Platform.CANVAS, name, (match["user"],), True, match["file"], late, version=number, back=back)


def _blackboard(part: str) -> Named | None:
    match = _BLACKBOARD.fullmatch(part)
    if match is None:
        return None
    try:
        when = datetime.strptime(match["when"], _WHEN)
    except ValueError:
        return None
    # Assignment and user name may both hold underscores: the roster decides where the name begins.
    words = match["before"].split("_")[-_MOST_PARTS:]
    ids = tuple("_".join(words[place:]) for place in range(1, len(words)))
    return Named(Platform.BLACKBOARD, "", ids, True, match["file"] or "", when=when, back=part)


def spelled(name: str) -> str:
    """Return a name as names are compared: letters and digits alone, without case and accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if char.isalnum())
