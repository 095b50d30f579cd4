"""How long `check` keeps a learner waiting, and what a lesson's checks cost under grading.

    .venv/bin/python benchmarks/check_time.py [--repeats 5] [--lessons 01 06]

Right answers are observed and judged warm, each in a fork. A lesson's checks are those of its own solution, trends
included: at most 0.3 × what `import torch` takes on this machine. Right answers of the corpus (--answers of each
question, 6) are measured once, without trends, and the slowest three again: at most 1 × that. All are CPU seconds; the
median of the repeats, each with another seed, is taken. Where the median and the slowest question stand on the wall is
printed too: 1 s and 3 s at most.
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

from side_by_side import COURSE, beside_torch, imported, solutions

from autograder.answer_key import key_for
from autograder.execute.warm_up import settle
from autograder.judge import judge
from autograder.observe import observe
from autograder.questions import LESSONS, Question


def corpus(folder: str, question: Question, most: int) -> dict[str, Callable[..., Any]]:
    """Return so many right answers to a question, by their files' names."""
    found = {}
    for path in sorted((COURSE / "tests" / "corpus" / folder / question.name / "right").glob("*.py"))[:most]:
        spec = importlib.util.spec_from_file_location("answer", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["answer"] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        found[f"{question.name}/{path.stem}"] = getattr(module, question.name)
    return found


def seconds(question: Question, answer: Callable[..., Any], timed: bool, repeats: int) -> tuple[float, float]:
    """Return wall and CPU seconds of one check, medians of some, in a fork: a compiled answer leaves much behind."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):  # some answers print
            os.dup2(nowhere, stream)
        took = []
        for seed in range(repeats):
            wall, cpu = time.perf_counter(), time.process_time()
            judge(observe(question, answer, seed, timed=timed), key_for(question, seed))
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
        os.write(writer, json.dumps([statistics.median(each) for each in zip(*took, strict=True)]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        wall, cpu = json.loads(told.read())
    os.wait()
    return wall, cpu


def main() -> None:
    """Print each lesson's bill, and the slowest right answers of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--lessons", nargs="+", help="these alone: 01, 02 …")
    parser.add_argument("--answers", type=int, default=6, help="right answers looked at, a question")
    given = parser.parse_args()
    torch = statistics.median(imported() for _ in range(given.repeats))
    settle()
    once: dict[str, tuple[float, float]] = {}
    answers: dict[str, tuple[Question, Callable[..., Any]]] = {}
    typical = {}
    for lesson in LESSONS:
        if given.lessons and lesson.folder[:2] not in given.lessons:
            continue
        solved, bill = solutions(lesson.folder), 0.0
        for question in lesson.questions:
            key_for(question, 0)  # what the known ways take of it, which a fork would measure anew
            right = corpus(lesson.folder, question, given.answers)
            once |= {name: seconds(question, answer, False, 1) for name, answer in right.items()}
            answers |= {name: (question, answer) for name, answer in right.items()}
            typical[question.name] = statistics.median(once[name][0] for name in right)
            bill += seconds(question, solved[question.name], True, given.repeats)[1]
        beside_torch(f"{lesson.folder}: checks of the solution", bill, torch, 0.3)
    for name in sorted(once, key=lambda name: -once[name][1])[:3]:
        beside_torch(f"slow: {name}", seconds(*answers[name], False, given.repeats)[1], torch, 1)
    worst = max(typical, key=typical.__getitem__)
    print(
        f"check() without trend, a typical right answer: median question {statistics.median(typical.values()):.2f} s",
        end="",
    )
    print(f" on the wall (bar 1), slowest question {worst} {typical[worst]:.2f} s (bar 3)")


if __name__ == "__main__":
    main()
