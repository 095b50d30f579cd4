"""A kernel's folder is looked at from outside: bytes, names, files without a name, folders that hide."""

import mmap
import os
import threading

import pytest

from autograder.execute.folder import FolderWatch, too_much
from autograder.limits import Folder

SMALL = Folder(size=2**20, names=50, pause=0.01)
MIB = bytes(2**20)


def full(home):
    return too_much(home, os.getpid(), SMALL)


def test_a_folder_within_its_limits(tmp_path):
    (tmp_path / "note.txt").write_bytes(MIB[: 2**19])
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/usr")
    assert full(tmp_path) == ""


def test_bytes_are_those_on_the_disk(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "big").write_bytes(MIB + MIB)
    assert "more than 1 MiB" in full(tmp_path)


def test_a_hole_takes_nothing(tmp_path):
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(2**30)
    assert full(tmp_path) == ""


def test_names_are_counted_links_and_folders_too(tmp_path):
    (tmp_path / "one").touch()
    for n in range(60):
        os.link(tmp_path / "one", tmp_path / f"{n}")
    assert "more than 50 files" in full(tmp_path)


def test_a_file_without_a_name_counts(tmp_path):
    with (tmp_path / "gone").open("w+b") as file:
        os.unlink(tmp_path / "gone")
        file.write(MIB + MIB)
        file.flush()
        assert "more than 1 MiB" in full(tmp_path)
        with mmap.mmap(file.fileno(), 4096):
            file.close()
            assert "more than 1 MiB" in full(tmp_path), "mapped, it still takes its place"
    assert full(tmp_path) == ""


def test_what_can_not_be_looked_into_is_too_much(tmp_path, monkeypatch):
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=deep)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    assert "nobody can look into" in full(tmp_path)


def test_it_tells_once_and_can_be_stopped(tmp_path):
    told, heard = [], threading.Event()
    watch = FolderWatch(tmp_path, os.getpid(), lambda why: (told.append(why), heard.set()), SMALL)
    watch.start()
    (tmp_path / "big").write_bytes(MIB + MIB)
    assert heard.wait(60)
    watch.stop()
    assert len(told) == 1
    quiet = FolderWatch(tmp_path, os.getpid(), told.append, Folder(pause=600))
    quiet.start()
    quiet.stop()
    assert not quiet.is_alive()
    assert len(told) == 1


@pytest.mark.parametrize("pid", [None, 2**22 - 1])
def test_a_process_that_is_gone_holds_nothing(tmp_path, pid):
    assert too_much(tmp_path, pid, SMALL) == ""
