"""`autograder regrade`: who gains and who loses is told before it counts; where only points changed nothing is run."""

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder import questions
from autograder.answer_key import key_for
from autograder.classroom import pipeline, regrade, regraded, submissions
from autograder.classroom.course import released as releases
from autograder.classroom.grading import work
from autograder.classroom.handin.collection_notes import write_note
from autograder.classroom.handin.read import load
from autograder.classroom.record.code_hashes import without_points
from autograder.classroom.record.gradebook import open_book
from autograder.errors import CourseError
from autograder.execute import CellRun, Ended, Execution, Kernel
from autograder.judge import judge, priced
from autograder.observe import EVIDENCE_MIME, observe, to_json

LESSON = "01_row_by_row"


@pytest.fixture(scope="module")
def evidence():
    """What the naive way of one exercise leaves behind."""
    naive = questions.question("vjp_once")
    return to_json(observe(naive, naive.naive, 7, timed=False))


def in_this_process(patch, evidence):
    """Have a class run in this process; list who is run. Ann has the naive way's points, Bo and Cy have none."""
    graded = []

    def supervised(path, lesson, student, seed, limits, kernel):
        graded.append(student)
        submission = load(path, lesson, student, seed)
        shown = {"output_type": "display_data", "data": {EVIDENCE_MIME: evidence}, "metadata": {}}
        outputs = {
            index: (shown,)
            for index, check in submission.checks.items()
            if student == "ann" and check.question == "vjp_once"
        }
        cells = range(len(submission.notebook.cells))
        return submission, Execution(tuple(CellRun(Ended.RAN, "", outputs.get(index, ())) for index in cells))

    patch.setattr(work, "supervised", supervised)
    patch.setattr(submissions, "seed_for", lambda *_: 7)
    patch.setattr(submissions, "graded_in_order", lambda tasks, jobs, cluster: (work.grade(task) for task in tasks))
    return graded


@pytest.fixture(scope="module")
def graded(small, evidence, tmp_path_factory):
    """A class of three that was graded once; each test goes on with a copy."""
    classroom = small.Class(tmp_path_factory.mktemp("graded"))
    for student in ("ann", "bo", "cy"):
        classroom.hand_in(student, small.filled())
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch, evidence)
        list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
    return classroom


@pytest.fixture
def classroom(small, graded, tmp_path):
    """A copy of the graded class."""
    return small.Class(Path(shutil.copytree(graded.root, tmp_path / "class")))


@pytest.fixture
def runs(monkeypatch, evidence):
    """List who is run."""
    return in_this_process(monkeypatch, evidence)


@pytest.fixture
def dearer(classroom, monkeypatch):
    """Give vjp_once six points in the place of four, three of them for its value."""
    asked = questions.question
    points = {"value": 3, "method": 2, "cost": 1}

    def question(name, lesson=""):
        found = asked(name, lesson)
        return replace(found, points=points) if name == "vjp_once" else found

    monkeypatch.setattr(releases.questions, "question", question)
    path = classroom.folders.released(LESSON)
    path.write_text(path.read_text().replace('"points": 4', '"points": 6'))


def again(classroom, **options):
    return list(regrade.regrade(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED, **options))


def rows(folders):
    with open_book(folders.gradebook) as book:
        return list(book.rows())


def written(folders):
    return {
        path: path.read_bytes() for step in ("autograded", "feedback") for path in (folders.root / step).rglob("*.*")
    }


def test_a_price_is_no_part_of_an_outcome():
    asked = questions.question("vjp_once")
    evidence = observe(asked, asked.naive, 7, timed=False)
    dear = replace(asked, points={name: 2 * points for name, points in asked.points.items()})
    verdict = judge(evidence, key_for(asked, 7))
    assert priced(verdict, dear) == judge(evidence, key_for(dear, 7))
    assert priced(verdict, replace(asked, points={"value": 1})) is None, "other criteria need a look at the evidence"
    assert priced(verdict, asked) == verdict


def test_what_a_question_is_worth_is_no_other_code():
    source = b'Q = Question(name="x", points={"value": 3, "cost": 1})  # a comment'
    assert without_points(source) == without_points(source.replace(b"3", b"5"))
    assert without_points(source) != without_points(source.replace(b"cost", b"method"))
    assert without_points(source) != without_points(source.replace(b"x", b"y"))
    assert without_points(b"def (") == b"def ("


def test_a_what_if_tells_who_gains_and_changes_nothing(classroom, runs, dearer):
    before = rows(classroom.folders), written(classroom.folders)
    found = again(classroom, dry_run=True)
    assert runs == []
    assert (rows(classroom.folders), written(classroom.folders)) == before
    told = {each.before.student.id: each for each in found}
    assert told["ann"].gain > 0
    assert (told["bo"].gain, told["bo"].after.max_points) == (0, 21)
    line = regraded.line_of(told["ann"])
    assert line.startswith(f"{LESSON} ann: ")
    assert "vjp_once 2 / 4 → 3 / 6" in line
    assert "/ 19 → " in line
    assert regraded.closing(found, True) == (
        "1 gain, 0 lose, 2 have as many points as before; judged from the journal: nothing was run."
        " Nothing was recorded; without --dry-run it counts."
    )
    said = json.loads(json.dumps(regraded.object_of(told["ann"])))
    assert said["changes"][0]["after"] == {"points": 3, "max_points": 6}


def test_it_counts_without_a_kernel_and_grade_has_nothing_left_to_do(classroom, runs, dearer):
    what_if = again(classroom, dry_run=True)
    counted = again(classroom)
    assert [each.after for each in counted] == [each.after for each in what_if] == rows(classroom.folders)
    page = classroom.folders.step("feedback", "ann", LESSON) / f"{LESSON}.html"
    assert "3 of 6 points" in page.read_text()
    assert all(each.changes == () for each in again(classroom))
    left = list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
    assert [each.graded.kept for each in left] == [True] * 3
    assert runs == []


def test_what_a_killed_run_recorded_and_did_not_draw_is_drawn_by_the_next(classroom, runs, dearer, monkeypatch):
    page = classroom.folders.step("feedback", "ann", LESSON) / f"{LESSON}.html"
    with monkeypatch.context() as killed:
        killed.setattr(regrade, "draw", interrupted)
        with pytest.raises(KeyboardInterrupt):
            again(classroom)
    assert "3 of 6 points" not in page.read_text()
    again(classroom)
    assert "3 of 6 points" in page.read_text()
    assert runs == []


def test_what_a_killed_run_registered_and_did_not_judge_is_drawn_by_the_next(classroom, runs, dearer):
    """Bo's points are 0 before and after: the gradebook shows nothing that is new, and his page says «of 4»."""
    with open_book(classroom.folders.gradebook) as book:
        book.register(releases.released(classroom.folders.released(LESSON)))
    page = classroom.folders.step("feedback", "bo", LESSON) / f"{LESSON}.html"
    assert "of 6 points" not in page.read_text()
    assert [each.changes for each in again(classroom)][1] == ()
    assert "0 of 6 points" in page.read_text()
    left = pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED)
    assert [each.graded.kept for each in left] == [True] * 3
    assert runs == []


def test_a_page_that_is_newer_than_a_gradebook_put_back_is_drawn_anew(classroom, runs):
    """What was given by hand since the copy was made is gone from the gradebook, and no page says otherwise."""
    page = classroom.folders.step("feedback", "ann", LESSON) / f"{LESSON}.html"
    before, backup = page.read_bytes(), classroom.folders.gradebook.read_bytes()
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as gradebook:
        grade = gradebook.find_grade("check-jacobian_by_rows", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 7, False
        gradebook.db.commit()
    for content in (None, backup):
        if content is not None:
            classroom.folders.gradebook.write_bytes(content)
        kept = list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
        assert [each.graded.kept for each in kept] == [True] * 3
        assert (page.read_bytes() == before) is (content is not None)
    assert runs == []


def interrupted(*_):
    raise KeyboardInterrupt


def test_grade_itself_gives_new_points_without_a_kernel(classroom, runs, dearer):
    found = list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
    assert runs == []
    assert found[0].row.parts[0].points == 3
    assert not found[0].graded.kept, "it is told as new"
    had = "It had 2 of 19 points: the course, or what the class sets, has changed since, and its answers have not."
    assert [each.notes for each in found] == [(had,), (), ()]


def test_who_was_taken_out_and_entered_again_shifts_nobody_elses_result(classroom, runs, monkeypatch):
    """Ann has a result in the journal, and no row in the gradebook any more: what is run is Bo's and Cy's alone."""
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as gradebook:
        gradebook.remove_student("ann")
        gradebook.add_student("ann")
    monkeypatch.setattr("autograder.classroom.record.journal.deciding", lambda own: "of another release")
    found = {each.before.student.id: each for each in again(classroom)}
    assert runs == ["bo", "cy"]
    assert "`autograder grade`" in found["ann"].skipped
    assert [found[student].changes for student in ("bo", "cy")] == [(), ()]
    assert [row.points for row in rows(classroom.folders)] == [0, 0]


def test_what_other_code_graded_is_run_again_and_told(classroom, runs, monkeypatch):
    monkeypatch.setattr("autograder.classroom.record.journal.deciding", lambda own: "of another release")
    before = rows(classroom.folders)
    found = again(classroom, dry_run=True)
    assert runs == ["ann", "bo", "cy"]
    assert rows(classroom.folders) == before
    assert "3 of 3 were run again" in regraded.closing(found, True)
    again(classroom)
    runs.clear()
    list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
    assert runs == [], "what was judged again counts as graded"


def test_one_question_alone(classroom, runs, dearer):
    with pytest.raises(CourseError, match=r"expected one of vjp_once, .*found «vjp»"):
        again(classroom, question="vjp")
    assert all(each.changes == () for each in again(classroom, question="jacobian_by_rows", dry_run=True))
    changed = [change.after.exercise for each in again(classroom, question="vjp_once") for change in each.changes]
    assert changed == ["vjp_once"] * 3
    assert rows(classroom.folders)[0].parts[0].points == 3


def test_points_by_hand_stay_and_wait_where_the_graders_change(classroom, runs, dearer):
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as api:
        for student, name in (("ann", "check-vjp_once"), ("ann", "transfer"), ("bo", "check-vjp_once")):
            given = api.find_grade(name, LESSON, LESSON, student)
            given.manual_score, given.needs_manual_grade = 1.5, False
        api.db.commit()
    ann, bo, _ = again(classroom, dry_run=True)
    assert "vjp_once 1.5 / 4 by hand → to be read again, 1.5 by hand" in regraded.line_of(ann)
    assert "vjp_once 1.5 / 4 by hand → 1.5 / 6 by hand" in regraded.line_of(bo)
    counted = again(classroom)
    assert [each.after for each in counted] == rows(classroom.folders)
    assert rows(classroom.folders)[0].parts[3].points == 1.5


def test_a_what_if_over_other_cells_is_refused_as_the_run_would_be(classroom, small, runs):
    path = classroom.folders.released(LESSON)
    lesson = nbformat.read(path, as_version=4)
    lesson.cells.remove(small.cell_of(lesson, "transfer"))
    nbformat.write(lesson, path)
    for dry_run in (True, False):
        with pytest.raises(CourseError, match=r"others \(gone: transfer\)"):
            again(classroom, dry_run=dry_run)
    assert runs == []


def test_what_was_handed_in_anew_is_left_to_grade(classroom, small, runs, dearer):
    classroom.hand_in("bo", small.lesson())
    classroom.hand_in("di", small.lesson())
    skipped = {each.before.student.id: regraded.line_of(each) for each in again(classroom) if each.skipped}
    assert list(skipped) == ["bo", "di"]
    assert "handed in anew since it was graded" in skipped["bo"]
    assert "not graded yet" in skipped["di"]
    assert runs == []


LATE = """
[late]
rule = "daily"
share = 0.5

[due]
01_row_by_row = 2026-11-20T18:00:00
"""


def test_a_newer_hand_in_that_has_fewer_points_is_told(classroom, small, runs):
    for name in ("nbgrader_config.py", "nbgrader_config.json"):
        shutil.copy(Path(__file__).parents[2] / name, classroom.root)
    (classroom.root / "class.toml").write_text(LATE)

    def notes(content: str, when: str) -> tuple[str, ...]:
        classroom.hand_in("ann", small.filled({"vjp_once": content}))
        classroom.path("ann").with_name("timestamp.txt").write_text(when)
        return next(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED)).notes

    assert notes("# in time", "2026-11-20 10:00:00 UTC") == ()
    assert notes("# late", "2026-11-21 10:00:00 UTC") == (
        "It had 2 of 19 points before it was handed in anew, which counts.",
    )
    assert notes("# in time after all", "2026-11-20 11:00:00 UTC") == ()


def test_a_date_that_moved_is_told_before_it_counts_and_where_it_does(classroom, runs):
    for name in ("nbgrader_config.py", "nbgrader_config.json"):
        shutil.copy(Path(__file__).parents[2] / name, classroom.root)
    classroom.path("ann").with_name("timestamp.txt").write_text("2026-11-21 10:00:00 UTC")
    (classroom.root / "class.toml").write_text(LATE)
    told = {each.before.student.id: each for each in again(classroom, dry_run=True)}
    assert [who for who, each in told.items() if each.told] == ["ann"]
    assert regraded.line_of(told["ann"]) == f"{LESSON} ann: 2 / 19 → 1 / 19 (late penalty 0 → 1)"
    assert (told["ann"].gain, [row.penalty for row in rows(classroom.folders)]) == (-1, [0, 0, 0])

    kept = pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED)
    graded = {each.row.student.id: each for each in kept}
    assert (graded["ann"].notes, graded["bo"].notes) == (("Its late penalty was 0 and is 1.",), ())
    assert not any(each.told for each in again(classroom, dry_run=True)), "what-if and gradebook agree"

    (classroom.root / "class.toml").write_text(LATE.replace("11-20", "11-21"))
    assert [each.gain for each in again(classroom)] == [1, 0, 0]
    assert [row.penalty for row in rows(classroom.folders)] == [0, 0, 0]
    page = classroom.root / "feedback" / "ann" / LESSON / f"{LESSON}.html"
    assert "lost for being late" not in page.read_text()
    assert runs == [], "no kernel was wanted"


def test_a_penalty_on_points_that_a_reader_gave_is_told_as_one_though_all_is_run_again(classroom, runs):
    for name in ("nbgrader_config.py", "nbgrader_config.json"):
        shutil.copy(Path(__file__).parents[2] / name, classroom.root)
    classroom.path("ann").with_name("timestamp.txt").write_text("2026-11-21 10:00:00 UTC")
    (classroom.root / "class.toml").write_text(LATE)
    list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED))
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as gradebook:
        grade = gradebook.find_grade("transfer", LESSON, LESSON, "ann")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    anew = list(pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED, force=True))
    assert runs == ["ann", "bo", "cy"]
    assert [each.notes for each in anew] == [("Its late penalty was 1 and is 2.5.",), (), ()]


def test_who_was_given_more_time_is_late_from_then_on(classroom, runs):
    """By the platform, as `collect` noted; by the teacher, in nbgrader's own way, where no platform says anything."""
    for name in ("nbgrader_config.py", "nbgrader_config.json"):
        shutil.copy(Path(__file__).parents[2] / name, classroom.root)
    (classroom.root / "class.toml").write_text(LATE)
    for student in ("ann", "bo"):
        classroom.path(student).with_name("timestamp.txt").write_text("2026-11-21 10:00:00 UTC")

    def note(until: str) -> None:
        write_note(classroom.folders, LESSON, "ann", {"platform": "Moodle", "until": until})

    def graded():
        for _ in pipeline.grade_class(classroom.folders, (LESSON,), kernel=Kernel.UNSANDBOXED):
            pass
        return {row.student.id: row for row in rows(classroom.folders)}

    note("2026-11-21 17:00:00 UTC")
    assert not any(each.told for each in again(classroom, dry_run=True)), "she is in time, before and after"
    found = graded()
    assert (found["ann"].penalty, found["ann"].due) == (0, datetime(2026, 11, 21, 17))
    assert found["bo"].seconds_late > 0
    note("")
    (told,) = (each for each in again(classroom, dry_run=True) if each.told)
    assert regraded.line_of(told) == f"{LESSON} ann: 2 / 19 → 1 / 19 (late penalty 0 → 1)"
    assert graded()["ann"].penalty == 1
    with closing(Gradebook(f"sqlite:///{classroom.folders.gradebook}")) as gradebook:
        gradebook.grant_extension(LESSON, "bo", days=2)
    assert graded()["bo"].seconds_late == 0
    assert runs == [], "no kernel was wanted"
