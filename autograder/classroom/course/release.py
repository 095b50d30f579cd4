"""From a lesson's source to its notebooks, the same bytes each time.

solutions/NN_topic/NN_topic.py → NN_topic.ipynb beside it (jupytext) → lessons/NN_topic/NN_topic.ipynb (nbgrader's own
generate_assignment, with the course's nbgrader_config.py). A lesson that was written in JupyterLab has no .py: its
notebook is the source. Everything is made in a temporary folder; the gradebook, and files that are already right, are
not touched.

build         make every notebook
drift         what differs from its source
read_source   a source → a notebook
"""

import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from autograder import questions
from autograder.class_settings import class_settings
from autograder.classroom.course.online import add_online_cells
from autograder.classroom.course.places import LESSONS, SOLUTIONS, lessons_in, notebook_of, source_of
from autograder.classroom.course.python_settings import read_settings, settings_at_fault
from autograder.classroom.course.released import checked, given_in
from autograder.errors import BuildError
from autograder.grade_id import grade_id_of
from autograder.whole_file import write_whole

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# nbgrader removes regions by their exact markers. A misspelt marker is left, and with it what it should hide.
_PRIVATE = re.compile(r"\b(begin|end)\W+(solutions?|hidden\W+tests?|mark\W+scheme)\b", re.IGNORECASE)
# What editors and Python leave beside a source.
_LITTER = {".ipynb_checkpoints", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that differs from what the sources make: its path in the course, what is wrong, and the next step."""

    path: str
    says: str
    next: str = "Next: edit the .py source alone, run `autograder build`, and commit what it makes."


def build(course: Path) -> tuple[str, ...]:
    """Make every notebook of the course from its sources; return the paths of those that changed."""
    changed = []
    for path, made in _make(course).items():
        target = course / path
        if not target.is_file() or target.read_bytes() != made:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, made)
            changed.append(path)
    return tuple(changed)


def drift(course: Path) -> tuple[Drift, ...]:
    """Return every file under solutions/ and lessons/ that differs from what the sources make; change nothing."""
    made = _make(course)
    drifted = [
        Drift(path, "differs from its source" if (course / path).is_file() else "is missing")
        for path, content in made.items()
        if not (course / path).is_file() or (course / path).read_bytes() != content
    ]
    expected = {*made, *(_source(course, lesson) for lesson in lessons_in(course))}
    strays = sorted(_files(course) - expected)
    return (*drifted, *(Drift(path, "is a stray", "Next: remove it; a lesson is one source.") for path in strays))


def read_source(path: Path) -> NotebookNode:
    """Read a source (jupytext's percent format, or a notebook) as a notebook without outputs.

    Ids and metadata depend on the source alone. Raise BuildError if it can't be read.
    """
    try:
        if path.suffix == ".py":
            notebook: NotebookNode = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
        else:
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        notebook.metadata = nbformat.from_dict(METADATA)
        notebook.nbformat, notebook.nbformat_minor = 4, 5
        taken: set[str] = set()
        for cell in notebook.cells:
            # jupytext's notes on blank lines are of no use to a reader.
            cell.metadata = nbformat.from_dict(
                {k: v for k, v in cell.metadata.items() if not k.startswith("lines_to_")}
            )
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
            cell.id = _cell_id(cell, taken)
            taken.add(cell.id)
        nbformat.validate(notebook)
    except (OSError, ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        says = str(error).strip().splitlines()[0]
        form = "jupytext's percent format" if path.suffix == ".py" else "Jupyter's format"
        raise BuildError(str(path), f"a lesson in {form}", says) from error
    return notebook


def _source(course: Path, lesson: str) -> str:
    """Return a lesson's source as a path in the course: its .py, else its notebook; raise BuildError if it has none."""
    for path in (source_of(lesson), notebook_of(SOLUTIONS, lesson)):
        if (course / path).is_file():
            return path
    folder = course / SOLUTIONS / lesson
    found = sorted(path.name for path in folder.glob("*") if path.suffix in (".py", ".ipynb"))
    expected = f"{lesson}.py, or a notebook {lesson}.ipynb made in JupyterLab"
    raise BuildError(str(folder), expected, ", ".join(found) or "neither", "Name the lesson's file like its folder.")


def _settle_points(notebook: NotebookNode, course: Path, lesson: str, source: str) -> None:
    """Write the points that class.toml gives into the check cells; raise BuildError for other points that are wrong."""
    given = class_settings(course).points.get(lesson, {})
    for cell in notebook.cells:
        if cell.cell_type != "code" or not is_grade(cell) or is_solution(cell):
            continue
        where = f"{source}, cell {cell.metadata.nbgrader.grade_id}"
        asked = checked(cell.source, where)
        question = questions.question(asked[1], lesson) if asked else None
        if question is None or cell.metadata.nbgrader.get("points") == question.max_points:
            continue
        if question.name in given and source.endswith(".py"):
            cell.metadata.nbgrader.points = question.max_points
        else:
            told = f"{question.max_points} points, as {given_in(question.name, lesson)} gives"
            found = str(cell.metadata.nbgrader.get("points"))
            raise BuildError(where, told, found, "Write them into the cell, and build again.")


def _cell_id(cell: NotebookNode, taken: set[str]) -> str:
    """Name a cell by its grade_id or else by its text, so that a cell put in between renames no other."""
    named = grade_id_of(cell)
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    first = re.sub(r"[^A-Za-z0-9_-]", "-", named)[:60] or digest
    return next(name for n in range(len(taken) + 1) if (name := f"{first}-{n}" if n else first) not in taken)


def _make(course: Path) -> dict[str, bytes]:
    """Return path → content of every notebook that the course's sources make."""
    made: dict[str, bytes] = {}
    with TemporaryDirectory(prefix="autograder-build-") as folder:
        workshop = Path(folder).resolve()
        for lesson in lessons_in(course):
            solution = workshop / notebook_of(SOLUTIONS, lesson)
            solution.parent.mkdir(parents=True)
            source = _source(course, lesson)
            notebook = read_source(course / source)
            _settle_points(notebook, course, lesson, source)
            add_online_cells(notebook, lesson, class_settings(course).address)
            solution.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
            _release(course, workshop, lesson, source)
            paths = [path for path in sorted(_files(workshop)) if f"/{lesson}/" in path and path != source]
            made |= {path: (workshop / path).read_bytes() for path in paths}
    return made


def _release(course: Path, workshop: Path, lesson: str, source: str) -> None:
    """Let nbgrader make one lesson's student notebook from its solution, both in the temporary folder."""
    log, complaints = _log_to_list()
    with settings_at_fault(course):
        config = read_settings(str(course))
        # nbgrader's own `--no-db`.
        config.merge(Config({"GenerateAssignment": {"no_database": True}, "SaveCells": {"enabled": False}}))
        config.merge(Config({"CourseDirectory": {"root": str(workshop), "assignment_id": lesson}}))
        config.merge(Config({"CourseDirectory": {"source_directory": SOLUTIONS, "release_directory": LESSONS}}))
        step = GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log)
    try:
        step.start()
    except NbGraderException as error:
        # The last line of the first complaint is the exception that stopped it; the others say where in nbgrader.
        said = next((text for text in complaints if "Traceback" in text), str(error)).strip().splitlines()[-1]
        raise BuildError(source, "a lesson that nbgrader can release", said) from error
    released = workshop / notebook_of(LESSONS, lesson)
    for number, cell in enumerate(nbformat.read(released, as_version=4).cells, start=1):
        if left := _PRIVATE.search(cell.source):
            raise BuildError(
                source,
                "a release without anything private",
                f"«{left[0]}» left in its cell {number}",
                "Write the marker as nbgrader does: ### BEGIN SOLUTION, ### BEGIN HIDDEN TESTS.",
            )


def _log_to_list() -> tuple[logging.Logger, list[str]]:
    """Return a logger that stays silent, and the list that its errors go to."""
    complaints: list[str] = []
    log = logging.Logger("autograder.release", level=logging.ERROR)
    handler = logging.Handler()
    handler.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    return log, complaints


def _files(course: Path) -> set[str]:
    """Return every file under solutions/ and lessons/, as paths within the course."""
    return {
        path.relative_to(course).as_posix()
        for folder in (SOLUTIONS, LESSONS)
        for path in (course / folder).rglob("*")
        if path.is_file() and not _LITTER & set(path.relative_to(course).parts)
    }
