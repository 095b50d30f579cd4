"""What an answer's process says is read in whole lines, and no further than it may say; its failures are told apart."""

import os
import threading

import pytest

from autograder.execute import many_files, one_file
from autograder.execute.many_files import ObservedAnswer
from autograder.execute.one_file import File


@pytest.mark.parametrize("line", [b"x" * 1000, b"x" * 99 + b"\n"])
def test_a_process_that_says_too_much_is_not_heard_out(monkeypatch, line):
    """It would wait for ever to be read; None has it killed."""
    monkeypatch.setattr(one_file, "MAX_BYTES", 50_000)
    monkeypatch.setattr(one_file, "_LINE", 100_000)
    reader, writer = os.pipe()

    def say() -> None:
        try:
            while True:
                os.write(writer, line)
        except BrokenPipeError:
            pass

    threading.Thread(target=say, daemon=True).start()
    heard = list(one_file._lines(reader, lambda: 60.0))
    os.close(reader)
    assert heard[-1] is None
    assert sum(map(len, heard[:-1])) < 600_000


def test_whole_lines_are_heard_to_the_end():
    reader, writer = os.pipe()
    os.write(writer, b"one\ntwo\nhalf")
    os.close(writer)
    assert list(one_file._lines(reader, lambda: 60.0)) == [b"one", b"two"]
    os.close(reader)


def test_a_device_that_does_not_start_is_our_failure(monkeypatch, tmp_path):
    """Nothing of the student's has run yet: it is not said that the answer left Python."""

    def no_driver(device: str) -> str:
        raise RuntimeError(f"{device}: initialization error")

    monkeypatch.setattr(one_file, "run_on", no_driver)
    file = File(tmp_path / "a.py", "def vjp_once(f, x, v): ...", ("vjp_once",))
    assert [ObservedAnswer(file.path, *each).ended for each in one_file.observe_file(file, 1)] == ["Ours"]


def test_no_pass_of_autograd_is_run_before_a_fork_that_works_on_a_gpu(monkeypatch):
    """It would ask the driver for its devices, after which no forked process can start it."""
    ran = []
    monkeypatch.setattr(many_files, "settle", lambda: ran.append("passes"))
    monkeypatch.setattr(many_files, "set_aside", lambda: ran.append("none"))
    for devices in ({"cpu"}, {"cuda"}, {"cpu", "cuda:1"}):
        many_files._warm_up(devices)
    assert ran == ["passes", "none", "none"]
