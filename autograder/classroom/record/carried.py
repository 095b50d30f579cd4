"""The files beside a notebook, copied as nbgrader's autograde and generate_feedback copy them.

carried   a submission → the path of each file beside its notebooks → where it comes from

Among them are `timestamp.txt`, by which a newer submission is known, and `submission_secret.txt`, by which
`nbgrader release_feedback` finds the student of a page.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbgrader.utils import find_all_files

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
    left = CARRIED.size
    paths = map(Path, find_all_files(str(folder), [*ignore, NOTEBOOKS]))
    # nbgrader's own first: they are never left out for their size.
    for path in sorted(paths, key=lambda path: (path.name not in OF_THE_EXCHANGE, path)):
        leads_out = not path.resolve().is_relative_to(folder.resolve())
        if len(found) >= CARRIED.names or leads_out or not path.is_file() or not os.access(path, os.R_OK):
            continue
        size = path.stat().st_size
        if size <= left:
            left -= size
            found[path.relative_to(folder)] = path
    return found
