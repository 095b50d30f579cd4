"""What one submission costs to grade: ours beside stock nbgrader, on the same submissions.

    .venv/bin/python benchmarks/a_submission.py [--submissions 20] [--stock 5] [--lessons 01_row_by_row 06_hvps]

Ours is `autograder grade`, warm and sandboxed, by one worker, as stock nbgrader has but one. Stock has its own settings
and a python3 kernel, by its command line and by its API; it is so slow that it gets fewer of the submissions (--stock).
Each bill is CPU seconds of all processes: with the start, divided by the submissions; and of each further submission,
as the difference between two classes. *Work* is what the cells and checks themselves compute, run in a warm process
without Jupyter, as often as there are further submissions: stock judges inside its kernel, ours outside, so what ours
takes to judge is added to what its cells take. *Overhead* is the rest. All are measured in turn --repeats times, and
the least of each is taken: whatever else a machine does only ever adds.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import torch
from side_by_side import COURSE, bill, classroom, line, solutions

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.observe import observe
from autograder.questions import LESSONS

# Runs in a process of its own: forks, so that each notebook meets fresh but warm modules.
_WORK = """
import contextlib, io, json, os, sys, time
import nbformat
from autograder.execute.warm_up import warm_up
os.environ["AUTOGRADER_OBSERVE_ONLY"], os.environ["AUTOGRADER_SEED"] = sys.argv[3], "7"
if not sys.argv[3]:
    del os.environ["AUTOGRADER_OBSERVE_ONLY"]
warm_up()
from IPython.core.interactiveshell import InteractiveShell
from autograder.execute.demonstrations import left_out
cells = nbformat.read(sys.argv[1], 4).cells
shown = left_out(cells) if sys.argv[2] == "skip" else ()
cells = [cell for place, cell in enumerate(cells) if cell.cell_type == "code" and place not in shown]
for _ in range(int(sys.argv[4])):
    reader, writer = os.pipe()
    if os.fork() == 0:
        shell = InteractiveShell.instance()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            begin = time.process_time()
            for cell in cells:
                shell.run_cell(cell.source)
            took = time.process_time() - begin
        os.write(writer, str(took).encode())
        os._exit(0)
    os.wait()
    print(os.read(reader, 100).decode(), flush=True)
"""
_API = """
import sys
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
api = NbGraderAPI(CourseDirectory(root="."))
for student in sys.argv[2:]:
    done = api.autograde(sys.argv[1], student)
    assert done["success"], done["log"]
"""


def work(path: Path, demos: bool, times: int) -> float:
    """Return CPU seconds of a notebook's cells, their mean: as under our grading, or as stock nbgrader runs them."""
    words = [sys.executable, "-c", _WORK, str(path), "all" if demos else "skip", "" if demos else "1", str(times)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return mean(float(row) for row in done.stdout.split())


def judging(lesson: str, times: int) -> float:
    """Return CPU seconds that judging a lesson's solution takes, once the key has the costs that hold for all seeds."""
    answers = solutions(lesson)
    asked = next(each for each in LESSONS if each.folder == lesson).questions
    evidence = [observe(question, answers[question.name], seed=1, timed=False) for question in asked]
    begin = time.process_time()
    for _ in range(times):
        for question, seen in zip(asked, evidence, strict=True):
            judge(seen, key_for(question, 1))
    return (time.process_time() - begin) / times


def ours(lesson: str, count: int, *options: str) -> tuple[float, float]:
    """Return wall and CPU seconds of grading a class of that size."""
    with TemporaryDirectory() as root:
        folder = classroom(Path(root), [lesson], count, ours=True)
        return bill([str(Path(sys.executable).parent / "autograder"), "grade", lesson, *options], folder)


def stock(lesson: str, count: int, api: bool) -> tuple[float, float]:
    """Return wall and CPU seconds of stock nbgrader for a class of that size, its release step not counted."""
    with TemporaryDirectory() as root:
        folder = classroom(Path(root), [lesson], count, ours=False)
        (folder / "source").symlink_to(folder / "lessons")
        nbgrader = [sys.executable, "-m", "nbgrader"]
        bill([*nbgrader, "generate_assignment", lesson, "--create", "--force"], folder)
        if not api:
            return bill([*nbgrader, "autograde", lesson, "--create"], folder)
        students = sorted(path.name for path in (folder / "submitted").iterdir())
        return bill([sys.executable, "-c", _API, lesson, *students], folder)


def costs(lesson: str, many: int, many_of_stock: int) -> dict[str, float]:
    """Measure everything once: seconds a submission."""
    few, few_of_stock = max(1, many // 4), max(1, many_of_stock // 3)
    solved = COURSE / "solutions" / lesson / f"{lesson}.ipynb"
    found = {"our work": work(solved, False, many - few) + judging(lesson, many - few)}
    found["stock work"] = work(solved, True, many_of_stock - few_of_stock)
    found["ours, wall"] = ours(lesson, many)[0] / many
    found["ours"], start = ours(lesson, many, "--jobs", "1")[1], ours(lesson, few, "--jobs", "1")[1]
    found["ours, each"] = (found["ours"] - start) / (many - few)
    found["ours"] /= many
    for api, name in ((False, "command line"), (True, "API")):
        wall, bill_of_many = stock(lesson, many_of_stock, api)
        start = stock(lesson, few_of_stock, api)[1]
        found[f"{name}, wall"], found[name] = wall / many_of_stock, bill_of_many / many_of_stock
        found[f"{name}, each"] = (bill_of_many - start) / (many_of_stock - few_of_stock)
    return found


def main() -> None:
    """Print the bills of each lesson."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=20)
    parser.add_argument("--stock", type=int, default=5, help="submissions for stock nbgrader")
    parser.add_argument("--repeats", type=int, default=2, help="times that all is measured")
    parser.add_argument("--lessons", nargs="+", default=["01_row_by_row", "06_hvps"])
    given = parser.parse_args()
    if min(given.submissions, given.stock) < 2 or given.repeats < 1:
        parser.error("--submissions and --stock are at least 2, --repeats at least 1: a further one needs two classes")
    torch.set_num_threads(1)
    for lesson in given.lessons:
        runs = [costs(lesson, given.submissions, given.stock) for _ in range(given.repeats)]
        least = {name: min(run[name] for run in runs) for name in runs[0]}
        print(f"\n{lesson}, a submission, CPU seconds of all processes unless it says wall")
        print(json.dumps({name: round(least[name], 3) for name in ("our work", "stock work")}))
        for name, bar in (("command line", 25.0), ("API", 12.0)):
            line(f"nbgrader's {name} : ours on all cores, wall", least[f"{name}, wall"], least["ours, wall"])
            line(f"nbgrader's {name} : ours, start included", least[name], least["ours"])
            theirs, mine = least[f"{name}, each"], least["ours, each"]
            line(
                f"nbgrader's {name} : ours, each further one", theirs, mine, bar=10 if name == "command line" else None
            )
            theirs, mine = theirs - least["stock work"], mine - least["our work"]
            line(f"overhead, nbgrader's {name} : ours, each further one", theirs, mine, bar=bar)


if __name__ == "__main__":
    main()
