"""`autograder grade`, `export` and `demo` as an instructor types them."""

import ast
import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder import cli
from autograder.classroom.course import demo
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.grading.answers import check_files_apart, open_file
from autograder.classroom.grading.work import Task, not_graded
from autograder.classroom.record import summary
from autograder.errors import CourseError
from autograder.questions import LESSONS

COURSE = Path(__file__).parents[2]
DEMO_CLASS = Path(demo.__file__).parent / "demo_class"


@pytest.fixture
def course(classroom, monkeypatch):
    """A course in a folder of its own, with three files that no kernel is needed for."""
    (classroom.root / "nbgrader_config.py").write_text((COURSE / "nbgrader_config.py").read_text())
    for student, content in (("ann", b""), ("bo", b'{"cells": ['), ("cy", b"\xff")):
        classroom.hand_in(student, content)
    monkeypatch.chdir(classroom.root)
    return classroom


@pytest.fixture
def say(monkeypatch, capsys):
    """Return a function that runs the command line: words → exit code, standard output, standard error."""

    def say(*words):
        monkeypatch.setattr("sys.argv", ["autograder", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return say


def test_a_misspelt_student_is_told_the_nearest_and_no_list_of_the_class(course, say):
    for number in range(20):
        course.hand_in(f"s{number:02d}", b"")
    code, _, err = say("grade", "--student", "cyy", "--unsandboxed")
    assert code == 1
    assert "found ann, bo, cy, s00, s01 and 18 more. Did you mean cy?" in err


def test_a_lesson_that_nobody_was_graded_in_yet_is_no_unknown_one(course, say):
    say("grade", "--unsandboxed", "--jobs", "1")
    shutil.copytree(course.folders.lessons / course.lesson.lesson, course.folders.lessons / "02_other")
    (course.folders.lessons / "02_other" / f"{course.lesson.lesson}.ipynb").rename(course.folders.released("02_other"))
    code, _, err = say("export", "--lesson", "2")
    assert code == 1
    assert "a lesson that was graded, found none of its submissions is. Grade it first: `autograder grade 2`." in err


def test_what_is_told_of_several_alike_is_one_line(course, say):
    for student, day in (("ann", 1), ("bo", 2), ("cy", 3)):
        course.path(student).with_name("timestamp.txt").write_text(f"2999-01-0{day} 10:00:00 UTC")
    for _ in range(2):  # the second time, nothing is graded, and it still holds
        _, out, _ = say("grade", "--unsandboxed", "--jobs", "1")
        told = [line for line in out.splitlines() if "has not come yet" in line]
        assert len(told) == 1
        assert told[0].startswith(f"{course.lesson.lesson} ann (likewise bo, cy): When it was handed in")
        assert "«2999-01-01 10:00:00 UTC»" in told[0]


@pytest.mark.parametrize("command", ["grade", "demo"])
def test_without_a_sandbox_it_asks_for_consent_in_one_line(course, say, command, monkeypatch):
    monkeypatch.setattr("autograder.execute.sandbox_lacks", lambda: "Landlock")
    monkeypatch.setattr("autograder.execute.forks.has_zygote", lambda: False)  # another test's may be there
    code, out, err = say(command)
    assert code != 0
    assert out == ""
    assert err.count("\n") == 1
    assert "one without Landlock" in err
    assert "--unsandboxed" in err
    assert not course.folders.gradebook.exists()
    assert not (course.root / "demo").exists()


def test_grade_tells_of_each_and_writes_everything(course, say):
    (course.root / "submitted" / "ann" / "notes").mkdir()
    code, out, err = say("grade", "--unsandboxed")
    assert code == 0, "a file that can't be read is its author's affair"
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == [
        f"{n} of 3  01_row_by_row {student}" for n, student in enumerate(("ann", "bo", "cy"), start=1)
    ]
    assert "an empty file" in lines[0]
    assert "submitted/ann/notes: no lesson of that name" in err
    for student in ("ann", "bo", "cy"):
        assert course.folders.step("feedback", student, "01_row_by_row").joinpath("01_row_by_row.html").is_file()
        assert course.folders.step("autograded", student, "01_row_by_row").joinpath("01_row_by_row.ipynb").is_file()
    assert "an empty file" in (course.root / summary.REPORT).read_text()

    code, out, _ = say("export", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, len(rows)) == (0, 12)
    code, out, _ = say("export", "--format", "json", "--to", "grades.json")
    assert (code, out) == (0, "")
    assert json.loads(Path("grades.json").read_text())[0]["exercise"] == "vjp_once"


def test_a_faulty_lesson_stops_no_other_and_is_told(course, say):
    faulty = course.root / "lessons" / "51_faulty" / "51_faulty.ipynb"
    faulty.parent.mkdir()
    faulty.write_text("{}")
    (course.root / "submitted" / "ann" / "51_faulty").mkdir()
    code, out, err = say("grade", "--unsandboxed")
    assert code == 1
    assert err.startswith(f"autograder: {faulty}: expected a released lesson")
    assert "3 of 3  01_row_by_row cy" in out
    assert "51_faulty" not in out
    code, out, err = say("grade", "51", "--unsandboxed")
    assert (code, out, err.count("\n")) == (1, "", 1)
    for student in ("ann", "bo", "cy"):
        shutil.rmtree(course.path(student).parent)
    code, out, err = say("grade", "--unsandboxed")
    assert (code, out, err.count("\n")) == (1, "", 1), "what nobody handed in is no second fault"


def test_a_lesson_that_lost_a_graded_cell_stops_no_other_and_is_told(course, say, small):
    released = course.folders.released(small.LESSON)
    other = course.folders.released("02_other")
    other.parent.mkdir(parents=True)
    shutil.copy(released, other)
    folder = course.folders.step("submitted", "ann", "02_other")
    folder.mkdir(parents=True)
    (folder / "02_other.ipynb").write_bytes(b"")
    assert say("grade", "--unsandboxed")[0] == 0
    lesson = nbformat.read(released, as_version=4)
    lesson.cells.remove(small.cell_of(lesson, "transfer"))
    nbformat.write(lesson, released)
    code, out, err = say("grade", "--unsandboxed")
    assert (code, "1 of 1 have not changed" in out) == (1, True)
    assert "others (gone: transfer). Put the lesson's source back and `autograder build`" in err
    assert "nbgrader db assignment remove 01_row_by_row --force" in err


def test_a_lesson_whose_release_is_at_fault_by_now_stands_in_the_class_report(course, say, small):
    """Points that class.toml gives and `build` has not written yet, say."""
    say("grade", "--unsandboxed")
    course.folders.released(small.LESSON).write_text("{}")
    (course.root / summary.REPORT).unlink()
    summary.report(course.folders)
    assert "3 students" in (course.root / summary.REPORT).read_text()


def test_grade_again_over_what_nbgrader_left_unwritable(course, say):
    assert say("grade", "--unsandboxed")[0] == 0
    assert say("grade", "--unsandboxed")[0] == 0


def test_grade_as_json_is_an_object_a_submission(course, say):
    code, out, _ = say("grade", "01", "--json", "--unsandboxed")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(each["student"], each["lesson"], each["points"]) for each in objects] == [
        (student, "01_row_by_row", 0) for student in ("ann", "bo", "cy")
    ]
    assert "breaks off" in objects[1]["reason"]
    assert (course.root / summary.REPORT).is_file()


def test_what_is_handed_in_while_it_begins_is_graded_and_told_under_its_own_name(course, say, monkeypatch):
    from autograder.classroom.course import released

    sound = released.sound

    def meanwhile(*words):
        course.hand_in("aby", b"")
        return sound(*words)

    monkeypatch.setattr(released, "sound", meanwhile)
    code, out, err = say("grade", "01", "--json", "--unsandboxed")
    objects = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [(each["student"], Path(each["file"]).parts[-3]) for each in objects] == [
        (student, student) for student in ("aby", "ann", "bo", "cy")
    ]


def test_regrade_takes_a_cluster_as_grade_does(course, say, monkeypatch):
    asked = []

    def nothing_left(tasks, jobs, cluster):
        asked.append(cluster)
        return (each for each in tasks)

    say("grade", "--unsandboxed")
    monkeypatch.setattr("autograder.classroom.submissions.graded_in_order", nothing_left)
    assert say("regrade", "--cluster", "tcp://there:8786", "--unsandboxed")[0] == 0
    assert asked == ["tcp://there:8786"]


def test_a_page_that_can_not_be_made_stops_nobody(course, say, monkeypatch):
    from autograder.classroom.record import files

    made = files.page
    monkeypatch.setattr(files, "page", lambda who, *more: 1 / 0 if who == "ann" else made(who, *more))
    code, out, _ = say("grade", "--unsandboxed")
    assert code == 0
    assert "01_row_by_row ann: Its feedback page could not be made (ZeroDivisionError: division by zero)." in out
    pages = [course.folders.step("feedback", who, "01_row_by_row") / "01_row_by_row.html" for who in ("ann", "bo")]
    assert "could not be made" in pages[0].read_text()
    assert "breaks off" in pages[1].read_text()


def test_a_card_that_can_not_be_drawn_stops_nobody_and_is_drawn_by_the_next_run(course, say, monkeypatch):
    path = course.folders.step("autograded", "ann", "01_row_by_row") / "01_row_by_row.ipynb"
    with monkeypatch.context() as broken:
        broken.setattr("autograder.classroom.record.notebook_as_graded.card_html", lambda verdict: 1 / 0)
        code, out, _ = say("grade", "--unsandboxed")
    assert code == 0
    assert out.count("could not be made (ZeroDivisionError: division by zero).") == 3
    assert not path.exists(), "a check without a card would read as full marks"
    assert "have not changed since they were graded" in say("grade", "--unsandboxed")[1]
    assert "autograder-card" in path.read_text()


def test_in_a_terminal_it_is_a_table(course, say, monkeypatch):
    paper = io.StringIO()
    terminal = Console(file=paper, force_terminal=True, width=220, color_system=None)
    monkeypatch.setattr(summary, "console_for_tables", lambda: terminal)
    assert say("grade", "--unsandboxed")[0] == 0
    said = paper.getvalue()
    for words in ("Student", "Diagnosis", "ann", "not run", "an empty file", "Gradebook"):
        assert words in said
    assert "1 of 3" not in said


def test_in_a_terminal_a_bar_tells_how_far_it_is(course, say, monkeypatch):
    def partly(tasks: list[Task], jobs: int, cluster: str | None):
        return (not_graded(task, "the judge broke") for task in tasks)

    paper = io.StringIO()
    terminal = Console(file=paper, force_terminal=True, width=220, color_system=None)
    monkeypatch.setattr(summary, "console_for_tables", lambda: terminal)
    monkeypatch.setattr("autograder.classroom.submissions.graded_in_order", partly)
    assert say("grade", "--unsandboxed")[0] == 1
    bar = next(line for line in paper.getvalue().splitlines() if "3/3" in line)
    for words in ("graded cy", "3 withheld", "a minute", "0:00:00", "left"):
        assert words in bar


def test_when_it_was_handed_in_is_recorded_where_that_is_known(course, say):
    for student, text in (("ann", "2026-02-03 10:20:30 UTC"), ("bo", "the day before yesterday")):
        (course.path(student).parent / "timestamp.txt").write_text(text)
    code, out, _ = say("grade", "--unsandboxed")
    told = "When it was handed in can't be read: timestamp.txt says «the day before yesterday»"
    assert (code, out.count(told), say("grade", "--unsandboxed")[1].count(told)) == (0, 1, 1)
    assert "the day before yesterday" in (course.root / summary.REPORT).read_text()
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as book:
        when = {each.student.id: each.timestamp for each in book.assignment_submissions("01_row_by_row")}
    assert str(when.pop("ann")) == "2026-02-03 10:20:30"
    assert when == {"bo": None, "cy": None}
    assert (course.folders.step("autograded", "ann", "01_row_by_row") / "timestamp.txt").is_file()


def test_grade_one_student(course, say):
    code, out, _ = say("grade", "--student", "bo", "--unsandboxed")
    assert code == 0
    assert out.startswith("1 of 1  01_row_by_row bo")
    assert say("grade", "--unsandboxed")[1].count("01_row_by_row bo") == 0, "a second run prints what is new alone"
    say("grade", "--student", "bo", "--force", "--unsandboxed")
    assert "3 students" in (course.root / summary.REPORT).read_text(), "the class report is of the whole class"


def test_who_was_taken_out_of_the_gradebook_is_told_and_not_counted(course, say):
    say("grade", "--unsandboxed")
    with Gradebook(f"sqlite:///{course.folders.gradebook}") as book:
        book.remove_student("bo")
    code, out, err = say("grade", "--force", "--unsandboxed")
    assert code == 0
    assert re.findall("^(.*?)  ", out, re.MULTILINE)[:2] == ["1 of 2", "2 of 2"]
    assert err.startswith("submitted/bo: was taken out of the gradebook; not graded. Move the folder away, or enter")


@pytest.mark.parametrize("words", [["07"], ["--student", "zoe"]])
def test_what_is_not_there_is_said_in_one_line(course, say, words):
    code, _, err = say("grade", *words, "--unsandboxed")
    assert code == 1
    assert err.count("\n") == 1
    assert words[-1] in err


def test_what_is_withheld_ends_non_zero(course, say, monkeypatch):
    def broken(tasks: list[Task], jobs: int, cluster: str | None):
        return (not_graded(task, "the judge broke") for task in tasks)

    monkeypatch.setattr("autograder.classroom.submissions.graded_in_order", broken)
    code, out, _ = say("grade", "--unsandboxed")
    assert code == 1
    assert "the judge broke" in out
    assert "withheld" in out


def test_regrade_tells_who_gains_and_what_was_not_judged(course, say):
    code, _, err = say("regrade", "--dry-run", "--unsandboxed")
    assert (code, err.count("\n")) == (1, 1)
    assert "Grade first" in err
    say("grade", "--unsandboxed")
    course.hand_in("bo", b"")
    report = course.root / summary.REPORT
    report.write_text("as it was")
    code, out, _ = say("regrade", "--dry-run", "--unsandboxed")
    assert (code, report.read_text()) == (0, "as it was")
    assert out.splitlines() == [
        "01_row_by_row bo: handed in anew since it was graded: `autograder grade` grades it",
        "0 gain, 0 lose, 2 have as many points as before; judged from the journal: nothing was run."
        " Nothing was recorded; without --dry-run it counts.",
    ]
    lines = [json.loads(line) for line in say("regrade", "01", "--json", "--unsandboxed")[1].splitlines()]
    assert [(each["student"], each["changes"]) for each in lines] == [("ann", []), ("bo", []), ("cy", [])]
    assert "3 students" in report.read_text()
    code, _, err = say("regrade", "--question", "vjp", "--dry-run", "--unsandboxed")
    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--for", "csv", "--format", "json"), "--format writes points of each exercise; leave it out"),
        (("--feedback-zip", "x.zip", "--format", "csv"), "--format writes points of each exercise; leave it out"),
        (("--feedback-zip", "x.zip", "--to", "y"), "--feedback-zip writes an archive; leave out --to"),
        (("--for", "canva"), "Invalid value for '--for': 'canva' is not one of"),
    ],
)
def test_an_option_that_export_would_not_heed_is_refused(course, say, words, says):
    code, out, err = say("export", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_export_before_grading(course, say):
    code, _, err = say("export")
    assert (code, err.count("\n")) == (1, 1)
    assert "autograder grade" in err


def test_the_demo_class_hands_in_what_its_students_wrote(tmp_path):
    folders = ClassFolders(tmp_path / "demo", COURSE / "lessons")
    assert demo.hand_in(folders) == tuple(lesson.folder for lesson in LESSONS)
    students = sorted(path.name for path in (folders.root / "submitted").iterdir())
    assert len(students) >= 12
    assert not (folders.root / "submitted" / "hana" / "06_hvps").exists(), "not everyone hands in everything"
    texts = {name: (folders.step("submitted", name, "01_row_by_row") / "01_row_by_row.ipynb") for name in students}
    assert "torch.func.jacrev(f)(x)" in texts["hana"].read_text()
    assert "while attempts < 10" in texts["lena"].read_text()
    with pytest.raises(json.JSONDecodeError):
        json.loads(texts["kofi"].read_text())
    (folders.root / "submitted" / "left over").mkdir()
    demo.hand_in(folders)
    assert not (folders.root / "submitted" / "left over").exists()


# What the demo is to show of each later lesson: student → the diagnosis of each exercise that loses a mark.
SHOWS = {
    "02_vmap_vjp": {
        "amara": [],
        "bruno": ["forbidden-tool", "forbidden-tool"],
        "elif": ["loop-over-rows", "forbidden-tool", "rest-dropped", "chosen-entry-by-entry", "item-under-vmap"],
        "greta": ["chunk-size-ignored"],
    },
    "03_jacrev_vs_jacfwd": {
        "amara": [],
        "bruno": ["gain-for-ratio"],
        "elif": ["basis-not-viewed", "forward-for-wide", "ratio-upside-down"],
        "jun": [],
    },
    "04_hessians": {
        "amara": [],
        "farid": ["reverse-over-forward", "inner-and-outer-swapped", "whole-hessian-for-one-block"],
        "greta": ["forbidden-tool", "other-names", "block-transposed"],
    },
    "05_batching": {
        "amara": [],
        "bruno": [],
        "elif": ["loop-over-samples", "axes-not-moved", "full-then-diagonal", "loop-over-samples"],
    },
    "06_hvps": {
        "amara": [],
        "elif": [
            *("gradient-returned", "graph-of-gradient-missing", "tuple-not-unpacked", "loop-over-vectors"),
            *("row-sums-for-diagonal", "summed-not-averaged", "sign-lost"),
        ],
        "greta": ["hessian-built", "forward-mode-used", *["hessian-built"] * 3, "exact-trace", "largest-not-steepest"],
    },
    "07_per_sample_gradients": {
        "amara": [],
        "elif": ["writes-into-model", "divided-by-batch", "bias-left-out", "mean-clipped", "flattened"],
        "greta": [
            *("evaluated-when-built", "every-loss-through-the-batch", "gradients-first", "all-at-once"),
            "peak-too-high",
        ],
    },
    "08_curvature_at_work": {
        "amara": [],
        "elif": ["hessian-for-gauss-newton", "steepest-descent", "no-look-at-f", "ghosts", "not-solved"],
        "greta": ["jacobian-built", "solved-to-the-end", "every-sample-by-itself"],
    },
    "09_structure": {
        "amara": [],
        "elif": [
            *("band-taken-for-granted", "a-tangent-for-each-column", "transpose-forgotten"),
            "slopes-right-curvature-wrong",
        ],
        "farid": ["a-color-for-each-column", "reverse-mode", "sensitivities-first", "iteration-recorded"],
    },
}


@pytest.fixture(scope="module")
def diagnosed():
    """The diagnoses of all that the demonstration class wrote: lesson → student → slugs. Nothing of it is timed."""
    known = {asked.name for lesson in LESSONS for asked in lesson.questions}
    paths = [path for lesson in SHOWS for path in sorted((DEMO_CLASS / lesson).glob("*.py"))]
    found = {lesson: {path.stem: [] for path in paths if path.parent.name == lesson} for lesson in SHOWS}
    for answer in check_files_apart([replace(open_file(path, known), rounds=0) for path in paths], seed=1):
        if answer.verdict.diagnosis is not None:
            found[answer.path.parent.name][answer.path.stem].append(answer.verdict.diagnosis.slug)
    return found


@pytest.mark.long
@pytest.mark.parametrize("lesson", sorted(SHOWS))
def test_the_demo_class_makes_the_mistakes_that_it_is_to_show(diagnosed, lesson):
    assert diagnosed[lesson] == SHOWS[lesson]


def test_what_the_demo_class_writes_runs_in_its_notebook():
    """A cell may use what the lesson imports, and what it imports itself; the file's own imports stay behind."""
    for path in sorted(DEMO_CLASS.glob("*/*.py")):
        lesson = path.parent.name
        notebook = nbformat.read(COURSE / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
        setup = "\n".join(cell.source for cell in notebook.cells if "import torch" in cell.source)
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                missing = [name.name for name in node.names if name.name not in setup]
                assert not missing, f"{path.parent.name}/{path.name} takes {missing} from its own imports"


def test_the_demo_removes_no_folder_but_its_own(tmp_path):
    folders = ClassFolders(tmp_path, COURSE / "lessons")
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(CourseError, match="Move it away"):
        demo.hand_in(folders)
    assert (tmp_path / "thesis.tex").exists()
