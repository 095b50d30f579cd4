"""How long `check` keeps a learner waiting, and what a lesson's checks cost under grading.

    .venv/bin/python benchmarks/check_time.py [--repeats 3] [--lessons 01 06]

For each question, right answers of the corpus are observed and judged in this process, warm. Bars: 1 s for the median
question and 3 s for the slowest, trend excluded; one CPU-second for a lesson's checks, trends included. The right
answer that takes longest stands for its question in the first, the lesson's own solution in the second.
"""

import argparse
import importlib.util
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
    """Return wall and CPU seconds of one check, the least of some."""
    took = []
    for seed in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        judge(observe(question, answer, seed, timed=timed), key_for(question, seed))
        took.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(took)


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
            waits[question.name] = max(seconds(question, a, False, repeats)[0] for a in corpus(lesson.folder, question))
            bill += seconds(question, solved[question.name], True, repeats)[1]
        print(f"{lesson.folder:24} checks of the solution, trends included: {bill:.2f} CPU s (bar 1)", flush=True)
    slowest = max(waits, key=lambda name: waits[name])
    print(
        f"check() without trend: median {statistics.median(waits.values()):.2f} s (bar 1), slowest {slowest}", end=" "
    )
    print(f"{waits[slowest]:.2f} s (bar 3)")


if __name__ == "__main__":
    main()
