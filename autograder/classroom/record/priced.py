"""A kept result with the points that its lesson gives now: what was seen of an answer does not depend on points.

priced   Graded, released lesson → Graded, or None if it must be graded again
"""

import json
from dataclasses import replace

from autograder.classroom.course.released import Released, question_of
from autograder.classroom.grading.tests_in_cells import Tested
from autograder.classroom.grading.work import Graded
from autograder.judge import priced as verdict_priced


def priced(graded: Graded, lesson: Released) -> Graded | None:
    """Return the result with the lesson's points (itself if none changed); None if the lesson has other criteria now.

    A check's points come from its question, those of a written answer from the released cell.
    """
    verdicts = {}
    for name, verdict in graded.verdicts.items():
        check = lesson.checks.get(name)
        found = verdict_priced(verdict, question_of(check, lesson.lesson)) if check else None
        if found is None:
            return None
        verdicts[name] = found
    told = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in lesson.graded}
    if not {*graded.by_hand, *graded.tested} <= set(told):
        return None
    tested = {name: _tested(each, float(told[name].points)) for name, each in graded.tested.items()}
    by_hand = {name: (float(told[name].points), points) for name, (_, points) in graded.by_hand.items()}
    if (verdicts, by_hand, tested) == (graded.verdicts, graded.by_hand, graded.tested):
        return graded
    points = {name: float(verdict.points) for name, verdict in verdicts.items() if not verdict.withheld}
    known = {name: each for name, each in tested.items() if each is not None}
    if len(known) < len(tested):
        return None
    points |= {name: each.points for name, each in known.items()}
    entries = tuple(replace(entry, points=points.get(entry.grade_id, entry.points)) for entry in graded.entries)
    notebook = json.loads(graded.notebook)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") in told:
            cell["metadata"]["nbgrader"] = dict(told[about["grade_id"]])
    text = json.dumps(notebook, indent=1)
    return replace(graded, notebook=text, verdicts=verdicts, entries=entries, by_hand=by_hand, tested=known)


def _tested(tested: Tested, most: float) -> Tested | None:
    """Return what a cell of tests gave, at other points; None for partial credit, which only a run can tell.

    A cell that earned all of its points earns all now; one that earned none, none.
    """
    if most == tested.most:
        return tested
    if tested.points in (0.0, tested.most):
        return replace(tested, most=most, points=most if tested.points else 0.0)
    return None
