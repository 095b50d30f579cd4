"""Feedback pages: the gradebook's scores and comments, on present's page.

page               a graded notebook and its scores → the page
FeedbackExporter   what nbgrader's generate_feedback exports with, by nbgrader_config.py
Grades             where it takes scores and comments from, by the same
"""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from traitlets import default

from autograder.classroom.record.gradebook import Scores, waits
from autograder.present.feedback import feedback_html, feedback_page
from autograder.questions import LESSONS


def page(student: str, lesson: str, notebook: NotebookNode, scores: Scores) -> str:
    """Return one student's page; the scores and comments go into the notebook's cells."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id")
        if name in scores.cells:
            about["score"], about["points"] = scores.cells[name]
        if name in scores.comments:
            about["comment"] = scores.comments[name]
    return _page(notebook, student, lesson, scores.points, scores.most)


def _page(notebook: NotebookNode, student: str, lesson: str, points: float, most: float) -> str:
    title = next((known.title for known in LESSONS if known.folder == lesson), lesson)
    return feedback_html(feedback_page(notebook, title, student, f"{points:g} of {most:g}"))


class FeedbackExporter(Exporter):
    """A graded notebook as a page that shows answers, verdicts and comments, and nothing that a cell printed."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # an exporter's output may be text; the base class says notebook
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page; the preprocessor (Grades) has put scores and comments into the cells' metadata."""
        notebook, found = super().from_notebook_node(nb, resources, **kw)
        about = found["nbgrader"]
        return _page(notebook, about["student"], about["assignment"], about["score"], about["max_score"]), found


class Grades(GetGrades):  # type: ignore[misc]  # nbgrader is untyped
    """nbgrader's scores and comments, except that what still waits for a reader has no score yet, and is no zero."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        about = cell.metadata["nbgrader"]
        if waits(self.gradebook.find_grade(about["grade_id"], self.notebook_id, self.assignment_id, self.student_id)):
            about["score"] = None
