"""The graded notebook, as it goes into autograded/: drawn last, from the verdicts.

drawn   Graded → the notebook, which nbgrader reads as exactly the verdicts' points
"""

import re

from nbformat import NotebookNode, v4
from nbgrader.utils import is_solution

from autograder.classroom.grading.work import Graded
from autograder.classroom.handin.restore import OWN
from autograder.judge import Verdict
from autograder.present.card import card_html
from autograder.present.feedback import NOTES_CELL

# What begins HTML in a text: nbgrader's formgrader would run what a student wrote there, with the instructor's rights.
_TAG = re.compile("<(?=[a-zA-Z/!?])")


def drawn(graded: Graded) -> NotebookNode:
    """Return the notebook with a card in each check cell; the notes stand in a cell of their own at the top."""
    notebook: NotebookNode = v4.reads(graded.notebook)
    untouched = {entry.grade_id for entry in graded.entries if entry.answer and entry.unanswered}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in graded.verdicts:
            cell.outputs = [_display(graded.verdicts[name])]
        elif cell.cell_type != "code" and (is_solution(cell) or cell.id.startswith(OWN)) and name not in untouched:
            cell.source = _TAG.sub("&lt;", cell.source)
    unread = [graded.reason] if graded.reason and not graded.withheld else []
    if said := (*unread, *graded.notes):
        lines = "\n".join(f"- {_TAG.sub('&lt;', line)}" for line in said)
        notebook.cells.insert(0, v4.new_markdown_cell(f"**About this submission**\n\n{lines}", id=NOTES_CELL))
    return notebook


def _display(verdict: Verdict) -> NotebookNode:
    """Return a verdict in nbgrader's form of partial credit: one result whose text is the number of points.

    No output at all would earn full marks there, and so would NaN, a word, or a number below zero.
    """
    points = 0 if verdict.withheld else verdict.points
    data = {"text/plain": str(points), "text/html": card_html(verdict)}
    display: NotebookNode = v4.new_output("execute_result", data)
    return display
