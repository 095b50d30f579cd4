"""Does a large class cost no more a submission than one of ten, and do two workers do twice the work of one?

    .venv/bin/python benchmarks/growth.py [--sizes 10 1000] [--few 4] [--flanks 2] [--workers 20] [--lesson 01…]

Each class hands in the lesson, solved, and `autograder grade --json` grades it, sandboxed. What a further submission
takes is the difference between two classes, from the first line of output to the last: at the first line each has as
much begun as the other, and at the last nothing. Within one class it is not so: a class of ten has a tenth of its work
begun by its first line, and would look quicker. The smallest is a class of --few, in which every worker has come to its
pace. Memory is the largest that the grader itself ever held, its workers not counted. A machine's pace drifts over the
minutes that a large class takes: the two small ones are graded --flanks times before it and as often after it, and
their medians count; so are one worker's classes and two workers' in turn.
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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from side_by_side import classroom, line

FLAT = 1 / 1.1
_GRADE = "from autograder.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Run:
    """What a class took: submissions, wall seconds, MB of the grader itself, and its own CPU seconds."""

    count: int
    seconds: float
    memory: float
    writer: float


def own_cpu(pid: int) -> float:
    """Return CPU seconds that a process has taken so far, its children's not counted (Linux)."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def graded(lesson: str, count: int, jobs: int) -> Run:
    """Grade a class of that size; return what it took from the first line of output to the last."""
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
    return Run(count, came[-1] - came[0], used.ru_maxrss / 1024, took[-1] - took[0])


def middle(runs: Sequence[Run]) -> Run:
    """Return the medians of some runs over classes of one size."""
    seconds, memory, writer = ([getattr(run, name) for run in runs] for name in ("seconds", "memory", "writer"))
    return Run(runs[0].count, median(seconds), median(memory), median(writer))


def further(small: Run, large: Run) -> float:
    """Return wall seconds of each submission that one class has more than another."""
    return (large.seconds - small.seconds) / (large.count - small.count)


def main() -> None:
    """Print time and memory of classes of each size beside the smallest, then two workers beside one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--few", type=int, default=4, help="submissions of what each class is compared with")
    parser.add_argument("--flanks", type=int, default=2, help="times that what is compared with is graded")
    parser.add_argument("--workers", type=int, default=20, help="submissions for one worker and for two")
    parser.add_argument("--lesson", default="01_row_by_row")
    given = parser.parse_args()
    smallest, *larger = sorted(given.sizes)
    if not 1 <= given.few < min(smallest, given.workers):
        parser.error("--few is at least 1, and less than each size and than --workers")
    for size in larger:
        before = [[graded(given.lesson, count, 2) for count in (given.few, smallest)] for _ in range(given.flanks)]
        large = graded(given.lesson, size, 2)
        after = [[graded(given.lesson, count, 2) for count in (given.few, smallest)] for _ in range(given.flanks)]
        few, small = (middle(runs) for runs in zip(*before, *after, strict=True))
        what = f"a submission from {given.few} to {smallest} : from {smallest} to {size}"
        line(what, further(few, small), further(small, large), bar=FLAT)
        line(f"the grader's memory with {smallest} : with {size}", small.memory, large.memory, "MB", bar=FLAT)
    runs: dict[tuple[int, int], list[Run]] = {}
    for _ in range(given.flanks):
        for jobs in (1, 2):
            for count in (given.few, given.workers):
                runs.setdefault((jobs, count), []).append(graded(given.lesson, count, jobs))
    found = {key: middle(taken) for key, taken in runs.items()}
    alone, together = (further(found[jobs, given.few], found[jobs, given.workers]) for jobs in (1, 2))
    few, many = found[1, given.few], found[1, given.workers]
    writer = (many.writer - few.writer) / (many.count - few.count)
    line(f"a submission with one worker : with two, {given.few} to {given.workers}", alone, together, bar=1.8)
    print(f"the one writer takes {writer:.3f} CPU s of each: the limit beyond some {alone / writer:.0f} workers' cores")


if __name__ == "__main__":
    main()
