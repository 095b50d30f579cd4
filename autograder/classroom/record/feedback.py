"""Feedback pages: the gradebook's scores and comments, on present's page.

page               a graded notebook and its scores → the page
FeedbackExporter   nbgrader's generate_feedback exports with it (nbgrader_config.py)
Grades             and takes scores and comments from this (the same)
"""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import default

from autograder.classroom.record.gradebook import Scores, open_book
from autograder.classroom.record.rows import Row
from autograder.present.feedback import feedback_html, feedback_page
from autograder.questions import LESSONS


def page(student: str, lesson: str, notebook: NotebookNode, scores: Scores) -> str:
    """Return one student's page; the scores and comments go into the notebook's cells."""
    _put(notebook, scores)
    return _page(notebook, student, lesson, _printed_sum(scores.row))


def _printed_sum(row: Row) -> str:
    """Return a submission's points as its student reads them."""
    late = f", {row.penalty:g} of them lost for being late" if row.penalty else ""
    had = f"{row.so_far:g} of {row.max_points:g} points{late}"
    return had if row.points is not None else f"{had}, so far: the rest is still to come"


def _put(notebook: NotebookNode, scores: Scores) -> None:
    parts = {part.grade_id: part for part in scores.row.parts}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id")
        if name in parts:
            about["score"], about["points"] = parts[name].points, parts[name].max_points
            about["standing"], about["by_hand"] = parts[name].standing.value, parts[name].by_hand
        if name in scores.comments:
            about["comment"], about["earlier"] = scores.comments[name], name in scores.earlier


def _page(notebook: NotebookNode, student: str, lesson: str, points: str) -> str:
    title = next((known.title for known in LESSONS if known.folder == lesson), lesson)
    return feedback_html(feedback_page(notebook, title, student, points))


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
        return _page(notebook, about["student"], about["assignment"], about["printed_sum"]), found


class Grades(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """The gradebook's scores and comments, in place of nbgrader's GetGrades: what waits has no score, not 0.

    A comment on an answer that has been rewritten since is marked.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Put them into the notebook."""
        about = resources["nbgrader"]
        with open_book(about["db_url"]) as book:
            scores = book.scores(about["student"], about["assignment"])
        _put(nb, scores)
        about["printed_sum"] = _printed_sum(scores.row)
        return nb, resources
