"""What a process takes, seen from outside it."""

import subprocess
import sys

import pytest

from autograder.execute.process_usage import Usage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")

# Holds much and lets it go, then works; says when each is done and waits to be told to go on.
PROGRAM = """
import time
big = bytearray(200_000_000); del big
print("before", flush=True); input()
big = bytearray(100_000_000); del big
begun = time.process_time()
while time.process_time() - begun < 0.5: pass
print("after", flush=True); input()
"""


@pytest.fixture
def process():
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        yield running
        running.kill()


def test_time_and_growth_are_those_of_the_cell_alone(process):
    assert process.stdout.readline() == "before\n"
    watch = Usage.begun(process.pid)
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "after\n"
    spent = watch.ended()
    assert 0.2 < spent.cpu < 5
    assert spent.wall >= spent.cpu - 0.05
    # The 200 MB before count for nothing; the 100 MB do though they are gone again.
    assert 90e6 < spent.grown < 150e6


def test_of_a_process_that_has_ended_nothing_is_said(process):
    watch = Usage.begun(process.pid)
    process.kill()
    process.wait()
    assert watch.ended() is None
    assert Usage.begun(process.pid) is None
    assert Usage.begun(None) is None
