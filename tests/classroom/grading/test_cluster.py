"""A class graded by a Dask cluster: the same gradebook, also where a worker dies on the way."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.classroom.pipeline import grade_class
from autograder.errors import MachineError
from autograder.execute import Kernel, sandbox_lacks

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).parents[3]
STUDENTS = ("ann", "bo", "cy", "di", "ed", "flo")
KERNEL = Kernel.UNSANDBOXED if sandbox_lacks() else Kernel.SANDBOXED
# Dask's own, at the end of a cluster with a worker killed: sockets that it leaves to the collector.
pytestmark = [pytest.mark.timeout(300), pytest.mark.filterwarnings("default")]


@pytest.fixture
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def grade(classroom, **options):
    found = grade_class(classroom.folders, ("01_row_by_row",), kernel=KERNEL, **options)
    return (each.graded for each in found)


@pytest.mark.long
def test_two_workers_one_killed_give_the_gradebook_of_this_machine(tmp_path, small, cluster):
    alone, together = small.Class(tmp_path / "alone"), small.Class(tmp_path / "together")
    together.folders.secret.write_text("7" * 64)
    alone.folders.secret.write_text("7" * 64)  # the same inputs for each student
    answers = dict(small.RIGHT)
    for place, student in enumerate(STUDENTS):
        if place % 2:
            answers = answers | {"vjp_once": "def vjp_once(f, x, v):\n    return None"}
        for classroom in (alone, together):
            classroom.hand_in(student, small.filled(answers))
    with distributed.Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
    results = grade(together, cluster=cluster.scheduler_address)
    taken = [next(results)]
    os.kill(pids[0], signal.SIGKILL)
    taken += results
    assert [graded.student for graded in taken] == list(STUDENTS)
    assert not any(graded.withheld for graded in taken)
    list(grade(alone, jobs=1))
    assert small.scores_of(together.folders) == small.scores_of(alone.folders)


@pytest.mark.long
def test_workers_work_for_the_graders_course_wherever_they_were_started(tmp_path, small, monkeypatch):
    """The course's own points stand in its class.toml; its workers were started in another folder."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    classroom = small.Class(tmp_path)
    classroom.hand_in("ann", small.filled())
    (tmp_path / "class.toml").write_text("[points.01_row_by_row.vjp_once]\nvalue = 3\nmethod = 2\ncost = 1\n")
    path = classroom.folders.released("01_row_by_row")
    path.write_text(path.read_text().replace('"points": 4', '"points": 6'))
    elsewhere = tmp_path.parent / f"{tmp_path.name}_elsewhere"
    elsewhere.mkdir()
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    told = elsewhere / "scheduler.json"
    with ended(subprocess.Popen([*program, "--scheduler-file", told, "--no-dashboard"], cwd=elsewhere)):
        while not told.exists():
            time.sleep(0.1)
        program = [sys.executable, "-m", "distributed.cli.dask_worker", "--nworkers", "1", "--nthreads", "1"]
        with ended(subprocess.Popen([*program, "--scheduler-file", told, "--no-dashboard"], cwd=elsewhere)):
            address = json.loads(told.read_text())["address"]
            boxed = [] if not sandbox_lacks() else ["--unsandboxed"]
            words = [sys.executable, "-m", "autograder.cli", "grade", "--cluster", address, "--json", *boxed]
            done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["exercises"][0]["points"] == 6
            other = tmp_path.parent / f"{tmp_path.name}_other"
            shutil.copytree(tmp_path, other)
            refused = subprocess.run([*words, "--force"], cwd=other, capture_output=True, text=True, check=False)
            assert refused.returncode == 1
            assert f"one for {tmp_path}. Restart the workers" in refused.stderr
            assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr


@contextmanager
def ended(process):
    """Hold a process for the length of a block."""
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def test_no_scheduler_is_one_clear_line(classroom, small, monkeypatch):
    monkeypatch.setattr("autograder.classroom.grading.cluster._CONNECTS_WITHIN", "1s")
    classroom.hand_in("ann", small.filled())
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(MachineError, match=f"a Dask scheduler at {address}, found none that answers within 1s"):
            list(grade(classroom, cluster=address))


@pytest.mark.parametrize("address", ["", "x", "no address", "tcp://", "tcp://:8786", "tcp://a b:8786", "host:123456"])
def test_what_is_no_address_is_said_at_once_and_nobody_is_graded_here_instead(classroom, small, address):
    classroom.hand_in("ann", small.filled())
    found = re.escape(f"address, tcp://HOST:PORT, found «{address}». `dask scheduler` starts one")
    with pytest.raises(MachineError, match=found):
        list(grade(classroom, cluster=address))
