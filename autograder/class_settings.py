"""class.toml: what a teacher sets for one class. It is read strictly; what is left out has its default.

FILE            its name; it lies beside nbgrader's settings
ClassSettings   all of it
Late            what a late submission loses
class_settings  a course's folder → ClassSettings; a CourseError names the file and the place in it
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from autograder.course_folder import LESSON
from autograder.errors import CourseError, nearest
from autograder.limits import A_DAY, DEFAULT_LIMITS, DOTS, SETTINGS, Limits
from autograder.whole_file import read_whole

FILE = "class.toml"
RULES = ("none", "zero", "daily")
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ADDRESS = re.compile(r"https://github\.com/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")
_SECONDS = ("cell", "check", "notebook")
_A_YEAR = 365 * 24 * 60.0  # minutes

# lesson → exercise → criterion → points
Points = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Late:
    """What a late submission loses.

    rule    «none»: nothing; «zero»: everything; «daily»: `share` of what it earned for each day begun
    grace   minutes after the date that still count as in time
    """

    rule: str = "none"
    share: float = 0.0
    grace: float = 0.0

    def penalty(self, earned: float, seconds: float) -> float:
        """Return the points that a submission loses that earned so many and came so many seconds late.

        Where what a reader took off leaves less than none, there is nothing to lose.
        """
        earned = max(0.0, earned)
        if seconds <= 60 * self.grace or self.rule == "none":
            return 0.0
        days = -(-seconds // A_DAY)
        return earned if self.rule == "zero" else min(earned, earned * self.share * days)


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """A class's own settings.

    title      what stands on its pages
    address    https://github.com/OWNER/REPOSITORY, for links that open a lesson online; empty: no such links
    course_id  nbgrader's name of the course
    exchange   the folder that nbgrader releases to and collects from
    timezone   in which a time without a zone is read
    lessons    those that the class does; empty: all
    due        lesson → when it is due, in UTC
    late       what a late submission loses; None: what nbgrader_config.py says
    points     lesson → exercise → criterion → points
    weights    lesson → its weight in the sum; empty: each point counts the same
    limits     what one run of a submission may take
    packages   what students may import besides the course's own; the grading machine must have them
    likeness   whether the class report names submissions that are alike
    """

    title: str = ""
    address: str = ""
    course_id: str = ""
    exchange: str = ""
    timezone: ZoneInfo = ZoneInfo("UTC")
    lessons: tuple[str, ...] = ()
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: Late | None = None
    points: Points = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    limits: Limits = DEFAULT_LIMITS
    packages: tuple[str, ...] = ()
    likeness: bool = True

    def does(self, lesson: str) -> bool:
        """Tell whether the class does a lesson."""
        return not self.lessons or lesson in self.lessons


def class_settings(course: Path | None) -> ClassSettings:
    """Read the class.toml of a course; without one, everything has its default.

    Raise CourseError, which names the place, for an unknown setting or a wrong value.
    """
    path = course / FILE if course else None
    if path is None or not os.path.lexists(path):  # a broken link is refused below, not taken for no settings
        return ClassSettings()
    try:
        # Editors on Windows write a byte order mark.
        written = read_whole(path, SETTINGS).decode("utf-8-sig")
        _expect_short_keys(path, written)
        told = tomllib.loads(written)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        found = f"bytes that are none, in line {line}"
        raise CourseError(str(path), "settings in TOML, which is UTF-8 text", found, "Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:  # TOML that can't be read, or a number with thousands of digits
        expected = "settings in TOML, which is UTF-8 text"
        raise CourseError(str(path), expected, f"«{_printable(str(error))}»", "Mend that line.") from error
    except OSError as error:
        step = "Mend that, or move it away: without it, each setting has its default."
        raise CourseError(str(path), "a file that can be read", error.strerror or type(error).__name__, step) from error
    return _Reader(path).settings(told)


def _expect_short_keys(path: Path, written: str) -> None:
    """Raise CourseError over a line with very many dots: of a key of 20,000 parts, tomllib takes half a minute."""
    for number, line in enumerate(written.split("\n"), 1):
        if (dots := line.count(".")) > DOTS and not line.lstrip().startswith("#"):
            raise CourseError(f"{path}, line {number}", f"at most {DOTS} dots", f"{dots}", "Mend that line.")


class _Reader:
    """Reads the tables of one file; what it refuses, it refuses with its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = {
            place.name
            for folder in ("solutions", "lessons")
            for place in (path.parent / folder).glob("*")
            if place.is_dir() and LESSON.fullmatch(place.name)
        }

    def settings(self, told: Mapping[str, Any]) -> ClassSettings:
        known = ["title", "address", "course_id", "exchange", "timezone", "lessons", "due", "late", "points", "weights"]
        self._only(told, [*known, "limits", "grading", "report"], "")
        zone = self._zone(told.get("timezone", "UTC"))
        grading = self._table(told.get("grading", {}), "[grading]")
        self._only(grading, ["packages"], "[grading]")
        report = self._table(told.get("report", {}), "[report]")
        self._only(report, ["likeness"], "[report]")
        likeness = report.get("likeness", True)
        if not isinstance(likeness, bool):
            raise self._refuse("[report] likeness", "true or false", likeness)
        return ClassSettings(
            title=self._text(told.get("title", ""), "title"),
            address=self._address(told.get("address", "")),
            course_id=self._course_id(told.get("course_id", "")),
            exchange=os.path.expanduser(self._text(told.get("exchange", ""), "exchange")),
            timezone=zone,
            lessons=self._lessons(told.get("lessons", [])),
            due={name: self._due(name, when, zone) for name, when in self._by_lesson(told, "due")},
            late=self._late(told["late"]) if "late" in told else None,
            points={name: self._points(name, given) for name, given in self._by_lesson(told, "points")},
            weights=self._weights(told),
            limits=self._limits(told.get("limits", {})),
            packages=self._names(grading.get("packages", []), "[grading] packages", "names of packages", _PACKAGE),
            likeness=likeness,
        )

    def _refuse(self, place: str, expected: str, found: object, step: str = "") -> CourseError:
        where = f"{self.path}, {place}" if place else str(self.path)
        return CourseError(where, expected, _shown(found), step or "Mend it there.")

    def _only(self, table: Mapping[str, Any], known: list[str], place: str) -> None:
        for name in table:
            if name not in known:
                near = nearest(name, known)
                step = f"Is {near} meant?" if near else "Take it out."
                raise self._refuse(place, f"one of {', '.join(known)}", name, step)

    def _table(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._refuse(place, "a table", value)
        return value

    def _text(self, value: object, place: str) -> str:
        if not isinstance(value, str) or len(value.splitlines()) > 1:
            raise self._refuse(place, "a line of text", value)
        return value.strip()

    def _course_id(self, value: object) -> str:
        text = self._text(value, "course_id")
        if text and not _ID.fullmatch(text):
            raise self._refuse("course_id", "letters, digits, dots, hyphens and underscores", text)
        return text

    def _address(self, value: object) -> str:
        text = self._text(value, "address").removesuffix("/")
        if text and not _ADDRESS.fullmatch(text):
            raise self._refuse("address", "https://github.com/OWNER/REPOSITORY", text)
        return text

    def _zone(self, value: object) -> ZoneInfo:
        try:
            return ZoneInfo(self._text(value, "timezone"))
        except (KeyError, ValueError, OSError) as error:
            raise self._refuse("timezone", "a name like «Europe/Berlin»", value) from error

    def _names(self, value: object, place: str, what: str, form: re.Pattern[str]) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and form.fullmatch(each) for each in value):
            raise self._refuse(place, f"a list of {what}", value)
        return tuple(dict.fromkeys(value))

    def _lesson(self, name: str, place: str) -> str:
        if name not in self.known:
            known = sorted(self.known)
            near = nearest(name, known)
            step = f"Is {near} meant?" if near else ""
            raise self._refuse(place, f"a lesson of the course ({', '.join(known) or 'none'})", name, step)
        return name

    def _lessons(self, value: object) -> tuple[str, ...]:
        names = self._names(value, "lessons", "lessons' names", re.compile(".*"))
        return tuple(self._lesson(name, "lessons") for name in names)

    def _by_lesson(self, told: Mapping[str, Any], place: str) -> list[tuple[str, Any]]:
        table = self._table(told.get(place, {}), f"[{place}]")
        return [(self._lesson(name, f"[{place}]"), value) for name, value in table.items()]

    def _due(self, lesson: str, value: object, zone: ZoneInfo) -> datetime:
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, time(23, 59, 59))  # a date means the end of that day
        if not isinstance(value, datetime):
            example = "a date or a time like 2026-12-01T23:59:00, without quotes"
            raise self._refuse(f"[due] {lesson}", example, value)
        try:
            # Where the clock is set back or forward, an hour comes twice or never: the later reading holds.
            read = [value] if value.tzinfo else [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
            return max(each.astimezone(UTC) for each in read)
        except OverflowError as error:
            raise self._refuse(f"[due] {lesson}", "a year from 2 to 9998", str(value.year)) from error

    def _late(self, value: object) -> Late:
        table = self._table(value, "[late]")
        self._only(table, ["rule", "share", "grace_minutes"], "[late]")
        rule = table.get("rule", "none")
        if rule not in RULES:
            raise self._refuse("[late] rule", f"one of {', '.join(RULES)}", rule)
        share = self._number(table.get("share", 0.0), "[late] share")
        if (rule == "daily") != (0 < share <= 1):
            told = "a share of the points above 0 and at most 1, with the rule «daily» and no other"
            raise self._refuse("[late] share", told, share)
        return Late(rule, share, self._number(table.get("grace_minutes", 0.0), "[late] grace_minutes", most=_A_YEAR))

    def _number(self, value: object, place: str, least: float = 0.0, most: float = 1e9) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self._refuse(place, f"a number from {least:g} to {most:g}", value)
        return float(value)

    def _weights(self, told: Mapping[str, Any]) -> Mapping[str, float]:
        found = {name: self._number(each, f"[weights] {name}") for name, each in self._by_lesson(told, "weights")}
        if found and not any(weight for name, weight in found.items() if name in told.get("lessons", found)):
            raise self._refuse(
                "[weights]", "a weight above 0 for one of the class's lessons", 0, "Else every sum is 0."
            )
        return found

    def _points(self, lesson: str, value: object) -> Mapping[str, Mapping[str, int]]:
        place = f"[points.{lesson}]"
        found = {}
        for exercise, given in self._table(value, place).items():
            at = f"[points.{lesson}.{exercise}]"
            for criterion, each in self._table(given, at).items():
                if isinstance(each, bool) or not isinstance(each, int) or not 1 <= each <= 1000:
                    step = "What is left out is not judged; value must be there." if each == 0 else ""
                    raise self._refuse(f"{at} {criterion}", "a whole number from 1 to 1000", each, step)
            found[exercise] = dict(given)
        return found

    def _limits(self, value: object) -> Limits:
        table = self._table(value, "[limits]")
        self._only(table, list(_SECONDS), "[limits]")
        seconds = {name: self._number(each, f"[limits] {name}", 1.0, A_DAY) for name, each in table.items()}
        cell, check, notebook = (seconds.get(name, getattr(DEFAULT_LIMITS, name)) for name in _SECONDS)
        return replace(DEFAULT_LIMITS, cell=cell, check=check, notebook=notebook)


def _shown(found: object) -> str:
    """Return a value as it may stand in a line."""
    if isinstance(found, str):
        return _printable(f'"{found}"')
    try:
        return _printable(str(found) if isinstance(found, date | time) else repr(found))
    except ValueError:  # an integer of thousands of digits
        return "a number that is too long to show"


def _printable(text: str) -> str:
    """Return text as one line of at most 120 printable characters: a terminal obeys no part of it."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:120]
