"""How long `check` keeps a learner waiting, and what a lesson's checks cost under grading.

    .venv/bin/python benchmarks/check_time.py [--repeats 3] [--lessons 01 06]

For each question, right answers of the corpus are observed and judged warm. Bars: 1 s for the median
question and 3 s for the worst, trend excluded; one CPU-second for a lesson's checks, trends included. The median of its
right answers stands for a question in the first, the lesson's own solution in the second. One answer may take longer
(512 single products, say, or `linearize`, which spends 0.15 s a call by itself): the slowest is printed too.
"""

import argparse
import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from side_by_side import COURSE, solutions

from autograder.answer_key import key_for
from autograder.execute.warm_up import settle
from autograder.judge import judge
from autograder.observe import observe
from autograder.questions import LESSONS, Question


def corpus(folder: str, question: Question) -> list[Callable[..., Any]]:
    """Return right answers to a question."""
    found = []
    for path in sorted((COURSE / "tests" / "corpus" / folder / question.name / "right").glob("*.py"))[:6]:
        spec = importlib.util.spec_from_file_location("answer", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["answer"] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        found.append(getattr(module, question.name))
    return found


def seconds(question: Question, answer: Callable[..., Any], timed: bool, repeats: int) -> tuple[float, float]:
    """Return wall and CPU seconds of one check, the least of some, in a fork: a compiled answer leaves much behind."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        took = []
        for seed in range(repeats):
            wall, cpu = time.perf_counter(), time.process_time()
            judge(observe(question, answer, seed, timed=timed), key_for(question, seed))
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
        os.write(writer, json.dumps(min(took)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        wall, cpu = json.loads(told.read())
    os.wait()
    return wall, cpu


def main() -> None:
    """Print the slowest right answer of each question, and each lesson's bill."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--lessons", nargs="+", help="these alone: 01, 02 …")
    given = parser.parse_args()
    repeats = given.repeats
    settle()
    waits = {}
    for lesson in LESSONS:
        if given.lessons and lesson.folder[:2] not in given.lessons:
            continue
        solved, bill = solutions(lesson.folder), 0.0
        for question in lesson.questions:
            waits[question.name] = [seconds(question, a, False, repeats)[0] for a in corpus(lesson.folder, question)]
            bill += seconds(question, solved[question.name], True, repeats)[1]
        print(f"{lesson.folder:24} checks of the solution, trends included: {bill:.2f} CPU s (bar 1)", flush=True)
    typical = {name: statistics.median(times) for name, times in waits.items()}
    worst, slowest = (max(found, key=found.__getitem__) for found in (typical, {n: max(t) for n, t in waits.items()}))
    print(
        f"check() without trend, a typical right answer: median question {statistics.median(typical.values()):.2f} s",
        end="",
    )
    print(f" (bar 1), worst question {worst} {typical[worst]:.2f} s (bar 3)")
    print(f"the slowest right answer of all, to {slowest}: {max(waits[slowest]):.2f} s")


if __name__ == "__main__":
    main()
