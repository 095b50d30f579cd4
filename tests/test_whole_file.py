"""A file that is written whole or not at all."""

from pathlib import Path

import pytest
from support import not_a_file

from autograder.classroom.handin.student_folder import swap
from autograder.classroom.record.files import _replace
from autograder.whole_file import naming, read_whole, write_named, write_whole


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


def test_of_a_copy_that_fails_the_file_that_could_not_be_written_is_named(tmp_path):
    with pytest.raises(OSError, match="No space left .*here"), naming(tmp_path / "here"):
        raise OSError(28, "No space left on device", "there")


@pytest.mark.parametrize("write", ["write_bytes", "write_text"])
def test_a_disk_that_is_full_names_the_place_of_a_student(tmp_path, monkeypatch, write):
    def full(self, *content, **encoding):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, write, full)
    tried = {
        "write_bytes": lambda: swap(tmp_path / "here", {"a.ipynb": b"{}"}, None, None),
        "write_text": lambda: _replace(tmp_path / "here", "a page", 0o644),
    }
    with pytest.raises(OSError, match="No space left .*here"):
        tried[write]()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("kind", [*not_a_file.KINDS, "more than is read"])
def test_what_is_no_file_is_not_waited_for_and_never_read_without_end(tmp_path, kind):
    path = tmp_path / "here"
    if kind in not_a_file.KINDS:
        not_a_file.put(kind, path)
    else:
        path.write_bytes(bytes(11))
    with pytest.raises(OSError, match="here"):
        read_whole(path, 10)


def test_a_file_is_read_up_to_its_limit(tmp_path):
    path = tmp_path / "here"
    path.write_bytes(b"0123456789")
    assert read_whole(path, 10) == b"0123456789"


def test_a_device_is_written_to_and_named():
    with pytest.raises(OSError, match="No space left .*/dev/full"):
        write_named(Path("/dev/full"), b"x")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("kind", [kind for kind in not_a_file.KINDS if kind != "a folder"])
def test_what_stands_in_the_place_of_a_file_of_ours_is_replaced_and_not_written_into(tmp_path, kind):
    path = tmp_path / "class_report.html"
    not_a_file.put(kind, path)
    write_whole(path, b"x")
    assert (path.read_bytes(), path.is_symlink()) == (b"x", False)


def test_what_is_written_beside_others_work_follows_no_link_and_what_was_asked_for_does(tmp_path):
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_text("kept")
    link.symlink_to(kept)
    write_named(link, b"asked for")
    assert (kept.read_bytes(), link.is_symlink()) == (b"asked for", True)
    write_whole(link, b"whole")
    assert (kept.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"asked for", b"whole", False)
