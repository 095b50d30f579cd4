"""A class is graded with one import of torch, and the key is on one side of the fork alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import psutil
import pytest
from nbformat import v4

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")

TOKEN = "of-the-graders-environment-4711"
# Text that stands in no file of the student's side.
KEY = "autograder.answer_key.row_by_row.vjp_once"
COURSE = Path(__file__).parents[3]


class Processes(NamedTuple):
    """Those of a command that grades, while a kernel runs."""

    grader: psutil.Process
    server: psutil.Process
    worker: psutil.Process
    zygote: psutil.Process
    kernel: psutil.Process


def processes(grader: psutil.Process) -> Processes | None:
    """Tell who is who; None as long as somebody is missing."""
    try:
        warm = [each for each in grader.children() if holds_torch(each)]
        zygote = next(each for each in warm if os.getsid(each.pid) == each.pid)
        server = next(each for each in warm if each != zygote)
        return Processes(grader, server, server.children()[0], zygote, zygote.children()[0])
    except (StopIteration, IndexError, psutil.Error, OSError):
        return None


def holds_torch(process: psutil.Process) -> bool:
    return "libtorch_cpu" in Path(f"/proc/{process.pid}/maps").read_text()


@pytest.fixture(scope="module")
def grading(small: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Processes, str]]:
    """`autograder grade` while a student's cell sleeps, and the class's secret; interrupted at the end."""
    made = small.Class(tmp_path_factory.mktemp("class"))
    (made.root / "nbgrader_config.py").write_bytes((COURSE / "nbgrader_config.py").read_bytes())
    (made.root / "class.toml").write_text("[limits]\ncell = 600\nnotebook = 600\n")  # it is there until we have looked
    notebook = small.filled()
    notebook.cells.append(v4.new_code_cell("import time\nwhile True:\n    time.sleep(1)"))
    made.hand_in("ann", notebook)
    words = [Path(sys.executable).with_name("autograder"), "grade", "--json", "--student", "ann"]
    with subprocess.Popen(
        words, cwd=made.root, env=os.environ | {"TOKEN": TOKEN}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    ) as command:  # fmt: skip
        grader = psutil.Process(command.pid)
        found, deadline = None, time.monotonic() + 200
        while found is None and command.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
            found = processes(grader)
        if found is None:
            command.kill()
            pytest.fail(f"no kernel came up: {command.communicate()}")
        yield found, made.folders.secret.read_text().strip()
        command.send_signal(signal.SIGINT)
        said = command.communicate(timeout=60)[1]
        assert said == b"autograder: stopped before the end. Run the same command again to go on.\n"
    assert not psutil.wait_procs(found[1:], timeout=60)[1], "nothing outlives the command"


def test_all_that_hold_torch_are_forks_of_one_process(grading: tuple[Processes, str]) -> None:
    grader = grading[0].grader
    warm = [each for each in [grader, *grader.children(recursive=True)] if holds_torch(each)]
    assert set(grading[0]) <= set(warm)
    assert len({tuple(each.cmdline()) for each in warm}) == 1, "whoever imports it for itself has other words"


def memory(process: psutil.Process) -> Iterator[bytes]:
    """Yield what a process holds in memory of its own, a mapping at a time."""
    place = None
    with open(f"/proc/{process.pid}/mem", "rb") as whole:
        for line in Path(f"/proc/{process.pid}/smaps").read_text().splitlines():
            name, rest = line.split(maxsplit=1)
            if not name.endswith(":"):
                place = [int(end, 16) for end in name.split("-")] if rest.startswith("rw") else None
            elif name == "Rss:" and place and not rest.startswith("0 "):
                whole.seek(place[0])
                yield whole.read(place[1] - place[0])


def test_the_kernels_parent_holds_no_key_and_nothing_of_the_grader(grading: tuple[Processes, str]) -> None:
    found, secret = grading
    needles = {text: text.encode() for text in (KEY, TOKEN, secret)}

    def held(process: psutil.Process) -> set[str]:
        return {text for part in memory(process) for text, needle in needles.items() if needle in part}

    assert held(found.zygote) == held(found.kernel) == set()
    assert held(found.server) == {KEY, TOKEN}, "neither it nor its workers hold the secret"
    assert held(found.worker) == {KEY, TOKEN}
    assert held(found.grader) == {KEY, TOKEN, secret}, "what is looked for can be found"


def test_the_kernels_parent_is_of_its_own_session_with_no_file_of_the_graders(grading: tuple[Processes, str]) -> None:
    zygote = grading[0].zygote
    assert zygote.cwd() == "/"
    assert TOKEN not in "".join(zygote.environ().values())
    open_files = [os.readlink(link) for link in Path(f"/proc/{zygote.pid}/fd").iterdir()]
    assert all(name.startswith(("socket:", "/dev/null", "anon_inode:")) or "(deleted)" in name for name in open_files)
