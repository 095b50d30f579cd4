"""Puts what students delivered where it is graded: submitted/STUDENT/LESSON/LESSON.ipynb, with its time beside it.

Collected    what was taken, what the teacher should know, who is missing
Dates        the class's timezone, when each lesson is due, and the minutes of grace
collect      Delivered → submitted/; what it replaces is kept under downloaded/
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbgrader.utils import parse_utc

from autograder.classroom.course.folders import ClassFolders, can_be_folder, in_the_way
from autograder.classroom.handin.collection_notes import UNTIL, note_of, write_note
from autograder.classroom.handin.delivered import Delivered, Delivery
from autograder.classroom.handin.student_folder import contents_of, holds, kept_place, note_time, swap
from autograder.classroom.handin.timestamp import TIMESTAMP, arrival_of, written
from autograder.classroom.platforms.names import Platform
from autograder.errors import CourseError
from autograder.limits import ARCHIVE
from autograder.present.safe_text import plain

_TAKEN_BACK = "its extension is taken back there: its date is everybody's."
_TIMES = "Its grading worksheet has the times: collect again, with that too."
_FEW = 5  # names of files that a line shows


@dataclass(frozen=True, slots=True)
class Dates:
    """The timezone of times that name none, when each lesson is due (UTC), and the minutes of grace after that."""

    zone: ZoneInfo
    due: Mapping[str, datetime]
    grace: float = 0.0


@dataclass(slots=True)
class Collected:
    """The result of a collection.

    taken    (student, lesson) of what is new or newer
    same     how many were there already
    told     a line for each thing that a teacher should know
    blocked  a line for each delivery that was not taken, since a link or a file is in its place
    missing  lesson → students of the roster who have handed nothing in
    untimed  lesson with a due date → how many files of Moodle's came without their time
    """

    taken: list[tuple[str, str]] = field(default_factory=list)
    same: int = 0
    told: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    untimed: Counter[str] = field(default_factory=Counter)


def collect(found: Delivered, folders: ClassFolders, students: Sequence[str], dates: Dates) -> Collected:
    """Put each student's newest copy of each lesson into submitted/; say who is missing.

    If a student delivered no copy of the lesson, the other files go there under their own names, and `grade` withholds.
    """
    collection = _Collection(folders, dates, found.lessons)
    by_student: dict[str, list[Delivery]] = defaultdict(list)
    for each in found.files:
        by_student[each.student].append(each)
    for student, files in sorted(by_student.items()):
        _expect_folder_name(student)
        collection.take(student, files)
    return collection.closed(students)


def _expect_folder_name(student: str) -> None:
    if not can_be_folder(student):
        step = "Give the student another id in the roster."
        raise CourseError("roster", "ids that can be a folder's name", f"«{plain(student, 80)}»", step)


@dataclass(frozen=True, slots=True)
class _Collection:
    """A collection in progress; `of` says of which lesson each archive is."""

    folders: ClassFolders
    dates: Dates
    of: Mapping[Path, str]
    done: Collected = field(default_factory=Collected)

    def take(self, student: str, files: Sequence[Delivery]) -> None:
        """Put what one student delivered into submitted/, lesson by lesson."""
        copies: dict[str, list[Delivery]] = defaultdict(list)
        for each in files:
            if each.lesson:
                copies[each.lesson].append(each)
        for lesson, those in sorted(copies.items()):
            self._take_copies(student, lesson, those)
        for lesson in sorted({self.of[each.archive] for each in files} - set(copies)):
            self._take_others(student, lesson, [each for each in files if self.of[each.archive] == lesson])

    def _take_copies(self, student: str, lesson: str, copies: Sequence[Delivery]) -> None:
        """Put the copy of a lesson that counts into its place; where none is told apart, all of them."""
        expected = {self.of[each.archive] for each in copies}
        if lesson not in expected:
            stays = self._place(student, lesson).exists()
            kept = f"; the one of {lesson} stays." if stays else "; taken."
            self._tell(plain(student), f"handed in a copy of {lesson} for {', '.join(sorted(expected))}{kept}")
            if stays:
                return
        chosen, who = _newest(copies, lesson), f"{plain(student)}, {lesson}"
        if chosen is None:
            names = ", ".join(sorted({plain(each.name) for each in copies}))
            self._tell(who, f"handed in {len(copies)} copies at once ({names}); `grade` withholds until you keep one.")
            self._put(student, lesson, copies)
            return
        name = plain(chosen.name)
        if len(copies) > 1:
            newest = all(_came(each) < _came(chosen) for each in copies if each is not chosen)
            which = "files the newest counts, «{}»" if newest else "files, of which none is newest, «{}» counts"
            self._tell(who, f"of {len(copies)} {which.format(name)}.")
        elif Path(chosen.name).stem != lesson:
            self._tell(who, f"handed in as «{name}», whose cells are the lesson's.")
        self._put(student, lesson, [chosen])

    def _take_others(self, student: str, lesson: str, files: Sequence[Delivery]) -> None:
        """Put files that are no copy of the lesson into its place, unless a notebook is there already."""
        others = [each for each in files if not each.lesson]
        if not others:
            return
        names = ", ".join(sorted({plain(each.name) for each in others})[:_FEW])
        kept, place = others[: ARCHIVE.others], self._place(student, lesson)
        stays = any(place.rglob("*.ipynb")) and not holds(place, contents_of(kept, lesson))
        becomes = "what is there stays." if stays else "`grade` withholds until you have looked."
        self._tell(f"{plain(student)}, {lesson}", f"handed in no copy of it ({names}); {becomes}")
        if not stays:
            self._put(student, lesson, kept)

    def _put(self, student: str, lesson: str, files: Sequence[Delivery]) -> None:
        """Write a student's files and their time. What was there is kept elsewhere, or stays if it is newer."""
        place, file, who = self._place(student, lesson), files[-1], f"{plain(student)}, {lesson}"
        if blocked := in_the_way(place):
            self.done.blocked.append(f"{who}: not taken: {blocked}, and collect again.")
            return
        time, why = _time(file, lesson, self.dates)
        if why:
            self._tell(who, why)
        elif time is None and lesson in self.dates.due and file.said.platform is Platform.MOODLE:
            self.done.untimed[lesson] += 1
        if file.said.draft:
            self._tell(who, f"is a draft in {file.said.platform}, not submitted there; it counts.")
        contents = contents_of(files, lesson)
        before = arrival_of(place / f"{lesson}.ipynb", self.dates.zone).time
        if holds(place, contents):
            if time is not None and not _is_that_time(before, time):
                note_time(place, time)
                self.done.taken.append((student, lesson))
            else:
                self.done.same += 1
        elif before and time is not None and parse_utc(before) > time.replace(tzinfo=None):
            self._tell(who, f"what is there is newer ({before[:19]} UTC); it stays.")
            return
        elif place.exists() and _is_older(file, note_of(self.folders, lesson).get(student, {})):
            self._tell(who, f"what is there is newer (a later file of {file.said.platform}); it stays.")
            return
        else:
            kept = kept_place(self.folders, student, lesson) if place.exists() else None
            if kept is not None:
                where = kept.relative_to(self.folders.root)
                self._tell(who, f"replaces what was there, which is kept in {where}.")
            swap(place, contents, time, kept)
            self.done.taken.append((student, lesson))
        if moved := _note(self.folders, lesson, student, file, self.dates):
            self._tell(who, moved)

    def closed(self, students: Sequence[str]) -> Collected:
        """Return the result, with who is missing of these students, and which lessons' times are."""
        for lesson in sorted(set(self.of.values())):
            there = (student for student in students if not self._place(student, lesson).is_dir())
            self.done.missing[lesson] = tuple(there)
        for lesson, many in sorted(self.done.untimed.items()):
            self._tell(lesson, f"{many} of Moodle's came without a time, so none of them counts as late. {_TIMES}")
        return self.done

    def _place(self, student: str, lesson: str) -> Path:
        return self.folders.step("submitted", student, lesson)

    def _tell(self, who: str, says: str) -> None:
        self.done.told.append(f"{who}: {says}")


def _newest(copies: Sequence[Delivery], lesson: str) -> Delivery | None:
    """Return the copy that counts: the last; of several that came last, the one named like the lesson; else None."""
    timed = [each for each in copies if each.when is not None] or copies
    newest = max(map(_came, timed))
    last = [each for each in timed if _came(each) == newest]
    if len({each.member.content for each in last}) == 1 or len({each.member.path for each in last}) == 1:
        return last[-1]
    named = [each for each in last if Path(each.name).stem == lesson]
    return named[0] if len(named) == 1 else None


def _came(file: Delivery) -> tuple[datetime, int, int]:
    """Return what files are ordered by: their time if it is known, then version and archive."""
    if file.when is not None:
        return file.when, file.said.version, file.order
    return datetime.min, file.order, file.said.version


def _is_older(file: Delivery, noted: Mapping[str, Any]) -> bool:
    """Tell whether the platform numbers its files, and the one that is there has a higher number."""
    return noted.get("platform") == file.said.platform.value and noted.get("version", 0) > file.said.version > 0


def _time(file: Delivery, lesson: str, dates: Dates) -> tuple[datetime | None, str]:
    """Return when a file was handed in, and a line if that is a guess."""
    if file.when is not None:
        return file.when.replace(tzinfo=dates.zone).astimezone(UTC), ""
    if not file.said.late:
        return None, ""
    due = dates.due.get(lesson)
    if due is None:
        step = "Say when it is due in class.toml, and collect again."
        return None, f"marked late by {file.said.platform}, which does not say by how much; no date is known. {step}"
    if file.said.until is not None:
        due = max(due, file.said.until.replace(tzinfo=dates.zone, fold=1).astimezone(UTC))
    after = due + timedelta(minutes=dates.grace, seconds=1)
    step = f"Its time stands in {TIMESTAMP} beside it."
    return after, f"marked late by {file.said.platform}, which does not say by how much; taken as just late. {step}"


def _is_that_time(before: str | None, time: datetime) -> bool:
    return before is not None and parse_utc(before) == time.replace(tzinfo=None)


def _note(folders: ClassFolders, lesson: str, student: str, file: Delivery, dates: Dates) -> str:
    """Write down the platform's name for this student's delivery, and its extension; return a line if that changed.

    Only Moodle's worksheet tells of extensions, and it always gives a time: without a time, an earlier extension
    stands.
    """
    before = note_of(folders, lesson).get(student, {})
    had = before.get(UNTIL)
    until = file.said.until
    now = written(until.replace(tzinfo=dates.zone, fold=1)) if until else "" if had is not None and file.when else had
    noted = {
        "platform": file.said.platform.value,
        "back": file.said.back,
        "file": file.name,
        "archive": file.archive.name,
        "version": file.said.version,
    }
    write_note(folders, lesson, student, noted if now is None else {**noted, UNTIL: now})
    if now == had:
        return ""
    return f"its date is {until:%Y-%m-%d %H:%M}, by an extension in {file.said.platform}." if until else _TAKEN_BACK
