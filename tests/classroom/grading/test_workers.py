"""Worker processes: forked from one that has done what every worker would do first; all their kernels from another."""

import gc
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from time import sleep

import psutil
import pytest
import torch
from support.own_zygotes import COLD, command, running

from autograder.classroom.grading.fork_server import fork_server
from autograder.classroom.grading.work import Graded, Task
from autograder.classroom.grading.workers import pool, result_of
from autograder.execute import Kernel


def test_a_worker_finds_the_transforms_run_and_works_on_one_core():
    with ProcessPoolExecutor(1, mp_context=fork_server()) as crew:
        assert crew.submit(gc.get_freeze_count).result() > 0
        assert crew.submit(torch.get_num_threads).result() == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            PermissionError(13, "Permission denied", "ann/a.ipynb"),
            "ann/a.ipynb: expected a file that can be read or written, found Permission denied."
            " Mend that, and grade again.",
        ),
        (
            OSError(28, "No space left on device"),
            "grading: expected a file that can be read or written, found No space",
        ),
        (ValueError("x"), "grading failed with ValueError: x"),
    ],
)
def test_a_failure_withholds_the_grade_and_says_what_to_do(classroom, small, error, says):
    task = Task("ann", small.LESSON, classroom.path("ann"), classroom.folders.released(small.LESSON), 1)
    failed: Future[Graded] = Future()
    failed.set_exception(error)
    found = result_of(task, failed)
    assert found.withheld
    assert found.reason.startswith(says)


# Text: the fork server may have begun in a test that knew of no folder tests. The pause leaves one to each worker.
OWN_ZYGOTE = (
    "[__import__('time').sleep(0.5), (forks := __import__('autograder.execute.forks', fromlist=['zygote'])),"
    f" setattr(forks, '_COMMAND', {command(COLD)}), (__import__('os').getpid(), forks.zygote().pid)][-1]"
)


def cold_zygotes() -> list[psutil.Process]:
    found = []
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # others' children come and go meanwhile
            while not (words := each.cmdline()) and each.status() != psutil.STATUS_ZOMBIE:
                sleep(0.01)  # its program is being loaded
            if COLD in words:
                found.append(each)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the zygote is Linux's")
def test_all_workers_kernels_come_from_one_zygote_and_from_another_where_it_died():
    with running(COLD), pool(2, Kernel.SANDBOXED) as crew:
        seen: dict[int, int | None] = {}
        while len(seen) < 2:  # a worker may be slow to start
            seen |= dict(task.result() for task in [crew.submit(eval, OWN_ZYGOTE) for _ in range(2)])
        assert set(seen.values()) == {None}
        (shared,) = cold_zygotes()
        shared.kill()
        psutil.wait_procs([shared])
        worker, another = crew.submit(eval, OWN_ZYGOTE).result()
        assert worker in seen
        assert [each.pid for each in cold_zygotes()] == [another]
        last = psutil.Process(another)
    assert not psutil.wait_procs([last], timeout=60)[1], "it ends with the worker that started it"
