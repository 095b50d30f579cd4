"""What one submission costs to grade: ours beside stock nbgrader, on the same submissions.

    .venv/bin/python benchmarks/a_submission.py [--submissions 8] [--stock 2] [--lessons 01_row_by_row] [--api]

Ours is `autograder grade`, warm and sandboxed, by one worker, as stock nbgrader has but one. Stock has its own settings
and a python3 kernel, by its command line and by its API; it is so slow that it gets fewer of the submissions (--stock).
Each bill is CPU seconds of all processes, of each further submission: the difference between two classes; *start* is
what is left of the smaller one. *Work* is what the cells and checks themselves compute, run in a warm process without
Jupyter, as often as there are submissions: stock judges inside its kernel, ours outside, so what ours takes to
judge is added to what its cells take. *Overhead* is the rest. All but the work are measured in turn --repeats times,
ours with our package's bytecode and without, and the median of each is taken. Stock, whose kernels import our package
too, is measured with the bytecode alone: without it stock takes longer, and so both ratios are the least that they are.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

import torch
from side_by_side import COURSE, beside_torch, bill, bytecode, classroom, imported, line, solutions

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.observe import observe
from autograder.questions import LESSONS

_NBGRADER = (sys.executable, "-m", "nbgrader")
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


def stock_class(root: Path, lesson: str, count: int) -> Path:
    """Make a class of that size for stock nbgrader and release the lesson there; no repeat has that to do again."""
    folder = classroom(root, [lesson], count, ours=False)
    (folder / "source").symlink_to("lessons")
    bill([*_NBGRADER, "generate_assignment", lesson, "--create", "--force"], folder)
    return folder


def stock(made: Path, lesson: str, count: int, api: bool) -> tuple[float, float]:
    """Return wall and CPU seconds of stock nbgrader for so many of a class's students."""
    with TemporaryDirectory() as root:
        folder = shutil.copytree(made, Path(root) / "class", symlinks=True)
        students = sorted(path.name for path in (folder / "submitted").iterdir())
        for student in students[count:]:
            shutil.rmtree(folder / "submitted" / student)
        if not api:
            return bill([*_NBGRADER, "autograde", lesson, "--create"], folder)
        return bill([sys.executable, "-c", _API, lesson, *students[:count]], folder)


def works(lesson: str, further: int, further_of_stock: int) -> dict[str, float]:
    """Measure what a submission's cells and checks compute; it runs warm, and so once for all repeats."""
    solved = COURSE / "solutions" / lesson / f"{lesson}.ipynb"
    mine = work(solved, False, further) + judging(lesson, further)
    return {"our work": mine, "stock work": work(solved, True, further_of_stock)}


def costs(lesson: str, many: int) -> dict[str, float]:
    """Measure ours once: CPU seconds a submission, of all processes, and of the start."""
    few = max(1, many // 4)
    of_many, of_few = (ours(lesson, count, "--jobs", "1")[1] for count in (many, few))
    each = (of_many - of_few) / (many - few)
    return {"import torch": imported(), "warmed": warmed(), "ours, each": each, "ours, start": of_few - few * each}


def stock_costs(made: Path, lesson: str, many: int, api: bool) -> dict[str, float]:
    """Measure stock nbgrader once: CPU seconds a submission, of all processes."""
    few, found = max(1, many // 2), {}
    for asked, name in ((True, "command line"), (api, "API")):
        if asked:
            of_many, of_few = (stock(made, lesson, count, name == "API")[1] for count in (many, few))
            found[name] = (of_many - of_few) / (many - few)
    return found


def warmed() -> float:
    """Return CPU seconds of `import torch` and of each transform's first run: what no class can do without."""
    say = "from autograder.lean_imports import uncollected as u\nwith u():\n    import torch\n"
    return bill([sys.executable, "-c", f"{say}from autograder.execute.warm_up import settle; settle()"], COURSE)[1]


def told(lesson: str, how: str, runs: list[dict[str, float]]) -> None:
    """Print the medians of a lesson's repeats beside their bars."""
    middle = {name: median(run[name] for run in runs) for name in runs[0]}
    print(f"\n{lesson}, {how}: CPU seconds of all processes, medians of {len(runs)}")
    print(json.dumps({name: round(seconds, 3) for name, seconds in middle.items()}))
    transforms = max(0.0, middle["warmed"] - middle["import torch"])
    beside_torch("start of a class, less the transforms' own", middle["ours, start"] - transforms,
                 middle["import torch"], 1.5)  # fmt: skip
    for name, bars in (("command line", (10, 25)), ("API", (None, 12))):
        if name in middle:
            theirs, mine = middle[name], middle["ours, each"]
            line(f"nbgrader's {name} : ours, each further one", theirs, mine, bar=bars[0])
            theirs, mine = theirs - middle["stock work"], mine - middle["our work"]
            line(f"overhead, nbgrader's {name} : ours", theirs, mine, bar=bars[1])


def main() -> None:
    """Print the bills of each lesson, with our package's bytecode and without."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=8)
    parser.add_argument("--stock", type=int, default=2, help="submissions for stock nbgrader")
    parser.add_argument("--repeats", type=int, default=5, help="times that all is measured, in turn")
    parser.add_argument("--lessons", nargs="+", default=["01_row_by_row"])
    parser.add_argument("--api", action="store_true", help="stock nbgrader by its API too")
    given = parser.parse_args()
    if min(given.submissions, given.stock) < 2 or given.repeats < 1:
        parser.error("--submissions and --stock are at least 2, --repeats at least 1: a further one needs two classes")
    torch.set_num_threads(1)
    for lesson in given.lessons:
        runs: dict[str, list[dict[str, float]]] = {}
        computed = works(lesson, given.submissions, given.stock)
        with TemporaryDirectory() as root:
            made = stock_class(Path(root), lesson, given.stock)
            for _ in range(given.repeats):
                with bytecode(True):
                    beside = stock_costs(made, lesson, given.stock, given.api) | computed
                for there in (True, False):
                    with bytecode(there) as how:
                        runs.setdefault(how, []).append(costs(lesson, given.submissions) | beside)
        for how, taken in runs.items():
            told(lesson, how, taken)


if __name__ == "__main__":
    main()
