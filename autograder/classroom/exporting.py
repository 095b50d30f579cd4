"""From the gradebook to files that leave the class, for `autograder export`.

Asked          the command's options
export_text    Asked → a file's text, and a line for each thing that a teacher should know
pack_feedback  a lesson's pages → an archive
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, asked_lesson, left_out, released_lessons
from autograder.classroom.course.places import called, one_of
from autograder.classroom.platforms.names import Platform
from autograder.classroom.platforms.sheets import read_sheet
from autograder.classroom.record.export import BookRows, book_rows, exported
from autograder.classroom.record.pages_back import feedback_zip, participants_of
from autograder.classroom.record.sums import sums
from autograder.classroom.record.to_platform import for_canvas, for_moodle
from autograder.errors import CourseError
from autograder.whole_file import write_named

_PLATFORMS = {"moodle": Platform.MOODLE, "canvas": Platform.CANVAS}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `autograder export`.

    form       csv or json: how each exercise's points are written, if there is no platform
    platform   canvas or moodle, whose sheet is written, or csv, a table of sums
    template   the platform's own sheet
    columns    «LESSON=TITLE»: which assignment of the sheet is which lesson
    """

    form: str
    platform: str | None
    template: Path | None
    lesson: str | None
    columns: tuple[str, ...] = ()


def export_text(folders: ClassFolders, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and what the teacher should know; raise CourseError if it can't be made."""
    if asked.platform not in _PLATFORMS and asked.template is not None:
        step = "Say whose it is: --for canvas, or --for moodle."
        raise CourseError("export --template", "a platform whose sheet it is", asked.platform or "none", step)
    if asked.columns and (asked.platform != "canvas" or asked.template is None):
        step = "Without one, a column is called as its lesson."
        raise CourseError(
            "export --column", "Canvas's gradebook to look for it in: --for canvas --template", "none", step
        )
    book = book_rows(folders.gradebook)
    lessons = _lessons(folders, book, asked.lesson)
    if asked.platform is None:
        return exported(book, lessons, asked.form), ()
    if asked.platform == "csv":
        return sums(book, lessons, class_settings(folders.root)), ()
    sheet = read_sheet(asked.template) if asked.template else None
    if asked.platform == "canvas":
        filled = for_canvas(book, lessons, sheet, _columns(asked.columns, lessons))
    else:
        known = participants_of(folders, lessons[0]) if len(lessons) == 1 else {}
        filled = for_moodle(book, lessons, sheet, known)
    return filled.text, filled.told


def pack_feedback(folders: ClassFolders, to: Path, platform: str | None, lesson: str | None) -> tuple[str, ...]:
    """Write an archive of one lesson's feedback pages; return a line for each student who is left out."""
    lessons = _lessons(folders, book := book_rows(folders.gradebook), lesson)
    if len(lessons) != 1:
        step = "Name it: --lesson LESSON."
        raise CourseError("export --feedback-zip", "one lesson", ", ".join(lessons), step)
    archive, told = feedback_zip(book, folders, lessons[0], _PLATFORMS.get(platform or ""))
    write_named(to, archive)
    return told


def _lessons(folders: ClassFolders, book: BookRows, name: str | None) -> tuple[str, ...]:
    """Return the gradebook's lessons that the class does, or the one of that name or number."""
    settings = class_settings(folders.root)
    there = tuple(asked.lesson for asked in book.lessons if settings.does(asked.lesson))
    if not there:
        step = left_out(folders, [asked.lesson for asked in book.lessons]) or "Grade first: `autograder grade`."
        raise CourseError(str(folders.gradebook), "a lesson that was graded", "none", step)
    if name is not None and not called(there, name) and called(released_lessons(folders), name):
        step = f"Grade it first: `autograder grade {name}`."
        raise CourseError(f"export --lesson {name}", "a lesson that was graded", "none of its submissions is", step)
    return there if name is None else (asked_lesson(folders, there, name),)


def _columns(given: tuple[str, ...], lessons: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [each.partition("=") for each in given]
    wrong = next((each for each, (_, sign, title) in zip(given, pairs, strict=True) if not sign or not title), None)
    if wrong is not None:
        raise CourseError("export --column", "LESSON=TITLE", f"«{wrong}»", 'Such as --column "01=Week 1".')
    return {one_of(lessons, name): title for name, _, title in pairs}
