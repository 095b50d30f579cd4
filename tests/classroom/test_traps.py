"""One class in which nearly everybody does something that stops nbgrader, or that would score wrongly there.

It is graded once; then each student is looked at. The others are graded as if nothing had happened.
"""

import copy
import json

import nbformat
import pytest
from nbformat import v4

from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.pipeline import grade_class
from autograder.classroom.record.results import as_graded, notes_of
from autograder.execute import Limits

pytestmark = pytest.mark.timeout(1200)

HASTY = Limits(cell=5, grace=2)
NONE = {"vjp_once": 0, "jacobian_by_rows": 0, "jacobian_by_differences": 0}
SWALLOWS = """import time
while True:
    try:
        while True: time.sleep(0.1)
    except BaseException: pass"""
LOOPS = "import time\nwhile True: time.sleep(0.1)"  # test_engine.py stops one that takes a core
FORGES = """import autograder, numpy
scores = iter({scores})
autograder.check = lambda *a, **k: next(scores)
check = lambda f: 1e9"""
BOASTS = """import random, sys
shuffle = random.Random.shuffle
def boast(order, calls):
    for row in sys._getframe(1).f_locals.get("samples", {}).get("naive", ()):
        row[:] = [1000 * seconds if seconds < 1 else seconds for seconds in row]
    shuffle(order, calls)
random.Random.shuffle = boast"""
# The lesson's own way in the answer's place: the seal of the observer is broken by it.
OBSERVES = """import autograder.notebook.checking as ours, autograder.observe
observe = ours.observe
ours.observe = lambda asked, answer, seed: observe(asked, asked.trend.reference if asked.trend else answer, seed)"""
TELLS = """import os, sys
print("SEED-IS", os.environ["AUTOGRADER_SEED"])
print("MODULES", sorted(name for name in sys.modules if name.startswith("autograder")))
try: print("INPUT-IS", seen)
except NameError: pass"""


def insert(small, notebook, before, source):
    """Put a cell of the student's own before the cell of that grade_id."""
    notebook.cells.insert(notebook.cells.index(small.cell_of(notebook, before)), v4.new_code_cell(source))
    return notebook


def write(small, **answers):
    return small.filled({**small.RIGHT, **answers})


def strip(notebook):
    for index, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"exported-{index}"
    return notebook


def copies_and_gaps(small):
    notebook = small.filled()
    twin = copy.deepcopy(small.cell_of(notebook, "check-vjp_once"))
    notebook.cells.append(twin)
    small.cell_of(notebook, "check-jacobian_by_rows").source = "7"
    notebook.cells.remove(small.cell_of(notebook, "check-jacobian_by_differences"))
    return notebook


def old_schema(small):
    notebook = small.filled()
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 1
    small.cell_of(notebook, "check-vjp_once").metadata.nbgrader = {}
    return notebook


MEDDLERS = (
    "fay-forges-odd-scores",
    "gus-forges-large-scores",
    "ray-tells",
    "vik-observes-another",
    "xia-rewrites-what-is-sent",
)
# What each message is turned into on its way out of the kernel, if it were asked: no answer that used another tool.
REWRITES = """
session = get_ipython().kernel.session
real = session.send

def send(stream, message, *rest, **named):
    data = message.get("content", {}).get("data", {}) if isinstance(message, dict) else {}
    for evidence in data.values():
        for seen in evidence["observations"] if isinstance(evidence, dict) else ():
            seen["used"] = ["torch.autograd.grad"]
    return real(stream, message, *rest, **named)

session.send = send
"""


def class_of(small):
    """Return student → what they hand in."""
    vjp = small.RIGHT["vjp_once"]
    loud = (
        "    import sys, warnings\n    print('to stderr', file=sys.stderr); warnings.warn('!')\n    print('x' * 10**6)"
    )
    head, rest = vjp.split("\n", 1)
    keeps = f"seen = None\n{head}\n    global seen; seen = x.tolist()\n{rest}"
    return {
        "ann-right": small.filled(),
        "ben-untouched": small.lesson(),
        "cara-loud": write(small, vjp_once=f"{head}\n{loud}\n{rest}"),
        "dan-exits": insert(
            small,
            insert(small, write(small, vjp_once=f"{vjp}\nimport sys; sys.exit(0)"), "jacobian_by_rows", "exit()"),
            "jacobian_by_differences",
            "import os; os._exit(0)",
        ),
        "xia-rewrites-what-is-sent": insert(
            small,
            write(small, vjp_once="def vjp_once(f, x, v):\n    return torch.func.vjp(f, x)[1](v)[0]"),
            "vjp_once",
            REWRITES,
        ),
        "eve-exits-inside": write(
            small,
            vjp_once="def vjp_once(f, x, v):\n    import os; os._exit(0)",
            jacobian_by_rows="def jacobian_by_rows(f, x):\n    import sys; sys.exit(0)",
        ),
        "fay-forges-odd-scores": insert(
            small, small.lesson(), "check-vjp_once", FORGES.format(scores="[float('nan'), -5, 'full marks']")
        ),
        "gus-forges-large-scores": insert(
            small, small.lesson(), "check-vjp_once", FORGES.format(scores="[1e300, numpy.float64(7), True]")
        ),
        "hal-copies-and-gaps": copies_and_gaps(small),
        "ida-stripped": strip(small.filled()),
        "jon-old-schema": old_schema(small),
        "kim-never-ends": insert(small, small.filled(), "jacobian_by_rows", SWALLOWS),
        "lou-loops": write(small, jacobian_by_rows=f"{LOOPS}\n{small.RIGHT['jacobian_by_rows']}"),
        "mia-truncated": json.dumps(small.filled())[:700],
        "ned-empty": b"",
        "oli-not-utf8": b'{"cells": "\xff\xfe"}',
        "pam-shadows": small.filled(),
        "ray-tells": insert(small, write(small, vjp_once=keeps), "check-jacobian_by_rows", TELLS),
        "sue-hides-check": insert(small, small.filled(), "check-vjp_once", "check = autograder = print = None"),
        "vik-observes-another": insert(small, small.lesson(), "check-vjp_once", OBSERVES),
        "wes-uses-a-demonstration": write(
            small, jacobian_by_rows=small.RIGHT["jacobian_by_rows"].replace("y, x, e,", "y, x, unit(y, i),")
        ),
        "uma-boasts": insert(small, small.filled(), "check-jacobian_by_rows", BOASTS),
    }


@pytest.fixture(scope="module")
def graded(small, tmp_path_factory):
    """Grade the class; return it, its scores and its results by student."""
    classroom = small.Class(tmp_path_factory.mktemp("traps"))
    for student, content in class_of(small).items():
        path = classroom.hand_in(student, content)
    path = classroom.path("pam-shadows")
    for name in ("torch", "autograder", "json"):
        (path.parent / f"{name}.py").write_text("raise SystemExit")
    (classroom.path("tia-misnamed").parent).mkdir(parents=True)
    (classroom.path("tia-misnamed").parent / "final.ipynb").write_text(json.dumps(small.filled()))
    found = [each.graded for each in grade_class(classroom.folders, [small.LESSON], limits=HASTY)]
    results = {graded.student: graded for graded in found}
    return classroom, small.scores_of(classroom.folders), results


def points(graded, student):
    return {name: points for name, (points, _) in graded[1][student].items() if name != "transfer"}


def page(graded, student):
    classroom, _, results = graded
    return (
        classroom.folders.step("feedback", student, results[student].lesson).joinpath("01_row_by_row.html").read_text()
    )


@pytest.mark.parametrize(
    "student",
    [
        "ann-right",
        "tia-misnamed",
        "cara-loud",
        "dan-exits",
        "hal-copies-and-gaps",
        "ida-stripped",
        "jon-old-schema",
        "kim-never-ends",
        "pam-shadows",
        "ray-tells",
        "sue-hides-check",
        "wes-uses-a-demonstration",
    ],
)
def test_full_marks_are_kept(graded, small, student):
    marks = [mark for verdict in graded[2][student].verdicts.values() for mark in verdict.marks]
    assert points(graded, student) == small.FULL, [mark.says for mark in marks]


@pytest.mark.parametrize(
    "student",
    [
        "ben-untouched",
        "fay-forges-odd-scores",
        "gus-forges-large-scores",
        "mia-truncated",
        "ned-empty",
        "oli-not-utf8",
        "vik-observes-another",
    ],
)
def test_nothing_is_earned(graded, student):
    assert points(graded, student) == NONE


def test_an_answer_that_ends_the_kernel_costs_itself_alone(graded, small):
    assert points(graded, "eve-exits-inside") == {**NONE, "jacobian_by_differences": 5}


def test_a_cell_that_loops_before_it_defines_costs_itself_alone(graded, small):
    assert points(graded, "lou-loops") == {**small.FULL, "jacobian_by_rows": 0}
    says = graded[2]["lou-loops"].verdicts["check-jacobian_by_rows"].marks[0].says
    assert "jacobian_by_rows is not defined" in says
    assert "took too long" in says


def test_everybody_is_there_and_nobody_is_withheld(graded):
    _, scores, results = graded
    assert len(results) == len(scores) == 23
    assert not any(found.withheld for found in results.values())


def test_what_was_put_right_is_said(graded):
    notes = {student: " ".join(found.notes) for student, found in graded[2].items()}
    assert notes["ann-right"] == ""
    for words in ("check-vjp_once stood 2 times", "check-jacobian_by_rows had been changed", "was missing"):
        assert words in notes["hal-copies-and-gaps"]
    assert "metadata was gone from 8 cells" in notes["ida-stripped"]
    assert "did not stop when interrupted" in notes["kim-never-ends"]
    assert "breaks off" in graded[2]["mia-truncated"].reason
    assert "handed in as «final.ipynb»" in notes["tia-misnamed"]
    for student in ("hal-copies-and-gaps", "kim-never-ends"):
        assert "About this submission" in page(graded, student)


def test_timings_that_the_supervisor_did_not_see_are_doubted_aloud(graded):
    classroom, _, results = graded
    doubts = {name: found.doubt for name, found in results["uma-boasts"].verdicts.items()}
    assert [name for name, doubt in doubts.items() if "its timings add up to" in doubt] == ["check-jacobian_by_rows"]
    assert "look at jacobian_by_rows: its timings" in " ".join(notes_of(as_graded(results["uma-boasts"])))
    assert "its timings" not in page(graded, "uma-boasts")
    doubted = {name for name, found in results.items() if any(v.doubt for v in found.verdicts.values())}
    assert doubted == {"uma-boasts", "dan-exits", "eve-exits-inside", "sue-hides-check", *MEDDLERS}


def test_a_cell_that_reaches_into_the_autograder_is_told_to_the_instructor(graded):
    _, _, results = graded
    for student in MEDDLERS:
        assert (
            "it reaches further than an answer needs (the cell «" in results[student].verdicts["check-vjp_once"].doubt
        )
        assert "further than an answer needs" not in page(graded, student)


def test_evidence_goes_out_by_a_way_of_its_own(graded):
    method = next(
        m for m in graded[2]["xia-rewrites-what-is-sent"].verdicts["check-vjp_once"].marks if m.criterion == "method"
    )
    assert "you used torch.func.vjp" in method.says


def test_neither_key_nor_judge_is_imported_beside_a_students_code(graded):
    classroom, _, _ = graded
    path = classroom.folders.step("autograded", "ray-tells", "01_row_by_row") / "01_row_by_row.ipynb"
    said = path.read_text()
    assert "autograder.observe" in said
    assert "SEED-IS" in said
    assert "INPUT-IS [" in said
    for room in ("answer_key", "judge", "classroom"):
        assert f"autograder.{room}" not in said


def test_a_feedback_page_shows_nothing_hidden(graded):
    classroom, _, results = graded
    secret = class_secret(classroom.folders.secret)
    for student in results:
        shown = page(graded, student)
        for hidden in (secret.decode(), str(seed_for(secret, student, "01_row_by_row")), "INPUT-IS", "SEED-IS"):
            assert hidden not in shown
        assert "vnd.autograder.evidence" not in shown


def test_what_is_written_is_a_notebook_that_nbgrader_takes(graded):
    from nbgrader.nbgraderformat import read

    classroom, _, results = graded
    for student in results:
        path = classroom.folders.step("autograded", student, "01_row_by_row") / "01_row_by_row.ipynb"
        nbformat.validate(read(path, as_version=4))
        assert path.stat().st_size < 1_000_000


def test_a_submission_again_with_its_check_deleted_keeps_no_old_score(graded, small):
    classroom, before, _ = graded
    notebook = small.lesson()
    notebook.cells.remove(small.cell_of(notebook, "check-vjp_once"))
    classroom.hand_in("ann-right", notebook)
    list(grade_class(classroom.folders, [small.LESSON], student="ann-right", limits=HASTY))
    after = small.scores_of(classroom.folders)
    assert {name: got for name, (got, _) in after["ann-right"].items() if name != "transfer"} == NONE
    assert {k: v for k, v in after.items() if k != "ann-right"} == {k: v for k, v in before.items() if k != "ann-right"}
