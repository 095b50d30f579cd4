"""A hostile class, graded beside honest students by `autograder grade`: prints case, invariant, held or fell.

    python tests/hostile/hostile_class.py             all of it (what `make hostile` runs)
    python tests/hostile/hostile_class.py NAME...     the cases whose names hold one of these words
    python tests/hostile/hostile_class.py --short     the few that `make test` runs

Whatever the cases do: each honest student has full marks and no doubt, nobody's grade is withheld, no process of the
grader's takes more memory than `MOST_RESIDENT`, and no process and no file is left. Besides, each case has an invariant
of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from hostile_case import SMALL, Case, Earns
from hostile_cells import CELLS
from hostile_files import FILES
from hostile_states import STATES
from hostile_ways import WAYS

ROOT = Path(__file__).parents[2]
CASES = (*FILES, *CELLS, *WAYS, *STATES)
HONEST = ("aa-honest", "mm-honest", "zz-honest")  # first, in the middle and last
# A worker holds torch, which takes a third of it; the rest is what one submission may cost.
MOST_RESIDENT = 1.6 * 1024**3


@dataclass(frozen=True, slots=True)
class Held:
    """One invariant of a case, or of the class; `fell` says why it did not hold, or is empty."""

    case: str
    holds: str
    fell: str = ""


class Watch(threading.Thread):
    """Watches a process and all that it started: the most memory that one of them took, kernels aside."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.largest = 0
        self.seen: set[int] = set()

    def run(self) -> None:
        top = psutil.Process(self.pid)
        while True:
            try:
                everyone = [top, *top.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in everyone:
                with suppress(psutil.Error):
                    self.seen.add(process.pid)
                    if not self._is_kernel(process):
                        self.largest = max(self.largest, process.memory_info().rss)
            time.sleep(0.2)  # each look at all processes costs some hundredths

    def _is_kernel(self, process: psutil.Process) -> bool:
        """Tell whether a process is a student's: it leads a session, and so does the zygote that it was forked from."""
        mother = process.ppid()
        return os.getsid(process.pid) == process.pid and mother != self.pid and os.getsid(mother) == mother


def main(words: Sequence[str]) -> int:
    """Run the class; print what held and what fell."""
    begun = time.monotonic()
    fell = 0
    for held in run(chosen(words)):
        fell += bool(held.fell)
        print(
            "FELL " if held.fell else "held ", f"{held.case}: {held.holds}", held.fell and f"· {held.fell}", flush=True
        )
    print(f"{fell} fell; {time.monotonic() - begun:.0f} s")
    return 1 if fell else 0


def chosen(words: Sequence[str]) -> list[Case]:
    """Return the cases that the command line asks for."""
    asked = [word for word in words if not word.startswith("-")]
    some = [case for case in CASES if not asked or any(word in case.name for word in asked)]
    return [case for case in some if case.short] if "--short" in words else some


def run(cases: Sequence[Case]) -> Iterator[Held]:
    """Grade a class of those cases and the honest; yield each invariant."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder, tempfile.TemporaryDirectory() as scratch:
        classroom = SMALL.Class(Path(folder))
        (classroom.root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
        for name in HONEST:
            classroom.hand_in(name, SMALL.filled())
        for case in cases:
            classroom.hand_in(f"case-{case.name}", case.content())
        environment = {**os.environ, "TMPDIR": scratch}
        words = [sys.executable, "-m", "autograder.cli", "grade", "--json"]
        log = Path(folder) / "log"
        with log.open("w") as said:
            grading = subprocess.Popen(
                words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
            )
            watch = Watch(grading.pid)
            watch.start()
            out, _ = grading.communicate()
        watch.join()
        found = {row["student"]: row for row in map(json.loads, out.splitlines())}
        yield from _of_the_class(cases, found, grading.returncode, log.read_text(), watch, Path(scratch))
        for case in cases:
            printed = _printed(classroom.root, f"case-{case.name}")
            yield Held(case.name, case.holds, _fell(case, found.get(f"case-{case.name}"), printed))


def _of_the_class(
    cases: Sequence[Case], found: dict[str, Any], code: int, log: str, watch: Watch, scratch: Path
) -> Iterator[Held]:
    whole = found.keys() == {*HONEST, *(f"case-{case.name}" for case in cases)}
    told = "" if whole and code == 0 else f"{len(found)}, code {code}: {log[-500:]}"
    yield Held("the class", "everybody has a verdict", told)
    most = sum(SMALL.FULL.values())
    for name in HONEST:
        row = found.get(name, {"points": None, "exercises": []})
        doubts = [each["doubt"] for each in row["exercises"] if each["doubt"]]
        told = "" if row["points"] == most and not doubts else f"{row['points']} of {most}, {doubts}"
        yield Held("the class", f"{name} has full marks and no doubt", told)
    withheld = [name for name, row in found.items() if row["withheld"]]
    yield Held("the class", "nobody's grade is withheld", ", ".join(withheld))
    size = f"{watch.largest / 1024**2:.0f} MiB"
    yield Held("the class", "no process of the grader's grows too large", "" if watch.largest < MOST_RESIDENT else size)
    ending = time.monotonic() + 10  # what has been told to end needs a moment
    while (alive := [pid for pid in watch.seen if psutil.pid_exists(pid)]) and time.monotonic() < ending:
        time.sleep(0.1)
    yield Held("the class", "no process is left", ", ".join(map(str, alive)))
    left = [path.name for path in scratch.iterdir() if not path.name.startswith("torchinductor")]
    yield Held("the class", "no file is left", ", ".join(left))


def _fell(case: Case, row: dict[str, Any] | None, printed: str) -> str:
    if row is None:
        return "no verdict"
    if row["withheld"]:
        return f"withheld: {row['reason']}"
    # The exercises alone: the written question waits for a reader.
    got = row["exercises"]
    if case.earns is Earns.ALL and (not got or any(each["points"] != each["max_points"] for each in got)):
        return f"{row['points']} of {row['max_points']}: {_said(row)[:300]}"
    if case.earns is Earns.NOTHING and row["points"]:
        return f"{row['points']} points"
    if case.says and case.says not in _said(row) + printed:
        return f"does not say «{case.says}»: {_said(row)[:300]}"
    return ""


def _said(row: dict[str, Any]) -> str:
    return " ".join([row["reason"] or "", *row["notes"], json.dumps(row["exercises"])])


def _printed(root: Path, student: str) -> str:
    path = root / "autograded" / student / SMALL.LESSON / f"{SMALL.LESSON}.ipynb"
    return path.read_text() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
