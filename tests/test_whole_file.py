"""A file that is written whole or not at all."""

from pathlib import Path

import pytest

from autograder.whole_file import write_whole


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "worksheet.csv"
    path.write_text("as it was")

    def full(self, content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(OSError, match="No space left .*worksheet.csv"):
            write_whole(path, b"Identifier,Grade")
    assert path.read_text() == "as it was"
    write_whole(path, b"x")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"x", [path])


def test_a_device_is_written_to_and_named():
    with pytest.raises(OSError, match="No space left .*/dev/full"):
        write_whole(Path("/dev/full"), b"x")
