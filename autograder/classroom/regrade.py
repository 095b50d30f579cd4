"""A class judged again, and who gains and who loses by it, for `autograder regrade`.

regrade   judge again what has been graded, and record it unless this is a dry run. `regraded` prints the results

If only points changed, a kept result gets its new points and no kernel runs. What was graded by other code, other
questions or other limits is run again.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from nbgrader.utils import parse_utc

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, Handin, handins
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.released import Released, released
from autograder.classroom.grading.work import Graded
from autograder.classroom.grading.workers import graded_in_order
from autograder.classroom.handin.noted import arrivals
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.pipeline import kept_at_points, secret_of, shown, task_of
from autograder.classroom.record.alone import alone
from autograder.classroom.record.gradebook import Book, open_book
from autograder.classroom.record.journal import Done, key_of
from autograder.classroom.record.results import as_graded
from autograder.classroom.record.rows import Part, Person, Row, Standing
from autograder.classroom.regraded import Change, Regraded
from autograder.errors import CourseError
from autograder.execute import DEFAULT_LIMITS, Kernel, Limits


def regrade(
    folders: ClassFolders,
    lessons: Sequence[str],
    *,
    question: str | None = None,
    student: str | None = None,
    dry_run: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    kernel: Kernel = Kernel.SANDBOXED,
    jobs: int | None = None,
    cluster: str | None = None,
) -> Iterator[Regraded]:
    """Judge what has been graded again, or `question` alone; a dry run records nothing and writes nothing.

    What was handed in again since is left to `grade`. Raises CourseError if nothing was graded, or no lesson asks such
    a question.
    """
    if not folders.gradebook.is_file():
        raise CourseError(str(folders.gradebook), "a gradebook", "none", "Grade first: `autograder grade`.")
    found = handins(folders, lessons, student)
    settings = class_settings(folders.root)
    expect_packages(settings.packages)
    with alone(folders.root), open_book(folders.gradebook, folders.lessons.parent) as book:
        removed = book.removed()
        found = tuple(handin for handin in found if handin.student not in removed)
        secret = secret_of(folders, len(book.journal))
        releases = {
            lesson: released(folders.released(lesson)) for lesson in dict.fromkeys(each.lesson for each in found)
        }
        for release in releases.values():  # lest a dry run promise what the next one can't record
            book.expect_cells(release)
        _ask(question, releases)
        last = [book.journal.last(handin.student, handin.lesson) for handin in found]
        handed = [fingerprint(handin.path) for handin in found]
        tasks = [task_of(folders, handin, secret, limits, kernel) for handin in found]
        keys = [key_of(task, content) for task, content in zip(tasks, handed, strict=True)]
        fit = [
            done is not None and done.handed_in == content and (question is None or question in _asked(done))
            for done, content in zip(last, handed, strict=True)
        ]
        known = [
            kept_at_points(done, releases[task.lesson]) if good and done is not None and done.key == key else None
            for done, good, task, key in zip(last, fit, tasks, keys, strict=True)
        ]
        left = [task for task, good, done in zip(tasks, fit, known, strict=True) if good and done is None]
        with closing(graded_in_order(left, jobs or os.cpu_count() or 1, cluster)) as results:
            before = [next(book.rows(handin.lesson, handin.student), None) for handin in found]
            came = arrivals(folders, found, settings.timezone)
            due = {asked.lesson: asked.due for asked in book.lessons()}
            if not dry_run:
                for lesson, release in releases.items():
                    book.register(release, settings.due.get(lesson))
            for handin, row, done, good, kept, key, content, arrival in zip(
                found, before, last, fit, known, keys, handed, came, strict=True
            ):
                if row is None or done is None or not good:
                    yield from _skipped(row, handin, done, content)
                    continue
                graded = kept.graded if kept is not None else next(results)
                dated = _dated(row, arrival, due.get(handin.lesson), settings.due.get(handin.lesson))
                regraded = _compared(book, row, dated, graded, question, kept is None)
                # A run that changed no points is recorded too: it counts as graded by today's code from now on. So is
                # a result that got new points which the gradebook doesn't tell from the old: it has none of either.
                new = question is None if regraded.ran else not graded.kept
                if not dry_run and (regraded.changes or new):
                    _record(book, folders, handin, done, graded, question, key, arrival)
                elif not dry_run:  # an earlier run may have been killed after it recorded this, before it drew it
                    book.arrived(handin.student, handin.lesson, arrival)
                    shown(folders, handin, done.graded, arrival, book, done.shown)
                yield regraded


def _ask(question: str | None, releases: dict[str, Released]) -> None:
    asked = [check.question for release in releases.values() for check in release.checks.values()]
    asked += [name for release in releases.values() for name in release.tests]
    if question is not None and question not in asked:
        raise CourseError("regrade --question", f"one of {', '.join(dict.fromkeys(asked))}", f"«{question}»")


def _asked(done: Done) -> set[str]:
    return {verdict.question for verdict in done.graded.verdicts.values()} | set(done.graded.tested)


def _skipped(row: Row | None, handin: Handin, done: Done | None, content: str) -> Iterator[Regraded]:
    """Yield a submission that is not judged again, and why; one that does not ask the question is left out."""
    nobody = row or Row(Person(handin.student), handin.lesson, ())
    if row is None or done is None:
        yield Regraded(nobody, nobody, skipped="not graded yet: `autograder grade` does")
    elif done.handed_in != content:
        yield Regraded(row, row, skipped="handed in anew since it was graded: `autograder grade` grades it")


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
    book: Book,
    folders: ClassFolders,
    handin: Handin,
    done: Done,
    graded: Graded,
    question: str | None,
    key: str,
    arrival: Arrival,
) -> None:
    """Record a result. If it is of one question alone, the others keep what they had, and `grade` grades them again."""
    if question is not None:
        graded, key = _with(done.graded, graded, _names(graded, question)), done.key
    book.record(replace(graded, kept=False), arrival, key, done.handed_in)
    shown(folders, handin, replace(graded, kept=False), arrival, book, "")


def _with(old: Graded, new: Graded, names: set[str]) -> Graded:
    """Return an earlier result with these cells of a newer one."""
    fresh = {entry.grade_id: entry for entry in new.entries}
    return replace(
        old,
        verdicts={name: new.verdicts[name] if name in names else each for name, each in old.verdicts.items()},
        tested={name: new.tested[name] if name in names else each for name, each in old.tested.items()},
        entries=tuple(fresh[each.grade_id] if each.grade_id in names else each for each in old.entries),
    )
