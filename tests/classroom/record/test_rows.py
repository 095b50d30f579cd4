"""The gradebook's rows: what every report, table, export and page is made from."""

from contextlib import closing
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook, InvalidEntry

from autograder.classroom.grading.work import Task, grade, not_graded
from autograder.classroom.handin.timestamp import Arrival
from autograder.classroom.record.export import book_rows, exported
from autograder.classroom.record.gradebook import mended, open_book
from autograder.classroom.record.rows import BookLesson, Person, Standing
from autograder.classroom.record.summary import names_apart
from autograder.errors import CourseError


@pytest.fixture
def book(classroom, small):
    """A gradebook with three hand-ins that no kernel is needed for: nothing to run, all withheld, one in words."""
    written = small.filled({})
    small.cell_of(written, "transfer").source = "In words."
    with open_book(classroom.folders.gradebook) as book:
        book.register(classroom.lesson)
        for student, content in (("ann", b""), ("bo", b""), ("cy", written)):
            path = classroom.hand_in(student, content)
            task = Task(student, small.LESSON, path, classroom.folders.released(small.LESSON), 1)
            found = not_graded(task, "ours") if student == "bo" else grade(task)
            book.record(found, Arrival("2026-02-03 10:00:00 UTC"))
        yield book


def by_hand(folders, lesson, student, name, **values):
    """Change a grade as the formgrader does."""
    with closing(Gradebook(f"sqlite:///{folders.gradebook}")) as api:
        grade = api.find_grade(name, lesson, lesson, student)
        for what, value in values.items():
            setattr(grade, what, value)
        api.db.commit()


def test_what_waits_or_is_withheld_has_no_points_and_no_sum(book, small):
    ann, bo, cy = book.rows()
    assert [part.standing for part in ann.parts] == [Standing.GRADED] * 4
    assert (ann.points, ann.max_points, ann.withheld) == (0, 19, False)
    assert [part.standing for part in bo.parts] == [Standing.WITHHELD] * 3 + [Standing.TO_READ]
    assert {part.points for part in bo.parts} == {None}
    assert (bo.points, bo.so_far, bo.max_points, bo.withheld) == (None, 0, 19, True)
    assert cy.parts[3].standing is Standing.TO_READ
    assert (cy.points, cy.so_far) == (None, 0)
    assert [part.written for part in cy.parts] == [False] * 3 + [True]


def test_points_by_hand_overrides_and_penalties_count(book, classroom, small):
    folders = classroom.folders
    by_hand(folders, small.LESSON, "cy", "transfer", manual_score=2.5, needs_manual_grade=False)
    by_hand(folders, small.LESSON, "cy", "check-vjp_once", manual_score=4, extra_credit=1, needs_manual_grade=False)
    (cy,) = book.rows(student="cy")
    assert (cy.points, [part.by_hand for part in cy.parts]) == (7.5, [True, False, False, True])
    assert [(part.auto, part.given) for part in cy.parts][::3] == [(0, 4), (None, 2.5)]
    with closing(Gradebook(f"sqlite:///{folders.gradebook}")) as api:
        api.find_submission_notebook(small.LESSON, small.LESSON, "cy").late_submission_penalty = 2
        api.db.commit()
    assert next(book.rows(student="cy")).points == 5.5
    by_hand(folders, small.LESSON, "cy", "transfer", needs_manual_grade=True)
    (cy,) = book.rows(student="cy")
    assert (cy.points, cy.parts[3].points, cy.parts[3].given) == (None, None, 2.5)
    assert cy.parts[3].standing is Standing.CHANGED


def test_names_dates_and_who_handed_in_nothing(book, classroom, small):
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as api:
        api.update_or_create_student("ann", first_name="Ann", last_name="Ng", email="a@x.org", lms_user_id="17")
        api.update_or_create_student("zoe")
        api.update_or_create_assignment(small.LESSON, duedate="2026-02-03 09:00:00 UTC")
        api.find_submission(small.LESSON, "bo").extension = timedelta(hours=3)
        api.db.commit()
    told = book_rows(classroom.folders.gradebook)
    assert told.people[0] == Person("ann", "Ann", "Ng", "a@x.org", "17")
    assert [person.name for person in told.people] == ["Ann Ng", "bo", "cy", "zoe"]
    assert told.lessons == (BookLesson(small.LESSON, datetime(2026, 2, 3, 9), 19),)
    assert [row.seconds_late for row in told.rows] == [3600, 0, 3600]
    assert told.rows[1].due == datetime(2026, 2, 3, 12)


def test_in_an_export_what_waits_is_empty_and_never_zero(book, classroom):
    lines = exported(book_rows(classroom.folders.gradebook), ("01_row_by_row",), "csv").splitlines()
    assert lines[0] == "student,lesson,exercise,points,max_points,standing"
    assert lines[1] == "ann,01_row_by_row,vjp_once,0.0,4.0,graded"
    assert lines[5] == "bo,01_row_by_row,vjp_once,,4.0,withheld"
    assert lines[12] == "cy,01_row_by_row,transfer,,3.0,to be read"
    assert '"points": null' in exported(book_rows(classroom.folders.gradebook), ("01_row_by_row",), "json")


def test_a_gradebook_that_can_not_be_written_is_one_line(classroom, caplog):
    """Where nbgrader makes an error of its own of the database's, too."""
    with open_book(classroom.folders.gradebook) as book:
        book.register(classroom.lesson)
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as api:
        api.add_student("zed")
    where = f"sqlite:///file:{classroom.folders.gradebook}?mode=ro&uri=true"
    with (
        pytest.raises(CourseError, match="readonly.*Make it, and the folder that it lies in, writable"),
        open_book(where, classroom.root) as only_read,
    ):
        only_read.arrived("zed", classroom.lesson.lesson, Arrival())
    assert caplog.text == ""  # what nbgrader logs has a traceback
    with pytest.raises(InvalidEntry, match="an entry of ours"), open_book(classroom.folders.gradebook):
        raise InvalidEntry("an entry of ours")


@pytest.mark.parametrize(
    ("says", "step"),
    [
        ("disk I/O error", "its quota"),  # what SQLite makes of a quota
        ("database or disk is full", "Free some space"),
        ("database is locked", "formgrader"),
        ("database disk image is malformed", "Put a copy of it back"),
        ("file is not a database", "Put a copy of it back"),
        ("UNIQUE constraint failed", "what was recorded before is there"),
    ],
)
def test_no_sound_gradebook_is_to_be_moved_away(says, step):
    assert step in mended(says)
    assert ("move it away" in mended(says)) == (step == "Put a copy of it back")


def test_two_of_one_name_are_told_apart_in_the_class_report():
    people = [Person("s1", "Anna", "Schmidt"), Person("s2", "Anna", "Schmidt"), Person("s3", "Bo"), Person("s4")]
    assert names_apart(people) == {"s1": "Anna Schmidt (s1)", "s2": "Anna Schmidt (s2)", "s3": "Bo", "s4": "s4"}
