"""Feedback pages: nbgrader's scores and comments, on present's page.

FeedbackExporter   what nbgrader's generate_feedback exports with, by nbgrader_config.py
Grades             where it takes scores and comments from, by the same
Pages              the same in this process, one page after another
"""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from traitlets import default

from autograder.classroom.gradebook import waits
from autograder.present.feedback import feedback_html, feedback_page
from autograder.questions import LESSONS


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
        title = next((lesson.title for lesson in LESSONS if lesson.folder == about["assignment"]), about["assignment"])
        points = f"{about['score']:g} of {about['max_score']:g}"
        return feedback_html(feedback_page(notebook, title, about["student"], points)), found


class Grades(GetGrades):  # type: ignore[misc]  # nbgrader is untyped
    """nbgrader's scores and comments, except that what still waits for a reader has no score yet, and is no zero."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        about = cell.metadata["nbgrader"]
        if waits(self.gradebook.find_grade(about["grade_id"], self.notebook_id, self.assignment_id, self.student_id)):
            about["score"] = None


class Pages:
    """Renders the feedback pages of a class, by the scores that its gradebook holds at that moment."""

    def __init__(self, gradebook_url: str) -> None:
        """Set the exporter up once for all pages."""
        self._url = gradebook_url
        self._exporter = FeedbackExporter()  # type: ignore[no-untyped-call]  # traitlets' constructor
        self._exporter.register_preprocessor(Grades, enabled=True)  # type: ignore[no-untyped-call]

    def page(self, student: str, lesson: str, notebook: NotebookNode) -> str:
        """Return one student's page."""
        names = {"student": student, "assignment": lesson, "notebook": lesson, "db_url": self._url}
        html, _ = self._exporter.from_notebook_node(notebook, {"nbgrader": names})
        return html
