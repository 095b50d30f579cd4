"""What was noted of each delivery when it was collected: to send feedback back, and for its due date.

note_of      a lesson → student → what was noted
write_note   note one student's
arrivals     submissions → when each came, with any extension that its platform gave
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from autograder.classroom.course.folders import ClassFolders, Handin
from autograder.classroom.handin.student_folder import DOWNLOADED
from autograder.classroom.handin.timestamp import Arrival, arrival_of
from autograder.errors import CourseError
from autograder.whole_file import read_whole, write_whole

UNTIL = "until"
_NOTE = "collected.json"


def note_of(folders: ClassFolders, lesson: str) -> dict[str, dict[str, Any]]:
    """Return student → what was noted of the delivery; raise CourseError if it can't be read."""
    path = folders.root / DOWNLOADED / lesson / _NOTE
    try:
        found = json.loads(read_whole(path)) if path.is_file() else {}
        return {str(student): dict(noted) for student, noted in found.items()}
    except OSError as error:
        says = error.strerror or type(error).__name__
        raise CourseError(str(path), "what `autograder collect` noted", says, "Make it readable.") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        step = (
            "Move it away, and collect that lesson's archives again, with Moodle's worksheet: extensions stood in it."
        )
        raise CourseError(str(path), "what `autograder collect` noted", "something else", step) from error


def write_note(folders: ClassFolders, lesson: str, student: str, noted: Mapping[str, Any]) -> None:
    """Write down what is known of one student's delivery, in place of what was."""
    path = folders.root / DOWNLOADED / lesson / _NOTE
    path.parent.mkdir(parents=True, exist_ok=True)
    written = json.dumps(note_of(folders, lesson) | {student: noted}, indent=1, sort_keys=True)
    write_whole(path, written.encode())


def arrivals(folders: ClassFolders, found: Sequence[Handin], clock: ZoneInfo) -> list[Arrival]:
    """Return when each was handed in; a time without a zone is in the timezone `clock`."""
    notes = {lesson: note_of(folders, lesson) for lesson in {handin.lesson for handin in found}}
    extended = [notes[handin.lesson].get(handin.student, {}).get(UNTIL) for handin in found]
    return [
        replace(arrival_of(handin.path, clock), until=None if until is None else str(until))
        for handin, until in zip(found, extended, strict=True)
    ]
