"""Does a large class cost no more a submission than one of ten, and do two workers do twice the work of one?

    .venv/bin/python benchmarks/growth.py [--sizes 10 1000] [--flanks 2] [--workers 20] [--lesson 01_row_by_row]

Each class hands in the lesson, solved, and `autograder grade --json` grades it, sandboxed. A submission's time is that
between two lines of output, so that no start is in it; memory is the largest that the grader itself ever held, its
workers not counted. A machine's pace drifts over the minutes that a large class takes: the smallest is graded --flanks
times before it and as often after it, and its median counts; so are one worker's class and two workers' in turn.
`make bench` looks at 100 submissions, which takes a minute or two; a thousand take ten.
Bars: both within 10 % from the smallest class to the largest; two workers at least 1.8 times one.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from side_by_side import classroom, line

FLAT = 1 / 1.1
_GRADE = "from autograder.cli import main; main()"


def graded(lesson: str, count: int, jobs: int) -> tuple[float, float]:
    """Grade a class of that size; return seconds a submission and the grader's largest memory in MB."""
    with TemporaryDirectory() as root:
        folder = classroom(Path(root), [lesson], count, ours=True)
        words = [sys.executable, "-c", _GRADE, "grade", lesson, "--json", "--jobs", str(jobs)]
        with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as grader:
            assert grader.stdout is not None
            assert grader.stderr is not None
            came = []
            for told in grader.stdout:
                came.append(time.perf_counter())
                assert json.loads(told)["points"] > 0, told
            said = grader.stderr.read()
            _, status, used = os.wait4(grader.pid, 0)
            grader.returncode = os.waitstatus_to_exitcode(status)
    if grader.returncode or len(came) != count:
        raise SystemExit(f"grade: {len(came)} of {count} graded, exit code {grader.returncode}\n{said}")
    # The first of each worker waits for its start.
    return (came[-1] - came[jobs - 1]) / (count - jobs), used.ru_maxrss / 1024


def main() -> None:
    """Print time and memory of classes of each size beside the smallest, then two workers beside one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--flanks", type=int, default=2, help="times that what is compared with is graded")
    parser.add_argument("--workers", type=int, default=20, help="submissions for one worker and for two")
    parser.add_argument("--lesson", default="01_row_by_row")
    given = parser.parse_args()
    smallest, *larger = sorted(given.sizes)
    for size in larger:
        around = [graded(given.lesson, smallest, 2) for _ in range(given.flanks)]
        seconds_then, memory_then = graded(given.lesson, size, 2)
        around += [graded(given.lesson, smallest, 2) for _ in range(given.flanks)]
        seconds, memory = (median(each) for each in zip(*around, strict=True))
        line(f"a submission in a class of {smallest} : of {size}", seconds, seconds_then, bar=FLAT)
        line(f"the grader's memory with {smallest} : with {size}", memory, memory_then, "MB", bar=FLAT)
    pairs = [[graded(given.lesson, given.workers, jobs)[0] for jobs in (1, 2)] for _ in range(given.flanks)]
    alone, together = (median(each) for each in zip(*pairs, strict=True))
    line(f"a submission with one worker : with two, {given.workers} in all", alone, together, bar=1.8)


if __name__ == "__main__":
    main()
