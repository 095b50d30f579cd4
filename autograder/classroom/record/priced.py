"""A kept result with the points that its lesson gives now: what was seen of an answer does not hang on its price.

priced   Graded, released lesson → Graded, or None where it must be graded again
"""

import json
from dataclasses import replace

from autograder.classroom.course.released import Released, question_of
from autograder.classroom.grading.work import Graded
from autograder.judge import priced as verdict_priced


def priced(graded: Graded, lesson: Released) -> Graded | None:
    """Return the result at the lesson's points, itself where none changed; None where other criteria are asked now.

    The points of a check are its question's, those of a written answer stand in the released cell.
    """
    verdicts = {}
    for name, verdict in graded.verdicts.items():
        check = lesson.checks.get(name)
        found = verdict_priced(verdict, question_of(check, lesson.lesson)) if check else None
        if found is None:
            return None
        verdicts[name] = found
    told = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in lesson.graded}
    if not set(graded.by_hand) <= set(told):
        return None
    by_hand = {name: (float(told[name].points), points) for name, (_, points) in graded.by_hand.items()}
    if verdicts == graded.verdicts and by_hand == graded.by_hand:
        return graded
    entries = tuple(
        replace(entry, points=None if verdicts[entry.grade_id].withheld else float(verdicts[entry.grade_id].points))
        if entry.grade_id in verdicts
        else entry
        for entry in graded.entries
    )
    notebook = json.loads(graded.notebook)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") in told:
            cell["metadata"]["nbgrader"] = dict(told[about["grade_id"]])
    return replace(graded, notebook=json.dumps(notebook, indent=1), verdicts=verdicts, entries=entries, by_hand=by_hand)
