"""When something was handed in, as nbgrader's exchange writes it next to the notebook.

Arrival      the time, or why it can't be read
arrival_of   a submission's path, the class's timezone → its Arrival
written      a time → the exchange's text

nbgrader's exchange writes the zone as `strftime` names it: «CEST», «EDT», «-03». nbgrader reads these as UTC, hours
off, since the system has no zone of that name. Here the class's timezone says what they mean; if it doesn't, the
instructor is told.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.present.safe_text import plain
from autograder.whole_file import read_whole

TIMESTAMP = "timestamp.txt"
# Files that nbgrader's exchange puts next to a notebook; by the secret it finds the student of a page.
OF_THE_EXCHANGE = (TIMESTAMP, "submission_secret.txt")
_LONGEST = 200
# A clock that is ahead, or a zone that was taken for another, makes less than that.
_AHEAD = timedelta(days=1)
_FORM = "2026-02-03 10:20:30 UTC"
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?")
_UTC = {"UTC", "GMT", "Z"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a submission came.

    time    as text, in UTC, in the form of nbgrader's exchange; None if nobody wrote it down
    fault   for the instructor: why a time that was written down can't be read (it then counts as in time), or that it
            has not come yet; or empty
    until   the platform's extension for this student, in the same form; empty if it was taken back; None if the
            platform says nothing, and an extension from the gradebook stands
    """

    time: str | None = None
    fault: str = ""
    until: str | None = None


def arrival_of(notebook: Path, clock: ZoneInfo) -> Arrival:
    """Return when it was handed in; a time without a zone is in the timezone `clock`."""
    path = notebook.with_name(TIMESTAMP)
    if not os.path.exists(path):  # also if its folder may not be entered
        return Arrival()
    text = ""
    step = f"expected «{_FORM}»"
    try:
        if path.is_file() and path.stat().st_size <= _LONGEST:
            text = read_whole(path, _LONGEST).decode().strip()
            if text:
                time = _read(text, clock)
                return Arrival(written(time), _ahead(time, text))
    except _UnknownZone as error:
        step = f"and {clock.key}, timezone in class.toml, has no «{plain(str(error), 20)}»"
    except (OSError, ValueError, OverflowError):
        pass
    told = f"{TIMESTAMP} says «{plain(text, 60)}»" if text else f"{TIMESTAMP} holds no text"
    return Arrival(None, f"When it was handed in can't be read: {told}, {step}. It counts as in time.")


def _ahead(time: datetime, text: str) -> str:
    """Say that a time has not come yet; nothing where it has."""
    now = datetime.now(UTC)
    if time <= now + _AHEAD:
        return ""
    return (
        f"When it was handed in has not come yet: {TIMESTAMP} says «{plain(text, 60)}», and now it is {now:%Y-%m-%d}."
        " Penalties go by that time. Next: look at the year and at both clocks; write the right time there, and grade."
    )


def written(time: datetime) -> str:
    """Return a time, in UTC, as nbgrader's exchange writes it."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ', timespec='microseconds')} UTC"


class _UnknownZone(Exception):
    """A zone that neither the class's timezone nor the system knows; the message names it."""


def _read(text: str, clock: ZoneInfo) -> datetime:
    """Return the time that a text names; raise ValueError or _UnknownZone if that needs a guess."""
    words = text.split()
    time = datetime.fromisoformat(" ".join(words[:2]))
    if len(words) > 3 or ":" not in text or not re.match(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    if len(words) < 3:
        return time if time.tzinfo else time.replace(tzinfo=clock)
    if time.tzinfo:
        raise ValueError(text)
    return time.replace(tzinfo=_zone(words[2], time, clock))


def _zone(name: str, time: datetime, clock: ZoneInfo) -> tzinfo:
    """Return what a zone's name means: UTC, an offset, a name of the class's timezone, or one of the system's zones."""
    if name in _UTC:
        return UTC
    if offset := _OFFSET.fullmatch(name):
        sign, hours, minutes = offset.groups()
        return timezone(int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    for each in _in_its_year(time, clock):
        if each.tzname() == name:
            return timezone(each.utcoffset() or timedelta())
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _UnknownZone(name) from None


def _in_its_year(time: datetime, clock: ZoneInfo) -> Iterator[datetime]:
    """Yield the time in a timezone (both, in an hour that comes twice), and one in its winter and one in its summer."""
    yield from (time.replace(tzinfo=clock, fold=fold) for fold in (0, 1))
    yield from (time.replace(month=month, day=1, tzinfo=clock) for month in (1, 7))
