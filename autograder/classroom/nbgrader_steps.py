"""Our steps inside nbgrader's own commands; nbgrader_config.py names them.

    SubmissionReader   reads no submission, since the steps below do it themselves, but refuses to begin if the course's
                       own files are at fault. nbgrader_config.json names it too: nbgrader goes on without an
                       nbgrader_config.py that it can't read, and so without a sandbox
    RestoreCells       the sanitizing step: what stands in autograded/ before anything is run
    RunAndJudge        the grading step: run, judge, draw the verdicts into the check cells
    SaveVerdicts       records them with the late penalty, in place of nbgrader's SaveAutoGrades

So `nbgrader autograde` and the formgrader's button grade exactly as `autograder grade` does.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders, Handin
from autograder.classroom.course.late import note_due
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.places import CONFIG
from autograder.classroom.course.released import released
from autograder.classroom.course.secret import class_secret, seed_for
from autograder.classroom.grading.supervised import read_apart
from autograder.classroom.grading.work import Task, grade
from autograder.classroom.handin.collection_notes import arrivals
from autograder.classroom.handin.read import fingerprint
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.journal import key_of
from autograder.classroom.record.nbgrader_settings import nbgrader_settings
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.errors import AutograderError, CourseError, MachineError
from autograder.execute import DEFAULT_LIMITS, Kernel, Limits, sandbox_lacks

Preprocessed = tuple[NotebookNode, Any]
_SQLITE = "sqlite:///"
_GRADED = "autograder"  # the key under which RunAndJudge leaves its result for SaveVerdicts


class SubmissionReader(NotebookExporter):
    """Reads no file, where nbgrader would stop at one that is no notebook: RestoreCells and RunAndJudge read it.

    Raise NbGraderException, after one line that says why, if nothing could be graded: nbgrader would show a traceback
    for each student.
    """

    def __init__(self, *, parent: Any = None, **kw: Any) -> None:
        super().__init__(parent=parent, **kw)  # type: ignore[no-untyped-call]
        directory = getattr(parent, "coursedir", None)
        if directory is None:
            return
        try:
            _expect_steps(parent, Path(directory.root))
            expect_packages(class_settings(Path(directory.root)).packages)
            released(_released(directory, directory.assignment_id, directory.assignment_id))
            _expect_sandbox(RunAndJudge(config=self.config).unsandboxed)
        except AutograderError as error:
            parent.log.error(str(error))
            raise NbGraderException(str(error)) from error

    def from_filename(self, filename: str, resources: Any | None = None, **kw: Any) -> tuple[NotebookNode, Any]:
        """Export an empty notebook in the file's place."""
        exported = self.from_notebook_node(v4.new_notebook(), resources, **kw)  # type: ignore[no-untyped-call]
        empty: tuple[NotebookNode, Any] = exported
        return empty


class _Step(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """A step that knows its submission."""

    cell_seconds = Float(DEFAULT_LIMITS.cell, help="Seconds that an ordinary cell may take.").tag(config=True)
    check_seconds = Float(DEFAULT_LIMITS.check, help="Seconds that a check may take.").tag(config=True)
    notebook_seconds = Float(DEFAULT_LIMITS.notebook, help="Seconds that all of a notebook may take.").tag(config=True)

    def task(self, resources: Any) -> Task:
        """Return the submission: its file, its seed, and what grading it needs."""
        about = resources["nbgrader"]
        student, lesson, directory = about["student"], about["assignment"], self._directory()
        submitted = Path(directory.format_path(directory.submitted_directory, student, lesson))
        notebook = f"{about['notebook']}.ipynb"
        secret = class_secret(_book_folder(about["db_url"], directory) / ClassFolders.SECRET)
        seed = seed_for(secret, student, lesson)
        limits = Limits(cell=self.cell_seconds, check=self.check_seconds, notebook=self.notebook_seconds)
        return Task(
            student, lesson, submitted / notebook, _released(directory, lesson, about["notebook"]), seed, limits
        )

    def clock(self) -> ZoneInfo:
        """Return the class's timezone."""
        return class_settings(Path(self._directory().root)).timezone

    def _directory(self) -> CourseDirectory:
        """Return the course directory of the converter that runs this step."""
        converter = getattr(self.parent, "parent", None)
        directory = getattr(converter, "coursedir", None)
        return directory or CourseDirectory(config=self.config)


class RestoreCells(_Step):
    """Reads what was handed in and puts the locked cells back; enters the due date first: nbgrader asks for it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Preprocessed:
        """Return the restored notebook in place of `nb`."""
        task = self.task(resources)
        settings = class_settings(Path(self._directory().root))
        expect_packages(settings.packages)
        if task.lesson in settings.due:
            with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
                note_due(gradebook, task.lesson, settings.due[task.lesson])
        return read_apart(task.path, released(task.released), task.student, task.seed).notebook, resources


class RunAndJudge(_Step):
    """Grades the submission, from the file that was handed in."""

    unsandboxed = Bool(False, help="Run students' code with your own rights.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> Preprocessed:
        """Return the graded notebook in place of `nb`; raise MachineError if this machine has no sandbox."""
        _expect_sandbox(self.unsandboxed)
        kernel = Kernel.UNSANDBOXED if self.unsandboxed else Kernel.SANDBOXED
        task = replace(self.task(resources), kernel=kernel)
        handed = fingerprint(task.path)
        graded = grade(task)
        folders = ClassFolders.of_course(Path(self._directory().root))
        (arrival,) = arrivals(folders, [Handin(task.student, task.lesson, task.path)], self.clock())
        resources[_GRADED] = graded, key_of(task, handed), handed, arrival
        return notebook_as_graded(graded), resources


class SaveVerdicts(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """Records what RunAndJudge found, as `autograder grade` does, in the journal too; a withheld grade has no score."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Preprocessed:
        """Record it, and return the notebook as it is."""
        graded, key, handed, arrival = resources.pop(_GRADED)
        with open_book(resources["nbgrader"]["db_url"]) as book:
            book.record(graded, arrival, key, handed)
        return nb, resources


def _expect_steps(converter: Any, course: Path) -> None:
    """Raise CourseError if nbgrader would run code by its own steps, outside a sandbox."""
    ours = f"{__name__}.{RunAndJudge.__name__}"
    if ours not in converter.autograde_preprocessors:
        nbgrader_settings(course)
        step = "Put it back, or nbgrader runs students' code with your own rights."
        raise CourseError(str(course / CONFIG), f"{ours} among c.Autograde.autograde_preprocessors", "none", step)


def _released(directory: CourseDirectory, lesson: str, notebook: str) -> Path:
    return Path(directory.format_path(directory.release_directory, ".", lesson)) / f"{notebook}.ipynb"


def _expect_sandbox(unsandboxed: bool) -> None:
    if not unsandboxed and (lacks := _lacks()):
        option = "c.RunAndJudge.unsandboxed = True"
        next_step = f"Put {option} into nbgrader_config.py to run it with your own rights."
        raise MachineError("autograde", "a sandbox for students' code", f"a machine without {lacks}", next_step)


@cache
def _lacks() -> str:
    """Return what this machine lacks for the sandbox; found once for all submissions."""
    return sandbox_lacks()


def _book_folder(url: str, directory: CourseDirectory) -> Path:
    """Return the folder of the gradebook, in which the class's secret lies too."""
    return Path(url.removeprefix(_SQLITE)).parent if url.startswith(_SQLITE) else Path(directory.root)
