"""Which submissions are alike, by copydetect's fingerprints: names, comments and blanks don't count.

code_of       a result → its code answers, by name
template_of   a released lesson → the code that its answers begin with
alike         everyone's code of one lesson, and its template → the pairs that are alike

What is in the template, or in a quarter of the class's code, is nobody's own. Right answers to a short exercise may
still be alike: a pair that is named proves nothing.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from types import ModuleType
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograder.classroom.grading.work import Graded
from autograder.limits import LIKENED
from autograder.present.class_findings import Alike

# Characters of filtered code in a fingerprint; own fingerprints that a student must have; the share that makes a pair.
_LENGTH, _LEAST, _SHARE = 20, 60, 0.8


def code_of(graded: Graded) -> dict[str, str]:
    """Return the code of each answer, by its grade_id; empty if the submission was not run."""
    if not graded.notebook or graded.reason:
        return {}
    return {
        str(about["grade_id"]): "".join(cell["source"])
        for cell in json.loads(graded.notebook)["cells"]
        if cell["cell_type"] == "code" and (about := cell["metadata"].get("nbgrader", {})).get("solution")
    }


def template_of(notebook: NotebookNode) -> str:
    """Return the code that a lesson's answers begin with."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code" and is_solution(cell))


def alike(lesson: str, code: Mapping[str, str], template: str) -> list[Alike]:
    """Return the pairs of students whose own code is alike, the most alike first."""
    if len(code) < 2:
        return []
    given = _fingerprints(template)
    prints = {student: _fingerprints(source) - given for student, source in code.items()}
    often = Counter(each for found in prints.values() for each in found)
    common = {each for each, count in often.items() if count > max(2, len(prints) / 4)}
    own = {student: left for student, found in prints.items() if len(left := found - common) >= _LEAST}
    return sorted(_pairs(lesson, own), key=lambda pair: -pair.share)


def _pairs(lesson: str, own: Mapping[str, set[int]]) -> Iterator[Alike]:
    for (one, first), (other, second) in combinations(own.items(), 2):
        share = len(first & second) / min(len(first), len(second))
        if share >= _SHARE:
            yield Alike(lesson, one, other, share)


def _fingerprints(source: str) -> set[int]:
    copydetect = _copydetect()
    code, _ = copydetect.filter_code(source[:LIKENED], "", "python")
    found: set[int] = copydetect.get_document_fingerprints(code, _LENGTH, 1)[0] if len(code) >= _LENGTH else set()
    return found


def _copydetect() -> Any:
    """Return copydetect's functions without importing its package, which imports matplotlib for a report of its own."""
    if "copydetect" not in sys.modules and (spec := find_spec("copydetect")) is not None:
        package = sys.modules["copydetect"] = ModuleType("copydetect")
        package.__path__ = list(spec.submodule_search_locations or ())
    return import_module("copydetect.utils")
