"""kill -9 at random moments over a term: archives collected, late penalties, second hand-ins, points changed, regraded.

Two classes take the same steps; one of them is killed in each, again and again. In the end they are the same.
"""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.classroom.record.gradebook import open_book

ROOT = Path(__file__).parents[3]
LESSON = "01_row_by_row"
PEOPLE = tuple(f"s{place:02}" for place in range(10))
SETTINGS = f"""timezone = "Europe/Berlin"
[due]
{LESSON} = 2026-11-20T18:00:00
[late]
rule = "daily"
share = 0.25
"""
DEARER = f"[points.{LESSON}.vjp_once]\nvalue = 3\nmethod = 2\ncost = 1\n"
SHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
)

# A process that has imported all there is to import, and forks one for each step that it is asked for. Evidence is of
# its own making in place of kernels, which have tests of their own: what is killed collects, judges, records and draws.
_MOTHER = """
import os, signal, sys, time, traceback
from pathlib import Path
from autograder.classroom import pipeline, regrade, submissions
from autograder.classroom.collecting import collect_files
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.grading import work
from autograder.classroom.handin.read import load
from autograder.classroom.record import summary
from autograder.execute import CellRun, Ended, Execution, Kernel
from autograder.observe import EVIDENCE_MIME, observe, to_json
from autograder.questions import question

root = Path.cwd()
folders, lesson, kernel = ClassFolders(root, root / "lessons"), sys.argv[1], Kernel.UNSANDBOXED
evidence = {}
for name in sys.argv[2:]:
    asked = question(name)
    evidence[name] = to_json(observe(asked, asked.naive, 7, timed=False))

def supervised(path, lesson, student, seed, limits, kernel):
    submission, outputs = load(path, lesson, student, seed), {}
    for place, check in submission.checks.items():
        if "TODO" not in submission.notebook.cells[place - 1].source:
            shown = {EVIDENCE_MIME: evidence[check.question]}
            outputs[place] = ({"output_type": "display_data", "data": shown, "metadata": {}},)
    cells = range(len(submission.notebook.cells))
    return submission, Execution(tuple(CellRun(Ended.RAN, "", outputs.get(place, ())) for place in cells))

work.supervised = supervised
submissions.seed_for = lambda *_: 7
submissions.graded_in_order = lambda tasks, jobs, cluster: (work.grade(task) for task in tasks)

def collect(number):
    collect_files(folders, [root / f"{number}.zip", root / f"{number}.csv"], None)

def grade(number):
    for found in pipeline.grade_class(folders, (lesson,), kernel=kernel):
        pass
    summary.report(folders)

def again(number):
    for found in regrade.regrade(folders, (lesson,), kernel=kernel):
        pass
    summary.report(folders)

steps = {"collect": collect, "grade": grade, "regrade": again}
print("ready", flush=True)
for line in sys.stdin:
    step, number, seconds = line.split()
    end, child = time.monotonic() + float(seconds), os.fork()
    if not child:
        try:
            steps[step](number)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    print(ended[1], flush=True)
"""


class Mother:
    """A class's process, at whose steps one can aim."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, step: str) -> float:
        """Take a step to its end; return its seconds."""
        begun = time.monotonic()
        assert self._take(step, float("inf")) == 0, step
        return time.monotonic() - begun

    def kill(self, step: str, after: float) -> bool:
        """Begin a step and kill it after so many seconds; return whether it was still at work."""
        return self._take(step, after) == signal.SIGKILL

    def _take(self, step: str, after: float) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(step, after, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


@contextmanager
def mother(course: Path, *names: str) -> Iterator[Mother]:
    """Start a class's process, in its folder, by the settings that stand there now."""
    command = [sys.executable, "-c", _MOTHER, LESSON, *names]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=course, text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Mother(process)
        assert process.stdin is not None
        process.stdin.close()


def a_class(root: Path, small) -> Path:
    """Make a class with settings, a roster and two deliveries: all hand in, then every other one again, some late."""
    small.Class(root)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "class.toml").write_text(SETTINGS)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for student in PEOPLE:
            gradebook.add_student(student, first_name="Ann", last_name=student, email=f"{student}@uni.example")
    for number, day in ((1, 20), (2, 22)):
        rows = [SHEET]
        with zipfile.ZipFile(root / f"{number}.zip", "w") as packed:
            for place, student in enumerate(PEOPLE):
                if number == 2 and place % 2:
                    continue
                names = small.FUNCTIONS[: 1 + (place + number) % 3]
                notebook = small.filled({name: small.RIGHT[name] for name in names})
                small.cell_of(notebook, "transfer").source = f"In words, {student}, delivery {number}."
                file = f"Ann {student}_{100 + place}_assignsubmission_file_/{LESSON}.ipynb"
                packed.writestr(file, json.dumps(notebook))
                hour = "2:03 PM" if place % 3 else "9:30 PM"
                rows.append(
                    f'"Participant {100 + place}","Ann {student}",{student}@uni.example,"Submitted for grading",,'
                    f'20.00,Yes,"Friday, {day} November 2026, {hour}",-,\n'
                )
        (root / f"{number}.csv").write_text("".join(rows))
    return root


def make_dearer(course: Path) -> None:
    """Give vjp_once six points in the place of four, as a teacher does."""
    path = course / "lessons" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace('"points": 4', '"points": 6'))
    with (course / "class.toml").open("a") as settings:
        settings.write(DEARER)


def whole(course: Path) -> tuple[object, ...]:
    """Return all that a class has: rows of the gradebook, how many of each there are, and every file of every step."""
    with open_book(course / "gradebook.db", course) as book:
        rows = list(book.rows())
    with closing(Gradebook(f"sqlite:///{course}/gradebook.db")) as api:
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "autograder_results")
        counts = [api.db.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar() for table in tables]
    steps = ("submitted", "downloaded", "autograded", "feedback")
    found = (path for step in steps for path in (course / step).rglob("*") if path.is_file())
    return rows, counts, {str(path.relative_to(course)): path.read_bytes() for path in found}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_term_killed_in_each_of_its_steps_ends_as_one_that_never_was(tmp_path, small):
    calm = a_class(tmp_path / "calm", small)
    killed = Path(shutil.copytree(calm, tmp_path / "killed"))
    draw, struck = random.Random(17), {}
    for steps in (("collect 1", "grade 1", "collect 2", "grade 2"), ("regrade 1", "grade 3")):
        with mother(calm, *small.FUNCTIONS) as at_peace, mother(killed, *small.FUNCTIONS) as at_war:
            for step in steps:
                lasts = at_peace.run(step)
                struck[step] = sum(at_war.kill(step, draw.uniform(0, lasts)) for _ in range(12))
                at_war.run(step)
                assert whole(killed) == whole(calm), step
        if "grade 2" in steps:
            for course in (calm, killed):
                make_dearer(course)
    assert all(struck[step] for step in ("collect 1", "grade 1", "grade 2", "regrade 1")), struck
    rows, counts, files = whole(killed)
    assert counts[:3] == [len(PEOPLE)] * 3
    assert counts[-1] == len(PEOPLE)
    assert any(row.penalty for row in rows)
    assert any(row.parts[0].max_points == 6 for row in rows)
    replaced = [name for name in files if name.startswith(f"downloaded/{LESSON}/replaced/") and name.endswith(".ipynb")]
    assert len(replaced) == len(PEOPLE[::2]), "the first delivery of whoever handed in twice"
