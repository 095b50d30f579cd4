"""What a reader gave stays with the answer that it was given to: a rewritten one waits, and says so everywhere."""

from contextlib import closing

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.grading import work
from autograder.classroom.grading.work import Task, grade
from autograder.classroom.handin.read import load
from autograder.classroom.record.export import book_rows, exported
from autograder.classroom.record.feedback import page
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.classroom.record.results import Recorded, object_of, row_of
from autograder.execute import CellRun, Ended, Execution
from autograder.present.report import State, points_cell, total_cell


@pytest.fixture
def handed_in(classroom, small, book, monkeypatch):
    """Return a function that grades Ann's answers and records them; nothing is run, so that checks earn nothing."""

    def supervised(path, lesson, student, seed, limits, kernel):
        submission = load(path, lesson, student, seed)
        return submission, Execution(tuple(CellRun(Ended.RAN) for _ in submission.notebook.cells))

    monkeypatch.setattr(work, "supervised", supervised)

    def handed_in(words, **answers):
        notebook = small.filled(answers)
        small.cell_of(notebook, "transfer").source = words
        path = classroom.hand_in("ann", notebook)
        graded = grade(Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), 1))
        book.record(graded)
        return graded

    return handed_in


def read(folders, lesson, points=None, comments=(), cell="transfer"):
    """Give points and comments as the formgrader does."""
    with closing(Gradebook(f"sqlite:///{folders.gradebook}")) as api:
        if points is not None:
            given = api.find_grade(cell, lesson, lesson, "ann")
            given.manual_score, given.needs_manual_grade = points, False
        for name, comment in comments:
            api.find_comment(name, lesson, lesson, "ann").manual_comment = comment
        api.db.commit()


def part_of(book, name="transfer"):
    (row,) = book.rows()
    return next(part for part in row.parts if part.exercise == name)


def test_an_answer_that_is_the_same_keeps_its_points(handed_in, book, classroom, small):
    handed_in("In words.")
    read(classroom.folders, small.LESSON, 2.5, [("transfer", "Well put.")])
    handed_in("In words.", vjp_once="def vjp_once(f, x, v): pass")
    assert (part_of(book).points, part_of(book).standing) == (2.5, "graded")
    assert not book.scores("ann", small.LESSON).earlier


def test_a_rewritten_answer_shows_no_old_points_and_no_comment_as_its_own(handed_in, book, classroom, small):
    handed_in("In words.")
    read(classroom.folders, small.LESSON, 2.5, [("transfer", "Well put.")])
    graded = handed_in("In other words.")
    part = part_of(book)
    assert (part.points, part.standing, part.given) == (None, "changed since it was read", 2.5)
    scores = book.scores("ann", small.LESSON)
    shown = page("ann", small.LESSON, notebook_as_graded(graded), scores)
    assert "changed since it was read; to be read again (of 3 points)" in shown
    assert "<b>Comment on an earlier version of this answer</b>" in shown
    assert "2.5 of" not in shown
    assert "so far: the rest is still to come" in shown
    row = row_of(Recorded(graded, scores.row))
    assert (row.scores[3].state, points_cell(row.scores[3]), total_cell(row)) == (State.CHANGED, "changed", "0+? / 19")
    said = object_of(Recorded(graded, scores.row), classroom.path("ann"))
    assert (said["points"], said["points_so_far"], said["max_points"]) == (None, 0, 19)
    assert said["by_hand"][0]["points"] is None
    assert "ann,01_row_by_row,transfer,,3.0,changed since it was read" in exported(
        book_rows(classroom.folders.gradebook), ("01_row_by_row",), "csv"
    )


def test_it_stays_so_until_somebody_reads_it_or_the_answer_is_the_old_one_again(handed_in, book, classroom, small):
    handed_in("In words.")
    read(classroom.folders, small.LESSON, 2.5, [("transfer", "Well put.")])
    for words, standing in [
        ("In other words.", "changed since it was read"),
        ("In yet other words.", "changed since it was read"),
        ("In words.", "graded"),
        ("In other words.", "changed since it was read"),
    ]:
        handed_in(words)
        assert part_of(book).standing == standing, words
        assert ("transfer" in book.scores("ann", small.LESSON).earlier) == (standing != "graded")
    read(classroom.folders, small.LESSON, 3)
    assert part_of(book).standing == "graded"
    assert not book.scores("ann", small.LESSON).earlier, "who gives points has seen the comment too"
    handed_in("In other words.")
    assert (part_of(book).standing, part_of(book).points) == ("graded", 3)


def test_an_override_of_a_check_is_for_the_code_that_it_checks(handed_in, book, classroom, small):
    handed_in("", vjp_once="one", jacobian_by_rows="two")
    read(classroom.folders, small.LESSON, 4, cell="check-vjp_once")
    handed_in("", vjp_once="one", jacobian_by_rows="another")
    assert part_of(book, "vjp_once").points == 4
    graded = handed_in("", vjp_once="another", jacobian_by_rows="another")
    assert part_of(book, "vjp_once").standing == "changed since it was read"
    read(classroom.folders, small.LESSON, 4, cell="check-vjp_once")
    shown = page("ann", small.LESSON, notebook_as_graded(graded), book.scores("ann", small.LESSON))
    assert "<b>4 of 4 points</b>, given by hand." in shown


def test_a_comment_on_code_is_told_apart_too(handed_in, book, classroom, small):
    handed_in("", vjp_once="one")
    read(classroom.folders, small.LESSON, comments=[("vjp_once", "Why one?")])
    assert not book.scores("ann", small.LESSON).earlier
    handed_in("", vjp_once="one")
    assert not book.scores("ann", small.LESSON).earlier
    handed_in("", vjp_once="another")
    assert book.scores("ann", small.LESSON).earlier == {"vjp_once"}
    read(classroom.folders, small.LESSON, comments=[("vjp_once", "Much better.")])
    assert not book.scores("ann", small.LESSON).earlier
