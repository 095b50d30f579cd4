"""A few of the hostile class, beside honest students; `make hostile` has them all."""

import pytest
from hostile_class import CASES, chosen, run

from autograder.execute import sandbox

pytestmark = [
    pytest.mark.skipif(bool(sandbox.lacking()), reason="this machine can't hold a kernel in a box"),
    pytest.mark.timeout(1200),
]


def test_what_must_hold_holds():
    found = list(run(chosen(["--short"])))
    assert [f"{held.case}: {held.holds} · {held.fell}" for held in found if held.fell] == []
    assert len(found) > len(chosen(["--short"]))


def test_every_case_has_a_name_and_an_invariant_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES)
    assert all(case.holds for case in CASES)
    assert len(chosen([])) == len(CASES)
    assert {case.name for case in chosen(["brackets"])} >= {"brackets", "nested-brackets"}
