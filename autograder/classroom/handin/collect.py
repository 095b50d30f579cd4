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
    done = Collected()
    by_student: dict[str, list[Delivery]] = defaultdict(list)
    for each in found.files:
        by_student[each.student].append(each)
    for student, files in sorted(by_student.items()):
        _expect_folder_name(student)
        _collect_one(student, files, found.lessons, folders, dates, done)
    for lesson in sorted(set(found.lessons.values())):
        there = (student for student in students if not folders.step("submitted", student, lesson).is_dir())
        done.missing[lesson] = tuple(there)
    for lesson, many in sorted(done.untimed.items()):
        done.told.append(f"{lesson}: {many} of Moodle's came without a time, so none of them counts as late. {_TIMES}")
    return done


def _expect_folder_name(student: str) -> None:
    if not can_be_folder(student):
        step = "Give the student another id in the roster."
        raise CourseError("roster", "ids that can be a folder's name", f"«{plain(student, 80)}»", step)


def _collect_one(
    student: str,
    files: Sequence[Delivery],
    of: Mapping[Path, str],
    folders: ClassFolders,
    dates: Dates,
    done: Collected,
) -> None:
    copies: dict[str, list[Delivery]] = defaultdict(list)
    for each in files:
        if each.lesson:
            copies[each.lesson].append(each)
    for lesson, those in sorted(copies.items()):
        place = folders.step("submitted", student, lesson)
        expected = {of[each.archive] for each in those}
        if lesson not in expected and place.exists():
            told = f"handed in a copy of {lesson} for {', '.join(sorted(expected))}; the one of {lesson} stays."
            done.told.append(f"{plain(student)}: {told}")
            continue
        if lesson not in expected:
            done.told.append(
                f"{plain(student)}: handed in a copy of {lesson} for {', '.join(sorted(expected))}; taken."
            )
        chosen = _newest(those, lesson)
        if chosen is None:
            names = ", ".join(sorted({plain(each.name) for each in those}))
            told = f"handed in {len(those)} copies at once ({names}); `grade` withholds until you keep one."
            done.told.append(f"{plain(student)}, {lesson}: {told}")
            _put(student, lesson, those, folders, dates, done)
        else:
            name = plain(chosen.name)
            if len(those) > 1:
                newest = all(_came(each) < _came(chosen) for each in those if each is not chosen)
                which = "files the newest counts, «{}»" if newest else "files, of which none is newest, «{}» counts"
                done.told.append(f"{plain(student)}, {lesson}: of {len(those)} {which.format(name)}.")
            elif Path(chosen.name).stem != lesson:
                done.told.append(f"{plain(student)}, {lesson}: handed in as «{name}», whose cells are the lesson's.")
            _put(student, lesson, [chosen], folders, dates, done)
    for lesson in sorted({of[each.archive] for each in files} - set(copies)):
        others = [each for each in files if of[each.archive] == lesson and not each.lesson]
        names = ", ".join(sorted({plain(each.name) for each in others})[:_FEW])
        place = folders.step("submitted", student, lesson)
        if others and any(place.rglob("*.ipynb")) and not holds(place, contents_of(others[: ARCHIVE.others], lesson)):
            done.told.append(f"{plain(student)}, {lesson}: handed in no copy of it ({names}); what is there stays.")
        elif others:
            told = f"handed in no copy of it ({names}); `grade` withholds until you have looked."
            done.told.append(f"{plain(student)}, {lesson}: {told}")
            _put(student, lesson, others[: ARCHIVE.others], folders, dates, done)


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


def _put(
    student: str, lesson: str, files: Sequence[Delivery], folders: ClassFolders, dates: Dates, done: Collected
) -> None:
    """Write a student's files and their time. What was there is kept elsewhere, or stays if it is newer."""
    place = folders.step("submitted", student, lesson)
    who = f"{plain(student)}, {lesson}"
    if blocked := in_the_way(place):
        done.blocked.append(f"{who}: not taken: {blocked}, and collect again.")
        return
    time, why = _time(files[-1], lesson, dates)
    if why:
        done.told.append(f"{who}: {why}")
    elif time is None and lesson in dates.due and files[-1].said.platform is Platform.MOODLE:
        done.untimed[lesson] += 1
    if files[-1].said.draft:
        done.told.append(f"{who}: is a draft in {files[-1].said.platform}, not submitted there; it counts.")
    contents = contents_of(files, lesson)
    before = arrival_of(place / f"{lesson}.ipynb", dates.zone).time
    if holds(place, contents):
        if time is not None and not _is_that_time(before, time):
            note_time(place, time)
            done.taken.append((student, lesson))
        else:
            done.same += 1
    elif before and time is not None and parse_utc(before) > time.replace(tzinfo=None):
        done.told.append(f"{who}: what is there is newer ({before[:19]} UTC); it stays.")
        return
    elif place.exists() and _is_older(files[-1], note_of(folders, lesson).get(student, {})):
        done.told.append(f"{who}: what is there is newer (a later file of {files[-1].said.platform}); it stays.")
        return
    else:
        kept = kept_place(folders, student, lesson) if place.exists() else None
        if kept is not None:
            done.told.append(f"{who}: replaces what was there, which is kept in {kept.relative_to(folders.root)}.")
        swap(place, contents, time, kept)
        done.taken.append((student, lesson))
    if told := _note(folders, lesson, student, files[-1], dates):
        done.told.append(f"{who}: {told}")


def _is_older(file: Delivery, noted: Mapping[str, Any]) -> bool:
    """True if the platform numbers its files, and the one that is there has a higher number."""
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
