"""Archives that anybody may have filled: read within limits, never unpacked, what is broken is one line."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom.platforms import archive
from autograder.classroom.platforms.archive import content, members
from autograder.errors import CourseError
from autograder.limits import ARCHIVE


def packed(files: dict[str, bytes], **kind: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **kind) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path):
    """Return a function that reads an archive of those bytes: its members' paths and contents, and the lines."""

    def read(data: bytes):
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        found, lines = members(path, lambda name: name.partition("/")[0])
        return {
            member.path + (f" > {member.within}" if member.within else ""): member.content for member in found
        }, lines

    return read


@pytest.fixture
def limited(monkeypatch):
    """Return a function that narrows the limits."""
    return lambda **those: monkeypatch.setattr(archive, "ARCHIVE", replace(ARCHIVE, **those))


def test_notebooks_come_with_their_bytes_and_litter_not_at_all(read):
    files = {"a/x.ipynb": b"1", "a/y.PY": b"2", "__MACOSX/a/._x.ipynb": b"3", "a/.ipynb_checkpoints/x.ipynb": b"4"}
    assert read(packed(files | {"a/~x.ipynb": b"5", "a/": b""})) == ({"a/x.ipynb": b"1", "a/y.PY": None}, ())


def test_another_file_is_read_when_it_is_asked_for(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a/y.py": b"2"}))
    (member,) = members(path, str)[0]
    assert content(path, member) == b"2"
    path.write_bytes(b"")
    assert content(path, member) is None


def test_an_archive_within_is_read_and_one_within_that_is_not(read):
    inner = packed({"deep/x.ipynb": b"1", "z.zip": packed({"y.ipynb": b"2"})})
    found, lines = read(packed({"ann/w.zip": inner}))
    assert found == {"ann/w.zip > deep/x.ipynb": b"1", "ann/w.zip > z.zip": None, "ann/w.zip": None}
    assert lines == ()


@pytest.mark.parametrize(
    "inner", [b"no zip", packed({"x.ipynb": b"1"})[:-8], b"PK\x05\x06" + b"\xff" * 18], ids=["no zip", "cut", "garbled"]
)
def test_a_broken_archive_within_is_its_owners_alone(read, inner):
    found, lines = read(packed({"ann/w.zip": inner, "bo/x.ipynb": b"1"}))
    assert found["bo/x.ipynb"] == b"1"
    assert len(lines) == 1
    assert "ann/w.zip" in lines[0]


@pytest.mark.parametrize("name", ["../../x.ipynb", "/etc/x.ipynb", "C:\\x.ipynb", "a\\..\\..\\x.ipynb", "x\0.ipynb"])
def test_a_path_that_leads_out_is_only_read_for_what_it_says(read, tmp_path, name):
    before = set(tmp_path.parent.rglob("*"))
    found, _ = read(packed({name.replace("\0", "_"): b"1"}))
    assert list(found.values()) == [b"1"]
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "a.zip"}


def test_a_link_is_told_and_not_followed(read):
    info = zipfile.ZipInfo("ann/x.ipynb")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(info, "/etc/passwd")
    found, (line,) = read(out.getvalue())
    assert found == {}
    assert line.endswith("ann/x.ipynb: a link, which is not followed. Ask for the file itself.")


def test_a_name_in_utf8_without_the_mark_is_read_as_it_was_meant(read):
    data = packed({"Zoe_ann/x.ipynb": b"1"}).replace(b"Zoe_ann", "Zoë_an".encode())
    assert list(read(data)[0]) == ["Zoë_an/x.ipynb"]
    data = packed({"Zoe/x.ipynb": b"1"}).replace(b"Zoe", b"Zo\x89")  # as MS-DOS wrote it
    assert list(read(data)[0]) == ["Zoë/x.ipynb"]


@pytest.mark.parametrize("page", ["cp437", "cp850", "cp1252", "mac_roman"])
def test_a_name_in_another_code_page_reads_in_several_ways_and_one_is_meant(tmp_path, page):
    path = tmp_path / "a.zip"
    inner = packed({"x.ipynb": b"1"})
    path.write_bytes(packed({"Groo/w.zip": inner}).replace(b"Groo", "Groß".encode(page)))
    for member in members(path, str)[0]:
        assert "Groß/w.zip" in (member.path, *member.otherwise)


@pytest.mark.parametrize(
    ("begins", "says"),
    [
        (b"7z\xbc\xaf\x27\x1c", "found a 7z archive. Unpack it, and pack its files as .zip."),
        (b"Rar!\x1a\x07", "found a rar archive. Unpack it"),
        (b"\x1f\x8b\x08", "found a gzip archive, as .tar.gz is one. Unpack it"),
        (b"a.ipynb".ljust(257, b"\0") + b"ustar", "found a tar archive. Unpack it"),
        (b"<!doctype html>", "found a web page. Log in to the platform"),
        (b'{"cells": []}', "found a notebook, or other JSON. Put a single one at submitted/"),
        (b"", "found an empty file. Download it again."),
        (b"?", "found «no zip archive, or one that breaks off». Download it again."),
    ],
)
def test_what_is_handed_over_instead_of_a_zip_is_called_by_its_name(read, begins, says):
    with pytest.raises(CourseError) as refused:
        read(begins)
    assert says in str(refused.value)


def test_two_files_of_one_name_are_two(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"x.ipynb": b"1", "y.ipynb": b"2"}).replace(b"y.ipynb", b"x.ipynb"))
    assert [member.content for member in members(path, str)[0]] == [b"1", b"2"]


def test_a_bomb_is_its_owners_alone(read, limited):
    limited(one=10_000, person=15_000)
    files = {"ann/x.ipynb": b"0" * 1_000_000, "ann/y.ipynb": b"0" * 9_000, "bo/x.ipynb": b"0" * 9_000}
    found, lines = read(packed(files, compression=zipfile.ZIP_DEFLATED))
    assert found == {"ann/x.ipynb": None, "ann/y.ipynb": None, "bo/x.ipynb": b"0" * 9_000}
    assert all("found more. Ask for it without outputs" in line for line in lines)


def test_a_secret_and_a_damaged_file_are_told_and_the_others_read(read):
    data = bytearray(packed({"a/x.ipynb": b"1234", "b/x.ipynb": b"5678"}))
    data[data.index(b"1234")] ^= 1
    found, (line,) = read(bytes(data))
    assert found == {"a/x.ipynb": None, "b/x.ipynb": b"5678"}
    assert "a/x.ipynb: expected a whole file, found «Bad CRC-32" in line
    locked = bytearray(packed({"a/x.ipynb": b"1234"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "without a password" in read(bytes(locked))[1][0]


@pytest.mark.parametrize(
    ("narrow", "says"),
    [({"size": 10}, "expected at most 0 MiB"), ({"entries": 1}, "at most 1 files, found 2"),
     ({"directory": 20}, "expected at most"), ({"read": 1}, "expected at most 0 MiB of notebooks in all")],
)  # fmt: skip
def test_over_a_limit_nothing_of_an_archive_is_taken_and_that_is_one_line(read, limited, narrow, says):
    limited(**narrow)
    with pytest.raises(CourseError) as refused:
        read(packed({"a/x.ipynb": b"1", "b/x.ipynb": b"2"}))
    assert says in str(refused.value)
    assert "Nothing of it was taken." in str(refused.value)


WHOLE = packed({"a/x.ipynb": b"1" * 100, "b/x.ipynb": b"2" * 100}, compression=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    "data",
    [b"PK", WHOLE[:-30], zlib.compress(WHOLE)],
    ids=["short", "cut", "zlib"],
)
def test_what_is_no_archive_is_one_line(read, data):
    with pytest.raises(CourseError, match="expected a zip archive of submissions, found «"):
        read(data)


def test_no_byte_that_is_changed_breaks_more_than_a_line(read):
    for place in range(len(WHOLE)):
        data = bytearray(WHOLE)
        data[place] ^= 0xFF
        with suppress(CourseError):
            _, lines = read(bytes(data))
            assert len(lines) <= 2


def test_millions_of_files_are_not_listed(read):
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0, 0)
    with pytest.raises(CourseError, match=f"at most {ARCHIVE.entries} files, found more"):
        read(packed({"a/x.ipynb": b"1"})[:-22] + end)


def large(entries: int, says: int, sizes: bytes = b"PK\x06\x06") -> bytes:
    """Return an archive of empty entries whose end says how long their list is; the truth stands before it."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    table = entry * entries
    record = struct.pack("<4sQ2H2L4Q", sizes, 44, 45, 45, 0, 0, entries, entries, len(table), 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(table), 1)
    return table + record + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, says, 0xFFFFFFFF, 0)


def test_the_true_size_of_a_long_list_stands_before_the_end_and_counts(read, limited):
    limited(directory=1000)
    with pytest.raises(CourseError, match="files, found more"):
        read(large(100, says=10))
    found, lines = read(packed({"amara/a.zip": large(100, says=10), "zoe/z.ipynb": b"1"}))
    assert found == {"amara/a.zip": None, "zoe/z.ipynb": b"1"}
    assert len(lines) == 1
    with pytest.raises(CourseError, match="sizes don't stand before its end"):
        read(large(10, says=10, sizes=b"PK\x00\x00"))
    assert read(large(10, says=10)) == ({"a": None}, ())


def test_archives_within_that_list_thousands_of_files_cost_their_owner_alone(read, limited):
    limited(within=3)
    few, many = (packed({f"{n}.ipynb": b"{}" for n in range(count)}) for count in (2, 4))
    found, told = read(packed({"a/1.zip": few, "b/1.zip": many, "b/2.zip": few, "b/3.ipynb": b"{}"}))
    assert {path for path, held in found.items() if held} == {"a/1.zip > 0.ipynb", "a/1.zip > 1.ipynb", "b/3.ipynb"}
    assert len(told) == 2
    assert all("expected at most 3 files in all archives of one person, found 4" in line for line in told)


def test_of_thousands_of_broken_files_of_one_person_a_few_are_told(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for place in range(2000):
            link = zipfile.ZipInfo(f"link{place}.ipynb")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            zipped.writestr(link, "/etc/passwd")
    _, lines = read(packed({"amara/a.zip": out.getvalue(), "zoe/z.zip": b"no archive"}))
    assert len(lines) == 7
    assert lines[5].endswith("link0.ipynb: and 1995 more of theirs that can't be read.")
    assert "zoe/z.zip" in lines[6]
