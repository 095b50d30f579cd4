"""A submission's graded notebook and its page, written where nbgrader would, with the files beside them.

Places   where they lie, and the files that are copied with them
there    whether all of them are there
look     a hash of what the page shows and is made of: another one means to draw again
write    draw both and write them
"""

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders, Handin, in_the_way
from autograder.classroom.grading.notebook_as_run import text_of
from autograder.classroom.grading.work import Graded
from autograder.classroom.record.code_hashes import drawing
from autograder.classroom.record.feedback import page
from autograder.classroom.record.gradebook import Scores
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.whole_file import naming

_NO_PAGE = "<!doctype html><title>Feedback</title><p>This page could not be made. Your points are recorded.</p>"
# nbgrader's own modes.
_GRADED, _PAGE = 0o444, 0o644


@dataclass(frozen=True, slots=True)
class Places:
    """Where a submission's graded notebook and its page lie, and the files beside each: path → source."""

    notebook: Path
    page: Path
    beside: Mapping[Path, Path]

    @classmethod
    def of(cls, folders: ClassFolders, handin: Handin, beside: Mapping[Path, Path]) -> "Places":
        """Return the places of a submission."""
        lesson = handin.lesson
        autograded, feedback = (folders.step(step, handin.student, lesson) for step in ("autograded", "feedback"))
        return cls(autograded / f"{lesson}.ipynb", feedback / f"{lesson}.html", beside)

    @property
    def copies(self) -> dict[Path, tuple[Path, int]]:
        """Return every copy of a file beside them: its path → its source, and its mode."""
        folders = ((self.notebook.parent, _GRADED), (self.page.parent, _PAGE))
        return {folder / name: (source, mode) for folder, mode in folders for name, source in self.beside.items()}

    @property
    def taken(self) -> str:
        """Why nothing can be written there: a link or a file in place of a folder; empty if it can."""
        return in_the_way(self.notebook.parent) or in_the_way(self.page.parent)


def there(places: Places) -> bool:
    """Tell whether the graded notebook, its page, and all files beside them are in their places."""
    return not places.taken and all(path.is_file() for path in (places.notebook, places.page, *places.copies))


def look(scores: Scores, places: Places) -> str:
    """Return a hash of the gradebook's scores, of the files beside the page, of the code that draws, and of the page.

    The page's own bytes count since a gradebook that was restored from a backup doesn't know pages drawn later.
    """
    lies = ""
    with suppress(OSError):  # a page that can't be read is drawn again
        lies = sha256(places.page.read_bytes()).hexdigest()
    kept = {name: source.stat() for name, source in places.beside.items()}
    beside = [(str(name), found.st_size, found.st_mtime_ns) for name, found in kept.items()]
    return sha256(f"{scores.fingerprint} {beside} {drawing()} {lies}".encode()).hexdigest()


def write(places: Places, graded: Graded, scores: Scores) -> Graded:
    """Draw the graded notebook and its page, write both, and return the result, with a note if that failed.

    Its points are recorded already: a failure here is noted, and stops no other submission. A notebook that can't be
    drawn is not written, so that the next run tries again. Other files in these folders are removed, as by nbgrader.
    """
    if places.taken:
        return replace(graded, notes=(*graded.notes, f"Its page was not written: {places.taken}, and grade again."))
    text, shown = "", _NO_PAGE
    try:
        notebook = notebook_as_graded(graded)
        text = text_of(notebook)
        shown = page(graded.student, graded.lesson, notebook, scores)
    except Exception as error:
        note = f"Its feedback page could not be made ({type(error).__name__}: {error})."
        graded = replace(graded, notes=(*graded.notes, note))
    copies = places.copies
    for folder in (places.notebook.parent, places.page.parent):
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder, {places.notebook, places.page, *copies})
    for path, (source, mode) in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with naming(path):
            fresh = _fresh(path)
            shutil.copyfile(source, fresh)
            _put(fresh, path, mode)
    _replace(places.notebook, text, _GRADED)
    _replace(places.page, shown, _PAGE)
    return graded


def _clear(folder: Path, written: Collection[Path]) -> None:
    """Remove what will not be written again, links too (not what they lead to), and folders in place of files."""
    for path in list(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            if path not in written:
                path.unlink(missing_ok=True)
        elif path in written:
            shutil.rmtree(path)


def _replace(path: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all; without text, remove it. One of nbgrader's may be write-protected."""
    if not text:
        path.unlink(missing_ok=True)
        return
    with naming(path):
        fresh = _fresh(path)
        fresh.write_text(text, encoding="utf-8")
        _put(fresh, path, mode)


def _fresh(path: Path) -> Path:
    """Return the path beside a file where its new content is written first."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    return fresh


def _put(fresh: Path, path: Path, mode: int) -> None:
    fresh.chmod(mode)
    os.replace(fresh, path)
