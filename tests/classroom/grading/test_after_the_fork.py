"""What is forked finds everything imported: neither a kernel nor a worker imports a module after the fork.

Each submission would pay for it anew, and where no bytecode lies beside the source it would be compiled, too.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import v4
from support import own_zygotes

from autograder.classroom.grading.work import Graded, Task, grade
from autograder.classroom.grading.workers import pool
from autograder.execute import Kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")

# Notes each module that is asked for and not there, with the line that asks.
FINDER = """
import sys, traceback

class Finder:
    def __init__(self, note):
        self.note = note

    def find_spec(self, name, path=None, target=None):
        lines = (f"{frame.f_code.co_filename}:{line}" for frame, line in traceback.walk_stack(None))
        asked = [line for line in lines if "importlib" not in line]
        self.note(f"{name}, for {asked[1]}, for {asked[2]}")
"""
HOOKED_ZYGOTE = f"""{FINDER}
from autograder.execute import zygote

def hooked(*given, be=zygote._be_kernel):
    sys.late = []
    sys.meta_path.insert(0, Finder(sys.late.append))
    be(*given)

zygote._be_kernel = hooked
zygote.main()
"""
# The worker, and what it forks to read a submission and to lead its kernel.
HOOK = f"""{FINDER}
import os
log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.meta_path.insert(0, Finder(lambda line: os.write(log, line.encode() + b"\\n")))
"""
# What else happens in a submission: errors of several kinds, warnings, a shown tensor, magics, a figure, `?`.
CELLS = (
    "1 / 0",
    "torch.ones(2) @ torch.ones(3)",
    "def unfinished(:",
    "import sys, warnings\nwarnings.warn('x')\nprint('e', file=sys.stderr)",
    "display(torch.ones(2, 2))\ntorch.eye(2)",
    "%timeit -n1 -r1 1\n%who",
    "torch.eye?",
    "from matplotlib.figure import Figure\nfigure = Figure()\nfigure.add_subplot().plot([1, 2])\nfigure",
    "from autograder import *\nhint('vjp_once')\nprogress()",
    "layer = torch.nn.Linear(2, 2)\ntorch.optim.Adam(layer.parameters())\nlayer(torch.ones(1, 2)).sum().backward()",
    "print(*sys.late, sep='\\n')\nprint('that is all')",
)


@pytest.fixture
def hooked() -> Iterator[None]:
    """Have kernels come from a zygote whose children note what they import."""
    with own_zygotes.running(HOOKED_ZYGOTE):
        yield


@pytest.mark.usefixtures("hooked")
def test_nothing_is_imported_after_the_fork(classroom, small, tmp_path: Path) -> None:
    wrong = small.RIGHT | {"jacobian_by_rows": small.RIGHT["jacobian_by_rows"].replace("rows)", "rows).T")}
    notebook = small.filled(wrong)
    notebook.cells += [v4.new_code_cell(cell) for cell in CELLS]
    path = classroom.hand_in("ann", notebook)
    task = Task("ann", small.LESSON, path, classroom.folders.released(small.LESSON), seed=7)
    log = tmp_path / "imported"
    with pool(1, Kernel.SANDBOXED) as crew:
        crew.submit(exec, HOOK, {"path": str(log)}).result()
        graded: Graded = crew.submit(grade, task).result()
    assert graded.verdicts["check-vjp_once"].points == small.FULL["vjp_once"]
    assert log.read_text() == ""
    assert v4.reads(graded.notebook).cells[-1].outputs[0].text == "\nthat is all\n"
