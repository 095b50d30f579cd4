"""Which threads a meter follows, and which were there before."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from autograder.observe import threads
from autograder.observe.onlooker import Onlooker


@pytest.fixture(autouse=True)
def _only_what_a_test_starts(monkeypatch):
    there = {*threading.enumerate()}
    enumerate_all = threading.enumerate
    monkeypatch.setattr(threading, "enumerate", lambda: [each for each in enumerate_all() if each not in there])


def test_a_thread_from_before_is_not_followed_and_one_that_begins_in_the_block_is():
    assert not threads.unfollowed()
    with ThreadPoolExecutor(1) as crew:
        crew.submit(len, ()).result()
        assert threads.unfollowed()
    assert not threads.unfollowed()
    with threads.in_new_threads(nullcontext):
        crew = ThreadPoolExecutor(1)
        crew.submit(len, ()).result()
    assert not threads.unfollowed()
    crew.shutdown()


def test_a_thread_of_a_class_or_a_method_of_the_kernels_is_no_answers():
    done = threading.Event()
    kernels = type("IOPub", (), {"__module__": "ipykernel.iostream", "main": lambda self: done.wait()})()
    history = type("History", (threading.Thread,), {"__module__": "IPython.core.history"})(target=done.wait)
    for thread in (threading.Thread(target=kernels.main), history):
        thread.start()
    assert not threads.unfollowed()
    answers = threading.Thread(target=done.wait)
    answers.start()
    assert threads.unfollowed()
    done.set()
    for thread in (history, answers):
        thread.join()


def test_who_looks_on_is_no_answers():
    with Onlooker().looking_on(1):
        assert not threads.unfollowed()
