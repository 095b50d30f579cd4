"""What the benchmarks share: a command's whole bill, and classes to spend it on.

bill       wall and CPU seconds of a command with all that it started, orphans included
solutions  what a lesson's solution defines
classroom  a folder with the course's released lessons and so many copies of a solved submission
bytecode   our package with its bytecode beside it, or without, as where nobody may write there
imported   CPU seconds of `import torch`: machines differ by a factor of two, so bars are ratios to it (beside_torch)
line       one printed line: what, both numbers, their ratio, the bar
"""

import compileall
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbgrader.utils import is_solution

COURSE = Path(__file__).parents[1]
_CHILD_SUBREAPER = 36
_WRITES_NONE = "PYTHONDONTWRITEBYTECODE"


def bill(words: Sequence[str], cwd: Path) -> tuple[float, float]:
    """Run a command; return its wall and CPU seconds. What it leaves behind is waited for and counted (Linux)."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])  # for alembic
    done = subprocess.run(words, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(words[:4])} …: exit code {done.returncode}\n{done.stderr[-2000:]}")
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def solutions(folder: str) -> dict[str, Any]:
    """Return what a lesson's solution defines, its checks and demonstrations left out."""
    names: dict[str, Any] = {}
    for cell in jupytext.read(COURSE / "solutions" / folder / f"{folder}.py").cells:
        answer = cell.metadata.get("nbgrader", {}).get("solution") or "import torch" in cell.source
        if cell.cell_type == "code" and (answer or "parameters" in cell.metadata.get("tags", [])):
            exec(cell.source, names)
    return names


def classroom(root: Path, lessons: Sequence[str], count: int, ours: bool, course: Path = COURSE) -> Path:
    """Make a class of `count` students who hand in the lessons solved; `ours`: with the course's nbgrader settings."""
    shutil.copytree(course / "lessons", root / "lessons")
    if ours:
        shutil.copy(course / "nbgrader_config.py", root)
    for lesson in lessons:
        solved = nbformat.read(course / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
        answers = {c.metadata.nbgrader.grade_id: c.source for c in solved.cells if is_solution(c)}
        for number in range(count):
            notebook = nbformat.read(root / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
            for cell in notebook.cells:
                if is_solution(cell):
                    cell.source = answers[cell.metadata.nbgrader.grade_id]
            folder = root / "submitted" / f"student{number:04}" / lesson
            folder.mkdir(parents=True)
            nbformat.write(notebook, folder / f"{lesson}.ipynb")
    return root


@contextmanager
def bytecode(there: bool) -> Iterator[str]:
    """Have our package's bytecode beside it in the block, or none there and none written; libraries have theirs.

    Yield how to call that.
    """
    package, silent = COURSE / "autograder", os.environ.pop(_WRITES_NONE, None)
    if there:
        compileall.compile_dir(package, quiet=2)
    else:
        for cache in list(package.rglob("__pycache__")):
            shutil.rmtree(cache)
        os.environ[_WRITES_NONE] = "1"
    try:
        yield "with bytecode" if there else "without bytecode"
    finally:
        os.environ.pop(_WRITES_NONE, None)
        if silent is not None:
            os.environ[_WRITES_NONE] = silent


def imported() -> float:
    """Return CPU seconds of `python -c "import torch"`."""
    return bill([sys.executable, "-c", "import torch"], COURSE)[1]


def beside_torch(what: str, seconds: float, torch: float, bar: float) -> None:
    """Print CPU seconds, how many times an import of torch they are, and how many are wanted at most."""
    verdict = "met" if seconds <= bar * torch else "MISSED"
    print(f"{what:<58} {seconds:8.3f} s = {seconds / torch:5.2f} × import torch, bar {bar:g}: {verdict}", flush=True)


def line(what: str, one: float, other: float, unit: str = "s", bar: float | None = None) -> None:
    """Print two numbers, how many times the first is of the second, and the ratio that is wanted at least."""
    ratio = one / other
    verdict = "" if bar is None else f", bar {bar:g}: {'met' if ratio >= bar else 'MISSED'}"
    print(f"{what:<58} {one:8.3f} {unit} {other:8.3f} {unit}  {ratio:6.2f}×{verdict}", flush=True)
