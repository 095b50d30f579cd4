"""A submission's graded notebook and its page, written where nbgrader would.

there   whether both lie there
look    what they show, as one hash: whether they are still true
write   draw both and write them
"""

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from autograder.classroom.course.folders import ClassFolders, Handin
from autograder.classroom.grading.ran import text_of
from autograder.classroom.grading.work import Graded
from autograder.classroom.handin.timestamp import TIMESTAMP, timestamp_of
from autograder.classroom.record.drawn import drawn
from autograder.classroom.record.feedback import page
from autograder.classroom.record.gradebook import Scores
from autograder.classroom.record.versions import drawing

_NO_PAGE = "<!doctype html><title>Feedback</title><p>This page could not be made. Your points are recorded.</p>"


def there(folders: ClassFolders, handin: Handin) -> bool:
    """True where the graded notebook and its page lie in their places."""
    return all(path.is_file() for path in _places(folders, handin))


def look(scores: Scores) -> str:
    """Return a hash of what a page shows of the gradebook, and of the code that draws it."""
    return sha256(f"{scores.fingerprint} {drawing()}".encode()).hexdigest()


def write(folders: ClassFolders, handin: Handin, graded: Graded, scores: Scores) -> Graded:
    """Draw the graded notebook and its page, write both, and return the result with a note where that failed.

    Its points are recorded by then: what can't be drawn is noted, and stops nobody else's. A notebook that can't be is
    not written, so that the next run draws it again.
    """
    text, shown = "", _NO_PAGE
    try:
        notebook = drawn(graded)
        text = text_of(notebook)
        shown = page(handin.student, handin.lesson, notebook, scores)
    except Exception as error:
        note = f"Its feedback page could not be made ({type(error).__name__}: {error})."
        graded = replace(graded, notes=(*graded.notes, note))
    for path, content, mode in zip(_places(folders, handin), (text, shown), (0o444, 0o644), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content, mode)
        _note_timestamp(timestamp_of(handin.path), path.with_name(TIMESTAMP))
    return graded


def _places(folders: ClassFolders, handin: Handin) -> tuple[Path, Path]:
    """Return where the graded notebook lies, and where its page."""
    lesson = handin.lesson
    autograded, feedback = (folders.step(step, handin.student, lesson) for step in ("autograded", "feedback"))
    return autograded / f"{lesson}.ipynb", feedback / f"{lesson}.html"


def _replace(path: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all, and for no text remove it; nbgrader leaves its own unwritable."""
    if not text:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(mode)
    os.replace(fresh, path)


def _note_timestamp(timestamp: str | None, target: Path) -> None:
    """Carry the timestamp along, by which nbgrader knows a newer submission.

    The file itself is not copied: it came with the submission, and may be a link to anything.
    """
    target.unlink(missing_ok=True)
    if timestamp:
        target.write_text(timestamp, encoding="utf-8")
