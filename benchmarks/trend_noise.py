"""How often does a busy machine change what the clock decides?

For each question with a timing claim, the lesson's way and the naive way are timed and judged again and again, first
on a quiet machine and then with every core kept busy by another process. The lesson's way must never be contradicted
(it would lose a mark), and the naive way never be confirmed (it would earn one). Run it with

    .venv/bin/python benchmarks/trend_noise.py [--runs 200] [--question NAME] [--busy]

It prints, for each question and party, how often each state came out, and the ratio to the naive way: median, least
and largest. It ends with 1 where a mark would have been lost or wrongly earned.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from autograder.judge.criteria import trend
from autograder.observe.stopwatch import climb, time_answer
from autograder.questions import LESSONS, Question

FORBIDDEN = {"reference": "CONTRADICTED", "naive": "CONFIRMED"}


def spin() -> None:
    """Keep one core busy for ever."""
    while True:
        sum(range(10_000))


@contextmanager
def all_cores_busy() -> Iterator[None]:
    """Run a busy process a core beside the block."""
    workers = [multiprocessing.Process(target=spin, daemon=True) for _ in range(os.cpu_count() or 1)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


def tried(question: Question, who: str, runs: int) -> tuple[Counter[str], list[float], float]:
    """Judge one party's timings `runs` times; return the states, the ratios and the seconds that one run took."""
    assert question.trend is not None
    answer = getattr(question.trend, who)
    states: Counter[str] = Counter()
    ratios = []
    start = time.perf_counter()
    for seed in range(runs):
        reached, _ = climb(question.trend, answer, seed)
        result = trend(question.trend, time_answer(question.trend, answer, seed, reached))
        states[result.state] += 1
        ratios.append(result.ratio)
    return states, ratios, (time.perf_counter() - start) / runs


def main() -> int:
    """Print a line a question, machine and party; return 1 where noise decided."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--question", help="this one alone")
    parser.add_argument("--busy", action="store_true", help="the busy machine alone")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    questions = [q for lesson in LESSONS for q in lesson.questions if q.trend]
    if arguments.question:
        questions = [q for q in questions if q.name == arguments.question]
    wrong = 0
    for busy in (True,) if arguments.busy else (False, True):
        for question in questions:
            for who, forbidden in FORBIDDEN.items():
                if busy:
                    with all_cores_busy():
                        states, ratios, seconds = tried(question, who, arguments.runs)
                else:
                    states, ratios, seconds = tried(question, who, arguments.runs)
                wrong += states[forbidden]
                counted = ", ".join(f"{state} {count}" for state, count in sorted(states.items()))
                print(
                    f"{question.name:24} {'busy ' if busy else 'quiet'} {who:9} {counted}; over naive"
                    f" {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}), {seconds:.2f} s a run",
                    flush=True,
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
