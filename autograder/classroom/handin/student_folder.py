"""A student's folder under submitted/: what is put there, all at once, and what it replaces.

DOWNLOADED    the folder of what came from platforms, by nbgrader's name
contents_of   deliveries → name → bytes
holds         whether a folder holds these files
swap          put files into a folder; what was there is moved away whole
note_time     write down when it was handed in, for nbgrader
kept_place    where a replaced delivery is kept
"""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.handin.delivered import Delivery
from autograder.classroom.handin.timestamp import TIMESTAMP, written
from autograder.classroom.platforms.archive import content
from autograder.whole_file import naming, write_whole

DOWNLOADED = "downloaded"
_UNSAFE = re.compile(r"[^\w .()+-]")
_LONGEST_NAME = 100


def contents_of(files: Sequence[Delivery], lesson: str) -> dict[str, bytes]:
    """Return name → bytes: a copy of the lesson under the lesson's name, other files under safe names of their own."""
    if len(files) == 1 and files[0].lesson and files[0].member.content is not None:
        return {f"{lesson}.ipynb": files[0].member.content}
    found: dict[str, bytes] = {}
    for number, each in enumerate(files, start=1):
        read = each.member.content if each.member.content is not None else content(each.archive, each.member)
        name = _UNSAFE.sub("_", each.name).strip(" .")[-_LONGEST_NAME:] or "file"
        if name in found or name in (f"{lesson}.ipynb", TIMESTAMP):
            name = f"{number}_{name}"
        found[name] = read if read is not None else b""
    return found


def holds(place: Path, contents: Mapping[str, bytes]) -> bool:
    """Tell whether a folder holds these files with these contents, whatever else it holds."""
    return all((place / name).is_file() and (place / name).read_bytes() == each for name, each in contents.items())


def kept_place(folders: ClassFolders, student: str, lesson: str) -> Path:
    """Return a new place below downloaded/, where a student's earlier delivery is kept."""
    place = folders.root / DOWNLOADED / lesson / "replaced"
    numbers = (number for number in range(1, 10_000) if not (place / f"{student}_{number}").exists())
    return place / f"{student}_{next(numbers)}"


def swap(place: Path, contents: Mapping[str, bytes], time: datetime | None, kept: Path | None) -> None:
    """Put files into a student's folder all at once. If killed halfway, the next run goes on; old files are kept."""
    stage = place.with_name(f".{place.name}.new")
    _cleared(stage)
    with naming(place):
        stage.mkdir(parents=True)
        for name, each in contents.items():
            (stage / name).write_bytes(each)
    if time is not None:
        note_time(stage, time)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place, kept)  # downloaded/ may lie on another disk
    os.rename(stage, place)


def _cleared(place: Path) -> None:
    """Remove a file, link or folder; what a link leads to stays."""
    if place.is_symlink() or not place.is_dir():
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place)


def note_time(place: Path, time: datetime) -> None:
    """Write into a folder when its submission was handed in."""
    write_whole(place / TIMESTAMP, written(time).encode())
