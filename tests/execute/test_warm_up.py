"""The warm-up: what a process that is forked from finds done."""

import subprocess
import sys

import pytest

_TOUCHES_PAGES_AGAIN = """
import resource, torch
from autograder.execute.warm_up import settle
def faults():
    torch.ones(2 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    torch.ones(2 << 20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
unsettled = faults()
settle()
print(unsettled, faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library's own setting")
def test_pages_of_a_large_tensor_are_kept_for_the_next():
    done = subprocess.run([sys.executable, "-c", _TOUCHES_PAGES_AGAIN], capture_output=True, text=True, check=True)
    unsettled, settled = map(int, done.stdout.split())
    assert unsettled > 1000 > 100 > settled, "8 MiB are 2048 pages"
