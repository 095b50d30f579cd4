"""Does a large class cost no more a submission than one of ten, and do two workers do twice the work of one?

    .venv/bin/python benchmarks/growth.py [--sizes 10 1000] [--flanks 2] [--workers 20] [--lesson 01_row_by_row]

Each class hands in the lesson, solved, and `autograder grade --json` grades it, sandboxed. A submission's time is that
between two lines of output, so that no start is in it; memory is the largest that the grader itself ever held, its
workers not counted. A machine's pace drifts over the minutes that a large class takes: the smallest is graded --flanks
times before it and as often after it, and its median counts; so are one worker's class and two workers' in turn.
`make bench` looks at 100 submissions, which takes a minute or two; a thousand take ten.
Last comes what the one writer takes of each submission, the grader's own CPU seconds between two lines of output, and
beside how many cores of workers it is the limit.
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


def own_cpu(pid: int) -> float:
    """Return CPU seconds that a process has taken so far, its children's not counted (Linux)."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def graded(lesson: str, count: int, jobs: int) -> tuple[float, float, float]:
    """Grade a class of that size; return seconds a submission, the grader's memory in MB, its CPU a submission."""
    with TemporaryDirectory() as root:
        folder = classroom(Path(root), [lesson], count, ours=True)
        words = [sys.executable, "-c", _GRADE, "grade", lesson, "--json", "--jobs", str(jobs)]
        with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as grader:
            assert grader.stdout is not None
            assert grader.stderr is not None
            came, took = [], []
            for told in grader.stdout:
                came.append(time.perf_counter())
                took.append(own_cpu(grader.pid))
                assert json.loads(told)["points_so_far"] > 0, told  # what is written waits for a reader
            said = grader.stderr.read()
            _, status, used = os.wait4(grader.pid, 0)
            grader.returncode = os.waitstatus_to_exitcode(status)
    if grader.returncode or len(came) != count:
        raise SystemExit(f"grade: {len(came)} of {count} graded, exit code {grader.returncode}\n{said}")
    # The first of each worker waits for its start.
    further = count - jobs
    return (came[-1] - came[jobs - 1]) / further, used.ru_maxrss / 1024, (took[-1] - took[jobs - 1]) / further


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
        seconds_then, memory_then, _ = graded(given.lesson, size, 2)
        around += [graded(given.lesson, smallest, 2) for _ in range(given.flanks)]
        seconds, memory, _ = (median(each) for each in zip(*around, strict=True))
        line(f"a submission in a class of {smallest} : of {size}", seconds, seconds_then, bar=FLAT)
        line(f"the grader's memory with {smallest} : with {size}", memory, memory_then, "MB", bar=FLAT)
    pairs = [[graded(given.lesson, given.workers, jobs) for jobs in (1, 2)] for _ in range(given.flanks)]
    alone, together = (median(pair[place][0] for pair in pairs) for place in (0, 1))
    writer = median(pair[0][2] for pair in pairs)
    line(f"a submission with one worker : with two, {given.workers} in all", alone, together, bar=1.8)
    print(f"the one writer takes {writer:.3f} CPU s of each: the limit beyond some {alone / writer:.0f} workers' cores")


if __name__ == "__main__":
    main()
