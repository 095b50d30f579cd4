"""The JSON form: exactly the keys that a program may rely on."""

import json

from autograder.judge.verdict import Mark, Outcome, Verdict
from autograder.present.verdict_json import verdict_to_json


def test_the_whole_of_it(verdict) -> None:
    found = verdict_to_json(verdict, "answers/a.py")
    assert json.loads(json.dumps(found)) == found
    costs = found.pop("cost")
    assert found == {
        "file": "answers/a.py",
        "question": "jacobian_by_rows",
        "points": 4,
        "max_points": 7,
        "criteria": {"value": "PASSED", "method": "PASSED", "cost": "FAILED", "trend": "NOT_RUN"},
        "failed": {"cost": next(mark.says for mark in verdict.marks if mark.criterion == "cost")},
        "diagnosis": {"slug": "forward-per-row", "says": verdict.diagnosis.says},
        "doubt": None,
    }
    assert set(costs) == {"wide f: M = 7", "tall f: M = 31"}
    assert costs["wide f: M = 7"] == {
        "yours": {"forwards": "7", "passes": "7 × 1", "peak": 640, "flops": 7000},
        "reference": {"forwards": "1", "passes": "7 × 1", "peak": 1536, "flops": 7000},
        "naive": {"forwards": "7", "passes": "7 × 1", "peak": 3 << 20, "flops": 7000},
    }


def test_what_is_missing_is_null(verdict) -> None:
    bare = Verdict("f", (Mark("value", Outcome.GRADER_ERROR, 0, 3, "ours"),), costs=verdict.costs[:1])
    found = verdict_to_json(bare, "f.py")
    assert found["diagnosis"] is None
    assert found["criteria"] == {"value": "GRADER_ERROR"}
    assert found["cost"]["wide f: M = 7"]["naive"] is None
