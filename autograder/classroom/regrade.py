"""A class judged again, and who gains and who loses by it, for `autograder regrade`.

regrade   judge again what has been graded, and record it unless this is a dry run. `regraded` prints the results

If only points changed, a kept result gets its new points and no kernel runs. What was graded by other code, other
questions or other limits is run again.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from nbgrader.utils import parse_utc

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, handins
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.released import Released
from autograder.classroom.grading.work import Graded
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.record.class_lock import class_lock
from autograder.classroom.record.gradebook import Book, open_book
from autograder.classroom.record.journal import Done
from autograder.classroom.record.results import as_graded
from autograder.classroom.record.rows import Part, Person, Row, Standing
from autograder.classroom.regraded import Change, Regraded
from autograder.classroom.submissions import (
    Submitted,
    draw,
    kept_at_points,
    releases_of,
    results_of,
    secret_of,
    submitted_in,
)
from autograder.errors import CourseError, nearest
from autograder.execute import Kernel, Limits


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A submission that was graded before.

    row    its row in the gradebook
    done   its last result in the journal
    kept   that result at the points of today; None if the submission must be run again
    """

    submitted: Submitted
    row: Row
    done: Done
    kept: Done | None


def regrade(
    folders: ClassFolders,
    lessons: Sequence[str],
    *,
    question: str | None = None,
    student: str | None = None,
    dry_run: bool = False,
    limits: Limits | None = None,
    kernel: Kernel = Kernel.SANDBOXED,
    jobs: int | None = None,
    cluster: str | None = None,
) -> Iterator[Regraded]:
    """Judge what has been graded again, or `question` alone; a dry run records nothing and writes nothing.

    What was handed in again since is left to `grade`. Where no limits are given, class.toml's hold. Raise CourseError
    if nothing was graded, or no lesson asks such a question.
    """
    if not os.path.lexists(folders.gradebook):
        raise CourseError(str(folders.gradebook), "a gradebook", "none", "Grade first: `autograder grade`.")
    found = handins(folders, lessons, student)
    settings = class_settings(folders.root)
    expect_packages(settings.packages)
    with class_lock(folders.root), open_book(folders.gradebook, folders.lessons.parent) as book:
        secret = secret_of(folders, book)
        submissions = submitted_in(folders, book, found, secret, limits or settings.limits, kernel)
        releases = releases_of(submissions)
        for release in releases.values():  # lest a dry run promise what the next one can't record
            book.expect_cells(release)
        _expect_asked(question, releases)
        looked_up = (_earlier(book, each, releases, question) for each in submissions)
        listed = [each for each in looked_up if each is not None]
        again = [each for each in listed if isinstance(each, _Earlier)]
        due = {each.lesson: each.due for each in book.lessons()}
        if not dry_run:
            for lesson, release in releases.items():
                book.register(release, settings.due.get(lesson))
        results = results_of([each.submitted for each in again], [each.kept for each in again], jobs, cluster)
        with closing(results):
            for each in listed:
                if isinstance(each, Regraded):
                    yield each
                    continue
                graded, lesson = next(results), each.submitted.lesson
                dated = _dated(each.row, each.submitted.arrival, due.get(lesson), settings.due.get(lesson))
                regraded = _compared(book, each.row, dated, graded, question, ran=each.kept is None)
                if not dry_run:
                    _record(folders, book, each, graded, question, regraded)
                yield regraded


def _expect_asked(question: str | None, releases: dict[str, Released]) -> None:
    """Raise CourseError if none of the lessons asks the question."""
    asked = [check.question for release in releases.values() for check in release.checks.values()]
    asked += [name for release in releases.values() for name in release.tests]
    if question is not None and question not in asked:
        near = nearest(question, asked)
        step = f"Did you mean {near}?" if near else "Name one of these."
        raise CourseError("regrade --question", f"one of {', '.join(dict.fromkeys(asked))}", f"«{question}»", step)


def _earlier(
    book: Book, submitted: Submitted, releases: Mapping[str, Released], question: str | None
) -> _Earlier | Regraded | None:
    """Return a submission that was graded as it is now, or else why it is left to `grade`.

    None if it does not ask the question that is judged again.
    """
    row = next(book.rows(submitted.lesson, submitted.student), None)
    done = book.journal.last(submitted.student, submitted.lesson)
    if row is None or done is None:
        nobody = row or Row(Person(submitted.student), submitted.lesson, ())
        return Regraded(nobody, nobody, skipped="not graded yet: `autograder grade` does")
    if done.handed_in != submitted.content:
        return Regraded(row, row, skipped="handed in anew since it was graded: `autograder grade` grades it")
    judged = {verdict.question for verdict in done.graded.verdicts.values()} | set(done.graded.tested)
    if question is not None and question not in judged:
        return None
    kept = kept_at_points(done, releases[submitted.lesson]) if done.key == submitted.key else None
    return _Earlier(submitted, row, done, kept)


def _dated(row: Row, arrival: Arrival, in_book: datetime | None, in_file: datetime | None) -> Row:
    """Return a row with the dates that it gets when it is recorded: class.toml's due date, and its own arrival.

    An extension that the platform gave is a date of its own. One from the gradebook is added to the lesson's due date.
    """
    handed_in = row.handed_in
    if arrival.time or arrival.fault:
        handed_in = parse_utc(arrival.time) if arrival.time else None
    due = in_book if in_file is None else in_file.astimezone(UTC).replace(tzinfo=None)
    if due is not None and arrival.until is not None:
        due = max(due, parse_utc(arrival.until)) if arrival.until else due
    elif due is not None and row.due is not None and in_book is not None:
        due += row.due - in_book
    return replace(row, handed_in=handed_in, due=due)


def _compared(book: Book, row: Row, dated: Row, graded: Graded, question: str | None, ran: bool) -> Regraded:
    """Compare a result, at today's dates, with the gradebook."""
    fresh = {part.grade_id: part for part in as_graded(graded).row.parts}
    names = _names(graded, question)
    parts = tuple(_after(part, fresh[part.grade_id]) if part.grade_id in names else part for part in row.parts)
    after = book.penalised(replace(dated, parts=parts))
    changes = tuple(Change(*pair) for pair in zip(row.parts, parts, strict=True) if pair[0] != pair[1])
    return Regraded(row, after, changes, ran=ran)


def _names(graded: Graded, question: str | None) -> set[str]:
    """Return the grade_ids that are judged again."""
    judged = {name for name, verdict in graded.verdicts.items() if question in (None, verdict.question)}
    return judged | {name for name in (*graded.tested, *graded.by_hand) if question in (None, name)}


def _after(part: Part, fresh: Part) -> Part:
    """Return a part as it would stand. A reader's points stay if the grader's do, else wait to be read again."""
    if part.given is not None:
        changed = part.auto != fresh.auto or part.standing is Standing.CHANGED
        standing = Standing.CHANGED if changed else part.standing
        points = None if changed else part.points
        return replace(part, points=points, max_points=fresh.max_points, standing=standing, auto=fresh.auto)
    extra = (part.points or 0.0) - (part.auto or 0.0)
    points = None if fresh.points is None else fresh.points + extra
    return replace(fresh, points=points)


def _record(
    folders: ClassFolders, book: Book, each: _Earlier, graded: Graded, question: str | None, regraded: Regraded
) -> None:
    """Record a result, if it differs from the earlier one or was made by a run of all questions, and draw it.

    If it is of one question alone, the others keep what they had, and `grade` grades them again.
    """
    submitted, key = each.submitted, each.submitted.key
    # A run that changed no points is recorded too: it counts as graded by today's code from now on. So is a result that
    # got new points which the gradebook doesn't tell from the old: it has none of either.
    new = question is None if regraded.ran else not graded.kept
    if not regraded.changes and not new:
        # An earlier run may have been killed after it recorded this, before it drew it.
        book.arrived(submitted.student, submitted.lesson, submitted.arrival)
        draw(folders, book, submitted, each.done.graded, each.done.shown)
        return
    if question is not None:
        graded, key = _with(each.done.graded, graded, _names(graded, question)), each.done.key
    graded = replace(graded, kept=False)
    book.record(graded, submitted.arrival, key, each.done.handed_in)
    draw(folders, book, submitted, graded)


def _with(old: Graded, new: Graded, names: set[str]) -> Graded:
    """Return an earlier result with these cells of a newer one."""
    fresh = {entry.grade_id: entry for entry in new.entries}
    return replace(
        old,
        verdicts={name: new.verdicts[name] if name in names else each for name, each in old.verdicts.items()},
        tested={name: new.tested[name] if name in names else each for name, each in old.tested.items()},
        entries=tuple(fresh[each.grade_id] if each.grade_id in names else each for each in old.entries),
    )
