"""A class graded by a Dask cluster: the same gradebook, also where a worker dies on the way."""

import os
import signal
import socket

import pytest

from autograder.classroom.pipeline import grade_class
from autograder.errors import MachineError
from autograder.execute import Kernel, sandbox_lacks

distributed = pytest.importorskip("distributed")

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


def test_no_scheduler_is_one_clear_line(classroom, small, monkeypatch):
    monkeypatch.setattr("autograder.classroom.grading.cluster._CONNECTS_WITHIN", "1s")
    classroom.hand_in("ann", small.filled())
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(MachineError, match="a Dask scheduler at"):
            list(grade(classroom, cluster=address))
    with pytest.raises(MachineError, match="a Dask scheduler at"):
        list(grade(classroom, cluster="no address"))
