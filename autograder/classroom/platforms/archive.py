"""An untrusted archive, read within the limits of autograder/limits.py; nothing is unpacked to disk.

Member    a file of it
members   an archive → its files, those of archives in it too, and a line for each that can't be read
content   the bytes of a member that were not read yet

A path in it is never used as a path, only read for what it says. So none leads out of a folder, and no link is
followed.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.errors import CourseError
from autograder.limits import ARCHIVE
from autograder.present.safe_text import plain

# The format's marks and sizes: the record at an archive's end, and its longest comment …
_END = b"PK\x05\x06"
_END_SIZE, _COMMENT = 22, 65_535
# … and, before that, in an archive that is large or says so, a record that points to its true sizes, and these (zip64).
_LARGE, _SIZES, _LARGE_SIZE = b"PK\x06\x07", b"PK\x06\x06", 20 + 56
_UTF8, _ENCRYPTED = 0x800, 0x1  # flags of a file
_UNIX = 3  # the system on which a file may be a link
_FEW = 5  # lines that one person's broken files get
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error,
    OverflowError, IndexError, KeyError, MemoryError,
)  # fmt: skip
_AGAIN = "Download it again."
_LITTER = {"__MACOSX", ".ipynb_checkpoints", "Thumbs.db", "desktop.ini"}
# Names of files are in the code page of the machine that packed them; only UTF-8 is marked. The first reads any bytes.
_PAGES = ("cp437", "cp1252", "cp850", "mac_roman", "cp852", "cp1250", "cp866", "cp1251")
# Files that people take for a zip archive: how each begins, what it is, the next step.
_REPACK = "Unpack it, and pack its files as .zip."
_OTHERS = (
    (b"7z\xbc\xaf", "a 7z archive", _REPACK),
    (b"Rar!", "a rar archive", _REPACK),
    (b"\x1f\x8b", "a gzip archive, as .tar.gz is one", _REPACK),
    (b"BZh", "a bzip2 archive, as .tar.bz2 is one", _REPACK),
    (b"\xfd7zXZ", "an xz archive, as .tar.xz is one", _REPACK),
    (b"<", "a web page", "Log in to the platform, and download it again."),
    (b"{", "a notebook, or other JSON", "Put a single one at submitted/STUDENT/LESSON/LESSON.ipynb."),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive.

    path       as it is written there; for a file of an inner archive, that archive's
    within     its path in the inner archive, or empty
    place      its number in the archive
    date       as the archive writes it, to two seconds, in an unknown timezone
    content    a notebook's bytes; None for a file of another kind, and for one that can't be read
    otherwise  other readings of its path: nothing says in which code page it was written
    """

    path: str
    within: str
    place: int
    date: tuple[int, ...]
    content: bytes | None
    otherwise: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """What was read so far, by person: bytes, and files listed by archives within; a line for what can't be read."""

    owner: Callable[[str], str]
    read: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, path: str, line: str) -> None:
        """Note a line about the file at a path."""
        self.lines.setdefault(self.owner(path), []).append(line)

    def told(self) -> Iterator[str]:
        """Yield each person's first few lines: one may hand in thousands of broken files."""
        for lines in self.lines.values():
            yield from lines[:_FEW]
            if lines[_FEW:]:
                yield f"{lines[0].partition(': ')[0]}: and {len(lines[_FEW:])} more of theirs that can't be read."


def members(archive: Path, owner: Callable[[str], str]) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return the files of an archive in order, and a line for each that can't be read.

    `owner` tells by a path whose file it is, so that no one person uses up what is allowed for all. Raise CourseError
    for a file that is no archive, or a broken one, or one that holds more than the limits allow.
    """
    reader = _Reader(owner)
    try:
        size = archive.stat().st_size
        if size > ARCHIVE.size:
            raise _too_much(archive, f"at most {ARCHIVE.size >> 20} MiB", f"{size >> 20} MiB")
        with archive.open("rb") as file:
            found = tuple(_members(file, str(archive), (), reader))
    except _BROKEN as error:
        says, step = _instead(archive)
        says = says or f"«{plain(getattr(error, 'strerror', None) or str(error) or type(error).__name__, 120)}»"
        raise CourseError(str(archive), "a zip archive of submissions", says, step) from error
    return found, tuple(reader.told())


def content(archive: Path, member: Member) -> bytes | None:
    """Return the bytes of a file that is no notebook; None if they can't be read, or are too many."""
    if member.within:
        return None
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(opened.infolist()[member.place]) as stream:
            read = stream.read(ARCHIVE.one + 1)
    except _BROKEN:
        return None
    return read if len(read) <= ARCHIVE.one else None


def _instead(archive: Path) -> tuple[str, str]:
    """Return what a file is that is no zip archive (empty if unknown), and the next step."""
    with suppress(OSError), archive.open("rb") as file:
        begins = file.read(512)
        for mark, what, step in _OTHERS:
            if begins.startswith(mark):
                return what, step
        if not begins:
            return "an empty file", _AGAIN
        if begins[257:262] == b"ustar":
            return "a tar archive", _REPACK
    return "", _AGAIN


def _too_much(where: object, allowed: str, found: str) -> CourseError:
    return CourseError(str(where), allowed, found, "Nothing of it was taken. Download fewer submissions at a time.")


def _members(file: IO[bytes], where: str, outer: tuple[str, ...], reader: _Reader) -> Iterator[Member]:
    """Yield an archive's files, and those of the archives in it, one level deep.

    `outer` is the readings of this archive's own path, if it is an inner one; else empty.
    """
    _expect_small_directory(file, where)
    with zipfile.ZipFile(file) as opened:
        infos = opened.infolist()
        if outer:
            _expect_few(infos, where, outer[0], reader)
        if len(infos) > ARCHIVE.entries:
            raise _too_much(where, f"at most {ARCHIVE.entries} files", str(len(infos)))
        for place, info in enumerate(infos):
            readings = _readings(info)
            path, (whose, *otherwise) = readings[0], outer or readings
            if info.is_dir() or _is_litter(path):
                continue
            said = f"{where}, {plain(path, 200)}"
            kind = PurePosixPath(path).suffix.lower()
            if _is_link(info):
                reader.tell(whose, f"{said}: a link, which is not followed. Ask for the file itself.")
                continue
            read = None
            if kind in (".ipynb", *([] if outer else [".zip"])):
                read = _content(opened, info, said, reader, whose)
            if kind == ".zip" and read is not None:
                yield from _within(read, readings, said, reader)
            held = None if kind == ".zip" else read
            yield Member(whose, path if outer else "", place, info.date_time, held, tuple(otherwise))


def _expect_few(infos: Sized, where: str, path: str, reader: _Reader) -> None:
    """Raise CourseError where somebody's archives name too many files in all."""
    reader.listed[reader.owner(path)] += len(infos)
    if (found := reader.listed[reader.owner(path)]) > ARCHIVE.within:
        step = "Ask for the notebook alone."
        raise CourseError(where, f"at most {ARCHIVE.within} files in all archives of one person", str(found), step)


def _within(read: bytes, outer: tuple[str, ...], said: str, reader: _Reader) -> Iterator[Member]:
    """Yield the files of an inner archive; if it is broken or too large, note a line and yield none."""
    try:
        _expect_few((), said, outer[0], reader)  # lest it be opened: each costs what its list is long
        yield from tuple(_members(io.BytesIO(read), said, outer, reader))
    except CourseError as error:
        reader.tell(outer[0], str(error))
    except _BROKEN as error:
        reader.tell(outer[0], f"{said}: expected a zip archive, found «{plain(str(error), 120)}». Ask for it again.")


def _content(opened: zipfile.ZipFile, info: zipfile.ZipInfo, said: str, reader: _Reader, path: str) -> bytes | None:
    """Return a file's bytes; if they can't be read, or are too many, note a line and return None."""
    if info.flag_bits & _ENCRYPTED:
        reader.tell(path, f"{said}: expected a file without a password, found one with it. Ask for it again.")
        return None
    who = reader.owner(path)
    most = min(ARCHIVE.one, ARCHIVE.person - reader.read[who])
    try:
        with opened.open(info) as stream:
            read = stream.read(most + 1)
    except _BROKEN as error:
        reader.tell(path, f"{said}: expected a whole file, found «{plain(str(error), 120)}». {_AGAIN}")
        return None
    reader.read[who] += len(read)
    if len(read) > most:
        allowed = f"at most {ARCHIVE.one >> 20} MiB, and {ARCHIVE.person >> 20} of one person"
        reader.tell(path, f"{said}: expected {allowed}, found more. Ask for it without outputs.")
        return None
    if reader.read.total() > ARCHIVE.read:
        raise _too_much(said, f"at most {ARCHIVE.read >> 20} MiB of notebooks in all", "more")
    return read


def _expect_small_directory(file: IO[bytes], where: str) -> None:
    """Raise CourseError if the list of an archive's files is too long for Python to read."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - _END_SIZE - _COMMENT - _LARGE_SIZE))
    tail = file.read()
    found = tail.rfind(_END)
    if found < 0 or len(tail) - found < _END_SIZE:
        raise zipfile.BadZipFile("no zip archive, or one that breaks off")
    (size,) = struct.unpack_from("<I", tail, found + 12)
    if tail.startswith(_LARGE, max(0, found - 20)):
        if not tail.startswith(_SIZES, max(0, found - _LARGE_SIZE)):
            raise zipfile.BadZipFile("an archive whose sizes don't stand before its end")
        size = max(size, *struct.unpack_from("<Q", tail, found - _LARGE_SIZE + 40))
    if size > ARCHIVE.directory:
        raise _too_much(where, f"at most {ARCHIVE.entries} files", "more")
    file.seek(0)


def _readings(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the readings of a path, likeliest first: as UTF-8 if it is that, marked or not, else in each code page."""
    found = [info.filename]
    if not info.flag_bits & _UTF8:
        written = info.filename.encode("cp437")  # zipfile decodes unmarked names so
        found = _in_pages(written, ("utf-8",)) or _in_pages(written, _PAGES)
    return tuple(path[: ARCHIVE.path].replace("\\", "/") for path in found)


def _in_pages(written: bytes, pages: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for page in pages:
        with suppress(UnicodeError):
            found[written.decode(page)] = None
    return list(found)


def _is_litter(path: str) -> bool:
    """Tell whether a file is one that systems and editors leave in archives."""
    parts = PurePosixPath(path).parts
    return not parts or parts[-1].startswith((".", "~")) or not _LITTER.isdisjoint(parts)


def _is_link(info: zipfile.ZipInfo) -> bool:
    return info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)
