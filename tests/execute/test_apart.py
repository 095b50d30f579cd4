"""A process apart: what it tells comes back, and what it takes too much of is its own end."""

import faulthandler
import os
import sys
import threading
import time

import pytest

from autograder.execute.apart import Overrun, apart
from autograder.limits import Apart

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone says how much memory a process has taken")


def test_what_it_tells_comes_back_as_it_tells_it():
    assert list(apart(lambda tell: [tell({"n": n}) for n in range(3)])) == [{"n": 0}, {"n": 1}, {"n": 2}]


def memory(tell):
    tell("before")
    # In large pieces, which no room serves that this process has taken and freed before.
    [bytearray(50 * 2**20) for _ in range(20)]


def endless(tell):
    tell("before")
    while True:
        pass


def leaves(tell):
    tell("before")
    faulthandler.disable()
    os.abort()


def breaks(tell):
    tell("before")
    raise KeyError("x")


@linux
@pytest.mark.parametrize(
    ("work", "says"),
    [(memory, "more than 100 MiB"), (endless, "1 s of processor"), (leaves, "100 MiB"), (breaks, "broke")],
)
def test_what_takes_too_much_ends_alone_and_what_it_told_stands(work, says):
    told = []
    with pytest.raises(Overrun, match=says):
        told.extend(apart(work, Apart(memory=100 * 2**20, cpu=1)))
    for each in apart(lambda tell: tell("all is well")):
        assert each == "all is well"


def test_it_ends_where_nobody_asks_for_the_rest():
    def slow(tell):
        tell(os.getpid())
        time.sleep(600)

    telling = apart(slow)
    pid = next(telling)
    telling.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_waits_for_ever_is_ended_by_the_system_and_what_it_told_stands():
    def work(tell):
        tell("begun")
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()

    told = []
    with pytest.raises(Overrun, match=r"more than 0.5 s over one step"):
        told.extend(apart(work, Apart(wall=0.5)))
    assert told == ["begun"]


def test_the_clock_begins_anew_with_each_thing_that_is_told():
    def work(tell):
        for step in range(4):
            tell(step)
            time.sleep(0.25)

    assert list(apart(work, Apart(wall=0.8))) == [0, 1, 2, 3]
