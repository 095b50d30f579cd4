"""What everybody earned in each lesson and in all, as a table.

sums       the gradebook's rows → a line for each student and lesson, and for each student's sum
a_point    what one point of a lesson counts in the sum
standing   a submission's state: what it waits for, or graded
"""

from collections.abc import Iterator, Sequence

from autograder.class_settings import ClassSettings
from autograder.classroom.record.export import BookRows, csv_of, shown
from autograder.classroom.record.rows import Row, Standing, shown_time

_NOTHING = "nothing handed in"
_SUM = "sum"
_COLUMNS = (
    "student", "last_name", "first_name", "email", "lms_user_id", "lesson", "points", "max_points", "penalty",
    "standing", "handed_in", "due", "hours_late",
)  # fmt: skip


def sums(book: BookRows, lessons: Sequence[str], settings: ClassSettings) -> str:
    """Return a table of every student and lesson, with names, ids, penalties and dates, and of every student's sum.

    A sum is empty while one of its lessons waits; a lesson that was not handed in adds 0. If class.toml has weights,
    each lesson counts that much, and one without a weight counts nothing.
    """
    return csv_of(_COLUMNS, _sum_rows(book, lessons, settings))


def _sum_rows(book: BookRows, lessons: Sequence[str], settings: ClassSettings) -> Iterator[Sequence[str]]:
    due = {asked.lesson: asked.due for asked in book.lessons}
    rows = {(row.student.id, row.lesson): row for row in book.rows}
    digits = 4 if settings.weights else 2  # a sum of shares is small: two digits of it would be whole percents
    for person in book.people:
        who = (person.id, person.last_name, person.first_name, person.email, person.lms_user_id)
        points: float | None = 0.0
        most = 0.0
        for lesson in lessons:
            row, possible_there = rows.get((person.id, lesson)), book.most(lesson)
            weight = a_point(lesson, possible_there, settings)
            most += possible_there * weight
            earned = 0.0 if row is None else row.points
            points = None if points is None or earned is None else points + earned * weight
            if row is None:
                yield (*who, lesson, "", shown(possible_there), "", _NOTHING, "", shown_time(due.get(lesson)), "")
            else:
                late = f"{row.seconds_late / 3600:.1f}" if row.seconds_late else ""
                told = (shown(row.points), shown(row.max_points), shown(row.penalty), standing(row))
                yield (*who, lesson, *told, shown_time(row.handed_in), shown_time(row.due), late)
        yield (*who, _SUM, *(shown(each, digits) for each in (points, most)), "", "", "", "", "")


def a_point(lesson: str, most: float, settings: ClassSettings) -> float:
    """Return what one of a lesson's `most` points counts in the sum: class.toml's weights, or each the same."""
    return settings.weights.get(lesson, 0.0) / (most or 1.0) if settings.weights else 1.0


def standing(row: Row) -> str:
    """Return a submission's state: what it waits for, or graded."""
    found = {part.standing for part in row.parts}
    return next((each.value for each in reversed(Standing) if each in found), Standing.GRADED.value)
