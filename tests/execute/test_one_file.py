"""What an answer's process says is read in whole lines, and no further than it may say."""

import os
import threading

import pytest

from autograder.execute import one_file


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
