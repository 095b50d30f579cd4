"""The graded notebook for autograded/, drawn from the verdicts.

notebook_as_graded   Graded → the notebook, in which nbgrader reads exactly the verdicts' points
"""

import re

from nbformat import NotebookNode, v4
from nbgrader.utils import is_solution

from autograder.classroom.grading.tests_in_cells import Tested
from autograder.classroom.grading.work import Graded
from autograder.classroom.handin.restore import OWN
from autograder.grade_id import grade_id_of
from autograder.judge import Verdict
from autograder.present.card import card_html
from autograder.present.feedback import NOTES_CELL
from autograder.present.note import line_html
from autograder.present.safe_text import plain

_HELD = "Withheld: nothing of this submission was graded."
# The beginning of HTML: nbgrader's formgrader would run what a student wrote there, with the instructor's rights.
_TAG = re.compile("<(?=[a-zA-Z/!?])")


def notebook_as_graded(graded: Graded) -> NotebookNode:
    """Return the notebook with a card in each check cell; the notes stand in a cell of their own at the top."""
    notebook: NotebookNode = v4.reads(graded.notebook)
    # Cells of tests whose points are withheld with the whole submission.
    tests = {entry.grade_id for entry in graded.entries if graded.held and entry.graded and not entry.answer}
    tests -= {*graded.verdicts, *graded.by_hand}
    untouched = {entry.grade_id for entry in graded.entries if entry.answer and entry.unanswered}
    for cell in notebook.cells:
        name = grade_id_of(cell)
        if name in graded.tested:
            cell.outputs = [_result(graded.tested[name]), *map(_quiet, filter(_is_shown, cell.outputs))]
        elif name in tests:
            cell.outputs = [v4.new_output("execute_result", {"text/plain": "0", "text/html": line_html(_HELD)})]
        elif name in graded.verdicts:
            cell.outputs = [_display(graded.verdicts[name])]
        elif cell.cell_type != "code" and (is_solution(cell) or cell.id.startswith(OWN)) and name not in untouched:
            cell.source = _TAG.sub("&lt;", cell.source)
    unread = [graded.reason] if graded.reason and not graded.withheld else []
    if said := (*unread, *graded.notes):
        lines = "\n".join(f"- {_TAG.sub('&lt;', line)}" for line in said)
        notebook.cells.insert(0, v4.new_markdown_cell(f"**About this submission**\n\n{lines}", id=NOTES_CELL))
    return notebook


def _result(tested: Tested) -> NotebookNode:
    """Return what a cell of tests earned, in the form of partial credit, and why not all."""
    says = f"{tested.points:g} of {tested.most:g} points{f': {plain(tested.says)}' if tested.says else ''}"
    shown: NotebookNode = v4.new_output(
        "execute_result", {"text/plain": f"{tested.points:g}", "text/html": line_html(says)}
    )
    return shown


def _is_shown(output: NotebookNode) -> bool:
    """Tell whether an output may stand beside the points: nbgrader would read an error as 0, a value as points."""
    return bool(output.output_type in ("stream", "display_data"))


def _quiet(output: NotebookNode) -> NotebookNode:
    """Return an output that costs nothing: nbgrader takes all points for a word on stderr."""
    return NotebookNode(output, name="stdout") if output.output_type == "stream" else output


def _display(verdict: Verdict) -> NotebookNode:
    """Return a verdict in nbgrader's form of partial credit: one result whose text is the number of points.

    No output at all would earn full marks there, and so would NaN, a word, or a number below zero.
    """
    points = 0 if verdict.withheld else verdict.points
    data = {"text/plain": str(points), "text/html": card_html(verdict)}
    display: NotebookNode = v4.new_output("execute_result", data)
    return display
