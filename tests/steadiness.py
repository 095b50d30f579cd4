"""Whether a verdict depends on luck: how near its tolerance a right result comes, right answers with many seeds, right
and naive ones timed on a busy machine.

    python tests/steadiness.py                                      about an hour; part of `make test-all`
    python tests/steadiness.py --seeds 2 --gradings 12 --draws 2    a quick look

Prints a line for each answer that departs, then four lines that sum up. Exit code 1: something departed.
"""

import argparse
import itertools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch

from autograder import corpus
from autograder.answer_key import key_for, ways_otherwise, ways_taught
from autograder.classroom.grading.answers import CheckedAnswer, check_files_apart, open_file
from autograder.corpus import CorpusAnswer, Right
from autograder.execute.one_file import File
from autograder.judge import criteria
from autograder.observe.watch import timings
from autograder.questions import LESSONS
from autograder.questions import question as find_question

ROOT = Path(__file__).parents[1]
# The share of its tolerance that a right result may use up. One that uses more with one seed of a hundred exceeds it
# with one of some thousands, and costs a learner a mark; nobody can try so many.
NEAR = 0.5
TIMED = {asked.name: asked for lesson in LESSONS for asked in lesson.questions if asked.trend}


def main(seeds: int, gradings: int, draws: int) -> int:
    names = [asked.name for lesson in LESSONS for asked in lesson.questions]
    with ProcessPoolExecutor() as at_once:
        at_border = [line for lines in at_once.map(near, names, itertools.repeat(draws)) for line in lines]
    right = [each for each in corpus.cases(ROOT)[0] if isinstance(each.expected, Right)]
    by_seed = [line for seed in range(1, seeds + 1) for line in departures(right, seed, is_timed=False)]
    timed = [each for each in right if each.asks[0] in TIMED]
    with busy():
        on_busy = [line for seed, some in turns(timed, gradings) for line in departures(some, seed, is_timed=True)]
        found = Counter(confirmed(gradings))
    print("\n".join((*at_border, *by_seed, *on_busy)))
    print(f"{len(names)} exercises' own ways by {draws} seeds each: {len(at_border)} calls near their tolerance")
    print(f"{len(right)} right answers by {seeds} seeds each: {len(by_seed)} departed")
    print(f"{gradings} gradings of right answers with every core busy: {len(on_busy)} departed")
    print(f"{gradings} timings of naive answers with every core busy: {found[True]} confirmed a trend")
    return 1 if at_border or by_seed or on_busy or found[True] else 0


def near(name: str, draws: int) -> list[str]:
    """Return a line for each call at which a way of ours comes near its tolerance, with any of so many seeds."""
    torch.set_num_threads(1)
    asked = find_question(name)
    assert asked is not None
    found = {}
    for seed in range(1, draws + 1):
        key = key_for(asked, seed)
        for way in (*ways_taught()[name], ways_otherwise()[name]):
            for call, expected in zip(asked.calls(seed), key.expected, strict=True):
                if call.before is not None:
                    call.before()
                fault = key.compare(asked.ask(way, call), replace(expected, slack=NEAR))
                if fault is not None and call.decides == "value":
                    found[call.label] = f"{name}, {call.label}, seed {seed}: near its tolerance: {fault.says}"
    return [*found.values()]


def departures(answers: Sequence[CorpusAnswer], seed: int, is_timed: bool) -> Iterator[str]:
    """Judge answers once, with one seed; yield a line for each that is not judged as its header says."""
    expected = {each.path: each for each in answers}
    for checked in check_files_apart([opened(each, is_timed) for each in answers], seed):
        assert isinstance(checked, CheckedAnswer), checked.error
        case = expected[checked.path]
        yield from (f"{case.where}, seed {seed}: {each}" for each in case.expected.departures(checked.verdict))


def opened(case: CorpusAnswer, is_timed: bool) -> File:
    file = open_file(case.path, case.asks)
    assert isinstance(file, File)
    return file if is_timed else replace(file, rounds=0)


def turns(answers: Sequence[CorpusAnswer], gradings: int) -> Iterator[tuple[int, Sequence[CorpusAnswer]]]:
    """Yield a seed and the answers to judge with it, until there are so many gradings."""
    for seed in itertools.count(1):
        some = answers[:gradings]
        yield seed, some
        gradings -= len(some)
        if not gradings:
            return


def confirmed(gradings: int) -> Iterator[bool]:
    """Time each question's naive way as if it were an answer, in turn; yield whether its claim was confirmed."""
    for place, asked in zip(range(gradings), itertools.cycle(TIMED.values()), strict=False):
        assert asked.trend is not None
        found, _ = timings(asked, asked.trend.naive, seed=1 + place)
        yield found is not None and criteria.trend(asked.trend, found).state == "CONFIRMED"


@contextmanager
def busy() -> Iterator[None]:
    """Keep every core busy with something else."""
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Hold right and naive answers by many seeds and on a busy machine.")
    words.add_argument("--seeds", type=int, default=20)
    words.add_argument("--gradings", type=int, default=1000)
    words.add_argument("--draws", type=int, default=100)
    asked_for = words.parse_args()
    torch.set_num_threads(1)
    sys.exit(main(asked_for.seeds, asked_for.gradings, asked_for.draws))
