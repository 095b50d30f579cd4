"""A verdict as plain JSON data, for `autograder check --json`.

verdict_to_json   Verdict, file → dict
"""

from collections.abc import Mapping
from typing import Any

from autograder.judge.verdict import CostRow, Diagnosis, Outcome, Verdict

Json = dict[str, Any]

PARTIES = ("yours", "reference", "naive")


def verdict_to_json(verdict: Verdict, file: str) -> Json:
    """Return what a program may read of one verdict; `file` is where the answer stands.

    A party that a call was not measured for is null. A withheld grade has GRADER_ERROR among its criteria. `failed`
    says of each criterion that is lost what exactly was broken, and where; the diagnosis, which mistake it is.
    """
    return {
        "file": file,
        "question": verdict.question,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "criteria": {mark.criterion: mark.outcome.value for mark in verdict.marks},
        "failed": {mark.criterion: mark.says for mark in verdict.marks if mark.outcome is Outcome.FAILED},
        "diagnosis": _diagnosis(verdict.diagnosis),
        "cost": _cost(verdict.costs),
        "doubt": verdict.doubt or None,
    }


def _diagnosis(diagnosis: Diagnosis | None) -> Json | None:
    return {"slug": diagnosis.slug, "says": diagnosis.says} if diagnosis else None


def _cost(costs: tuple[CostRow, ...]) -> Json:
    calls: dict[str, dict[str, Mapping[str, Any] | None]] = {}
    for row in costs:
        call = calls.setdefault(row.label, dict.fromkeys(PARTIES))
        call[row.who] = {"forwards": row.forwards, "passes": row.passes, "peak": row.peak, "flops": row.flops}
    return dict(calls)
