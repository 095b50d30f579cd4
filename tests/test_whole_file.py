"""A file that is written whole or not at all."""

from pathlib import Path

import pytest

from autograder.whole_file import write_named, write_whole


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


def test_what_is_written_beside_others_work_follows_no_link_and_what_was_asked_for_does(tmp_path):
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_text("kept")
    link.symlink_to(kept)
    write_named(link, b"asked for")
    assert (kept.read_bytes(), link.is_symlink()) == (b"asked for", True)
    write_whole(link, b"whole")
    assert (kept.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"asked for", b"whole", False)
