"""Feedback pages packed for a platform, which gives them back to the students.

feedback_zip     feedback/ → an archive for Moodle or Canvas
participants_of  a lesson → Moodle's number of each participant → student
"""

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.handin.collection_notes import note_of
from autograder.classroom.platforms.names import Platform
from autograder.classroom.platforms.packs import inside, packed
from autograder.classroom.record.export import BookRows
from autograder.classroom.record.sums import standing
from autograder.errors import CourseError
from autograder.present.safe_text import plain


def feedback_zip(
    book: BookRows, folders: ClassFolders, lesson: str, platform: Platform | None
) -> tuple[bytes, tuple[str, ...]]:
    """Return an archive of a lesson's feedback pages, and a line for each reason why submissions are left out.

    Left out is what still waits, and what was not collected from a platform that takes pages back. Raise CourseError
    if no page is left.
    """
    noted = note_of(folders, lesson)
    came_from = sorted({str(note["platform"]) for note in noted.values()})
    if platform is None and len(came_from) > 1:
        raise CourseError(f"feedback of {lesson}", "one platform", ", ".join(came_from), "Say which: --for PLATFORM.")
    pages: list[tuple[str, bytes]] = []
    left: dict[str, list[str]] = {}
    for row in book.rows:
        if row.lesson != lesson:
            continue
        who, note = row.student.id, noted.get(row.student.id)
        page = folders.step("feedback", who, lesson) / f"{lesson}.html"
        came = Platform(note["platform"]) if note else None
        if note is None or came is None or came is Platform.BLACKBOARD or platform not in (None, came):
            left.setdefault(f"not collected from {platform or 'Moodle or Canvas'}; left out", []).append(who)
        elif row.points is None:
            left.setdefault(f"{standing(row)}; left out", []).append(who)
        elif not page.is_file():
            left.setdefault("no page yet; left out. Make it: `autograder grade`", []).append(who)
        else:
            pages.append((inside(came, str(note["back"]), page.name), page.read_bytes()))
    if not pages:
        step = "Collect with `autograder collect`, grade, and read what waits."
        why = "; ".join(each.partition(";")[0] for each in left)
        raise CourseError(f"feedback of {lesson}", "pages to give back", f"none ({why or 'nothing was graded'})", step)
    return packed(pages), tuple(f"{plain(', '.join(whose), 10_000)}: {why}." for why, whose in left.items())


def participants_of(folders: ClassFolders, lesson: str) -> dict[str, str]:
    """Return Moodle's number of each participant of an assignment → student, for those that were collected."""
    noted = note_of(folders, lesson).items()
    backs = {student: str(note["back"]).split("_assignsubmission_")[0] for student, note in noted}
    return {back.rpartition("_")[2]: student for student, back in backs.items()}
