"""Feedback pages, rendered in this process by nbgrader's own converter settings and template.

Pages     renders pages of one class
HideRun   the preprocessor that leaves nothing of the graded run on a page but verdicts; nbgrader_config.py names it
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from autograder.classroom.marking import WITHHELD

_STOPPED = "This cell stopped with {ename} when it was graded."


class HideRun(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """Takes what cells displayed while being graded off a page; a check cell keeps its verdict.

    Hidden inputs passed through the student's code by then, and anything that it printed may show them.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Empty one cell's outputs, or say in one line that it stopped."""
        if cell.cell_type == "code" and not (is_grade(cell) and "autograder" in cell.metadata):
            raised = [output.ename for output in cell.outputs if output.output_type == "error"]
            lines = [_STOPPED.format(ename=name) for name in raised[:1] if str(name).isidentifier()]
            cell.outputs = [NotebookNode(output_type="stream", name="stdout", text=line) for line in lines]
        return cell, resources


class Pages:
    """Renders the feedback pages of a class, by the scores that its gradebook holds at that moment."""

    def __init__(self, root: Path, gradebook_url: str) -> None:
        """Set nbgrader's converter up once; each page takes its template from it."""
        converter = GenerateFeedback(coursedir=CourseDirectory(root=str(root)))
        self._url = gradebook_url
        self._exporter = HTMLExporter(config=converter.config)
        for step in (HideRun, *converter.preprocessors):
            self._exporter.register_preprocessor(step, enabled=True)

    def page(self, student: str, lesson: str, notebook: NotebookNode) -> str:
        """Return one student's page."""
        names = {"student": student, "assignment": lesson, "notebook": lesson, "db_url": self._url}
        resources = {"unique_key": lesson, "output_files_dir": f"{lesson}_files", "nbgrader": names}
        html, _ = self._exporter.from_notebook_node(notebook, resources)
        return str(html)


def is_withheld(cell: NotebookNode) -> bool:
    """True for a check cell whose grade is withheld."""
    return bool(cell.metadata.get("autograder", {}).get(WITHHELD))
