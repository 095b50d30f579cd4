"""Worker processes: forked from one that has done what every worker would do first."""

import gc
from concurrent.futures import ProcessPoolExecutor

import torch

from autograder.classroom.fork_server import begin, fork_server


def test_a_worker_finds_the_transforms_run_and_works_on_one_core():
    begin()
    with ProcessPoolExecutor(1, mp_context=fork_server()) as crew:
        assert crew.submit(gc.get_freeze_count).result() > 0
        assert crew.submit(torch.get_num_threads).result() == 1
