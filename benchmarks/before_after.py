"""Is this tree as quick as an earlier commit? Both in one run, in turn.

    .venv/bin/python benchmarks/before_after.py COMMIT [--submissions 200] [--lesson 01_row_by_row] [--checks 01 06]

The commit is unpacked aside, with an environment of its own that takes all but the course from this one. Each tree
grades so many copies of its own lesson, solved, with `autograder grade`: CPU seconds of all processes and wall seconds,
start included, by the submission. Then each judges the right answers of this tree's corpus, as check_time.py does. All
is done --repeats times, the earlier tree first and the later one first in turn, and the least of each is taken.
Bar: no more than a tenth slower.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from side_by_side import COURSE, bill, classroom, line

HERE = Path(__file__).parent
NO_SLOWER = 1 / 1.1


def unpacked(commit: str, to: Path) -> Path:
    """Unpack a commit's tree; return the python of an environment in which it is the course."""
    packed = subprocess.run(["git", "archive", commit], cwd=COURSE, capture_output=True, check=True).stdout
    tree = to / "tree"
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tree, filter="data")
    venv.create(to / "env", symlinks=True)
    (site,) = (to / "env").glob("lib/python*/site-packages")
    # As an installed package: a sandboxed kernel reads its own environment, and what that links to.
    os.rename(tree / "autograder", site / "autograder")
    for path in {path for kind in ("purelib", "platlib") for path in Path(sysconfig.get_path(kind)).iterdir()}:
        if not path.name.startswith("__editable__") and not (site / path.name).exists():
            (site / path.name).symlink_to(path)
    return to / "env/bin/python"


def a_submission(python: Path, course: Path, lesson: str, count: int) -> tuple[float, float]:
    """Return CPU and wall seconds a submission of a class that hands in one lesson."""
    with TemporaryDirectory() as root:
        folder = classroom(Path(root), [lesson], count, ours=True, course=course)
        wall, cpu = bill([str(python), "-m", "autograder.cli", "grade", lesson], folder)
    return cpu / count, wall / count


def a_check(python: Path, lessons: list[str]) -> float:
    """Return how many seconds a learner waits for a right answer to the median question."""
    words = [str(python), str(HERE / "check_time.py"), "--lessons", *lessons]
    env = os.environ | {"OMP_NUM_THREADS": "1"}
    told = subprocess.run(words, cwd=HERE, env=env, capture_output=True, text=True, check=True).stdout
    found = re.search(r"median question ([\d.]+) s", told)
    assert found is not None, told
    return float(found[1])


def main() -> None:
    """Print each measure before and after."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commit")
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--lesson", default="01_row_by_row")
    parser.add_argument("--checks", nargs="+", default=["01", "06"])
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    bills: dict[str, list[tuple[float, float]]] = {"before": [], "after": []}
    waits: dict[str, list[float]] = {"before": [], "after": []}
    with TemporaryDirectory() as folder:
        trees = {
            "before": (unpacked(given.commit, Path(folder)), Path(folder, "tree")),
            "after": (Path(sys.executable), COURSE),
        }
        for turn in range(given.repeats):
            for name in ("before", "after") if turn % 2 == 0 else ("after", "before"):
                bills[name].append(a_submission(*trees[name], given.lesson, given.submissions))
                waits[name].append(a_check(trees[name][0], given.checks))
    for place, unit in enumerate(("CPU", "wall")):
        before, after = (min(each[place] for each in bills[name]) for name in ("before", "after"))
        line(f"a submission of {given.submissions}, {unit}: before, after", before, after, bar=NO_SLOWER)
    line("check() of the median question: before, after", min(waits["before"]), min(waits["after"]), bar=NO_SLOWER)


if __name__ == "__main__":
    main()
