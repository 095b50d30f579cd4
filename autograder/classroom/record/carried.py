"""The files beside a notebook, copied as nbgrader's autograde and generate_feedback copy them.

carried   a submission → the path of each file beside its notebooks → where it comes from

Among them are `timestamp.txt`, by which a newer submission is known, and `submission_secret.txt`, by which
`nbgrader release_feedback` finds the student of a page.
"""

import os
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders, Handin
from autograder.classroom.course.places import SOLUTIONS
from autograder.classroom.handin.timestamp import OF_THE_EXCHANGE
from autograder.limits import CARRIED

NOTEBOOKS = "*.ipynb"


def carried(folders: ClassFolders, handin: Handin, ignore: Sequence[str]) -> Mapping[Path, Path]:
    """Return path in the submission → the file to copy; the course's own files replace the student's.

    Left out are links that lead out of the folder, since one may lead to a secret, files over the limits, and those
    that can't be read.
    """
    own = _files(handin.path.parent, ignore)
    given = _files(folders.lessons.parent / SOLUTIONS / handin.lesson, ignore)
    return {**own, **given}


def _files(folder: Path, ignore: Sequence[str]) -> dict[Path, Path]:
    found: dict[Path, Path] = {}
    left, home = CARRIED.size, os.path.realpath(folder)
    walked = _walked(folder, [*ignore, NOTEBOOKS])
    # nbgrader's own first: they are never left out for their size.
    for path in sorted(walked, key=lambda path: (path.name not in OF_THE_EXCHANGE, path)):
        if len(found) >= CARRIED.names:
            break
        # Not by `resolve`, which raises over a link that leads to itself.
        leads_out = path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home)
        if leads_out or not path.is_file() or not os.access(path, os.R_OK):
            continue
        size = path.stat().st_size
        if size <= left:
            left -= size
            found[path.relative_to(folder)] = path
    return found


def _walked(folder: Path, ignore: Sequence[str]) -> list[Path]:
    """Return the files below a folder that no pattern names, of very many the first.

    As nbgrader's `find_all_files` does, which reads a folder again for each file in it: a thousand took seconds.
    """
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_ignored(name, ignore))
        found += (Path(here, name) for name in sorted(names) if not _is_ignored(name, ignore))
        if len(found) > CARRIED.looked:
            break
    return found[: CARRIED.looked]


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a pattern matches a name as on a command line: a hidden one only where the pattern is, too."""
    return any(fnmatch(name, each) and name.startswith(".") <= each.startswith(".") for each in patterns)
