"""A learner's onlooker: endless answers end, memory has an end, and what is heard is bounded."""

import gc
import signal
import sys
import threading
import time

import pytest
import torch
import torch._dynamo  # which a first check imports: here it is not what takes time or memory

from autograder.answer_key import key_for
from autograder.judge import judge
from autograder.limits import Call
from autograder.notebook.judging import where_stopped
from autograder.observe import observe, to_json
from autograder.observe.onlooker import Onlooker
from autograder.observe.printed import Printed
from autograder.questions import question

SEED = 3
VJP = question("vjp_once")
CALLS = len(VJP.calls(SEED))
SHORT = Call(seconds=0.3, memory=256 << 20, told=0.1)


def right(f, x, v):
    print("heard")
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]


def endless(f, x, v):
    while True:
        f(x)


def asleep(f, x, v):
    time.sleep(100)


def deaf(f, x, v):
    try:
        time.sleep(100)
    except BaseException:
        return x


def hoarding(f, x, v):
    kept = []
    while True:
        kept.append(torch.ones(1 << 20))


def huge(f, x, v):
    return torch.ones(1 << 40) @ v


def looked_on(answer, limit=SHORT, told=None):
    onlooker = Onlooker(told.append if told is not None else lambda says: None, limit)
    return onlooker, observe(VJP, answer, SEED, onlooker=onlooker)


@pytest.mark.parametrize("answer", [endless, asleep, deaf])
def test_an_answer_whose_time_is_up_ends_and_is_not_asked_again(answer):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)
    onlooker, evidence = looked_on(answer)
    assert (onlooker.call, onlooker.calls) == (1, CALLS)
    assert {seen.raised.type for seen in evidence.observations} == {"TimedOut"}
    assert judge(evidence, key_for(VJP, SEED)).diagnosis.slug == "timed-out"
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)) == before
    assert gc.isenabled()
    assert sys.gettrace() is None or "onlooker" not in repr(sys.gettrace())


def test_time_for_which_others_ran_is_given_back(monkeypatch):
    monkeypatch.setattr("autograder.observe.onlooker._waited", lambda: 0.8 * time.monotonic())

    def slow(f, x, v):
        if not calls:
            time.sleep(2 * SHORT.seconds)
        calls.append(f)
        return right(f, x, v)

    calls = []
    onlooker, _ = looked_on(slow)
    assert onlooker.over is None
    assert onlooker.calls == len(calls) - 1  # the call on another device is one more

    begun = time.monotonic()
    assert looked_on(asleep)[0].over is not None
    assert time.monotonic() - begun < 20 * SHORT.seconds


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing bounds a process's own memory")
@pytest.mark.parametrize("answer", [hoarding, huge])
def test_an_answer_without_end_in_memory_ends_before_the_machine_swaps(answer):
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    _, evidence = looked_on(answer, Call(memory=256 << 20))
    assert judge(evidence, key_for(VJP, SEED)).diagnosis.slug == "out-of-memory"
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_an_interrupt_amid_our_own_work_comes_out_where_the_answer_goes_on():
    def stopped(f, x, v):
        signal.raise_signal(signal.SIGINT)
        return x

    onlooker = Onlooker()
    with pytest.raises(KeyboardInterrupt):
        observe(VJP, stopped, SEED, onlooker=onlooker)
    assert onlooker.frames[-1].line.strip() == "signal.raise_signal(signal.SIGINT)"
    assert gc.isenabled()


def test_a_clock_of_somebody_elses_goes_on():
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 50)
        looked_on(right, Call())
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert 0 < left <= 50


def test_a_slow_check_says_how_far_it_is():
    told, is_told = [], threading.Event()

    def tell(says):
        told.append(says)
        is_told.set()

    def slow(f, x, v):
        is_told.wait(30)
        return x

    observe(VJP, slow, SEED, onlooker=Onlooker(tell, Call(told=0.1)))
    assert told[0] == f"call 1 of {CALLS}"
    assert told[-1] == ""


def test_before_its_first_call_a_check_says_that_it_gets_ready():
    told, is_told = [], threading.Event()

    def tell(says):
        told.append(says)
        is_told.set()

    onlooker = Onlooker(tell, Call(told=0.01))
    with onlooker.looking_on(3):
        is_told.wait(30)
    assert told == ["getting ready", ""]
    assert where_stopped(VJP, onlooker) == "you stopped it before vjp_once was called. Nothing was judged."


def test_a_quick_check_says_nothing():
    told = []
    looked_on(right, Call(told=30), told)
    assert told == []


def test_nothing_that_is_heard_is_evidence():
    onlooker, evidence = looked_on(right, Call())
    assert (onlooker.printed.lines(), onlooker.printed.call, onlooker.printed.others) == (("heard",), 1, CALLS - 1)
    assert "heard" not in str(to_json(evidence))
    assert judge(evidence, key_for(VJP, SEED)).points == 4


def test_what_is_heard_is_bounded():
    heard = Printed(lines=3, width=10)
    for number in (1, 2, 3):
        with heard.of_call(number):
            if number > 1:
                for _ in range(1000):
                    print("x" * 50 + "\ud800", file=heard)
    heard.write("between calls")
    assert heard.lines() == ("xxxxxxxxxx …", "…")
    assert (heard.call, heard.others) == (2, 1)
    assert len("".join(heard._kept)) <= 33
