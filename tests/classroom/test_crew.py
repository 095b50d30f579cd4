"""Worker processes: forked from one that has done what every worker would do first; all their kernels from another."""

import gc
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import psutil
import pytest
import torch

from autograder.classroom.crew import _pool
from autograder.classroom.fork_server import begin, fork_server
from autograder.execute import Kernel


def test_a_worker_finds_the_transforms_run_and_works_on_one_core():
    begin(Kernel.UNSANDBOXED)
    with ProcessPoolExecutor(1, mp_context=fork_server()) as crew:
        assert crew.submit(gc.get_freeze_count).result() > 0
        assert crew.submit(torch.get_num_threads).result() == 1


def own_zygote() -> tuple[int, int | None]:
    """Return this worker, and the zygote that it started itself, if it did."""
    from autograder.execute.forks import zygote

    time.sleep(0.5)  # so that each worker takes one
    return os.getpid(), zygote().pid


def zygotes() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if "autograder.execute.zygote" in each.cmdline()]


@pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")
def test_all_workers_kernels_come_from_one_zygote_and_from_another_where_it_died():
    with _pool(2, Kernel.SANDBOXED) as crew:
        seen: dict[int, int | None] = {}
        while len(seen) < 2:  # a worker may be slow to start
            seen |= dict(task.result() for task in [crew.submit(own_zygote) for _ in range(2)])
        assert set(seen.values()) == {None}
        (shared,) = zygotes()
        shared.kill()
        psutil.wait_procs([shared])
        worker, another = crew.submit(own_zygote).result()
        assert worker in seen
        assert [each.pid for each in zygotes()] == [another]
        last = psutil.Process(another)
    assert not psutil.wait_procs([last], timeout=60)[1], "it ends with the worker that started it"
