"""The judge beside the oracle: planted mutants are counted, survivors are named, and the sum decides."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder import cli, corpus
from autograder.errors import CourseError
from autograder.mutants.change import Mutant
from autograder.mutants.oracle import Ruling, Sort
from autograder.mutants.run import scores, told, verdict
from autograder.mutants.score import REASONS, JudgedMutant, Score, reasons

COURSE = Path(__file__).parents[2]
RIGHT = """# style: planted
def out_of_place(x):
    return (x * x).cumsum(0)
"""
MUTANT = Mutant("tests/corpus/a.py", 3, "operator", "a + b → a - b", "")
BROKE = JudgedMutant(MUTANT, Ruling(Sort.BREAKS, "half the entries are not"), lost=True)
KEPT = JudgedMutant(MUTANT, Ruling(Sort.KEEPS), lost=False)
SURVIVOR, WITHHELD, WRONGED = replace(BROKE, lost=False), replace(BROKE, lost=None), replace(KEPT, lost=True)


def score_of(*others: JudgedMutant, broke: int = 7) -> Score:
    return Score("any", 10, 1, 1, judged=(*[BROKE] * broke, KEPT, *others), at_odds=())


@pytest.mark.long
def test_planted_mutants_lose_what_they_should_and_the_right_one_is_no_loss(tmp_path):
    place = tmp_path / corpus.FOLDER / "02_vmap_vjp/out_of_place/right"
    place.mkdir(parents=True)
    (place / "planted.py").write_text(RIGHT)
    (score,) = scores(tmp_path, most=7, jobs=1, name="out_of_place")
    assert (score.tried, score.unclear, score.at_odds) == (7, 0, ())
    broke, kept = score.those(Sort.BREAKS, lost=True), score.those(Sort.KEEPS, lost=False)
    assert len(broke) >= 3
    assert len(broke) + len(kept) + score.stillborn == 7, list(told(score))
    assert verdict([score])[1]
    with pytest.raises(CourseError, match="expected one of out_of_place, found nix"):
        next(scores(tmp_path, most=1, name="nix"))


@pytest.mark.parametrize(
    ("score", "well"),
    [
        (score_of(), True),
        (score_of(SURVIVOR), False),
        (score_of(replace(SURVIVOR, reason="the same numbers")), True),
        (score_of(SURVIVOR, broke=49), True),  # 98 %
        (score_of(SURVIVOR, broke=48), False),
        (score_of(WRONGED), False),
        (score_of(replace(WRONGED, reason="the meters differ")), True),
        (score_of(WITHHELD), False),
    ],
)
def test_the_sum_decides(score, well):
    assert verdict([score])[1] is well
    assert verdict([score])[0].startswith("all is well: 10 mutants;" if well else "FAILED: 10 mutants;")


def test_a_survivor_is_told_with_file_line_change_and_reason():
    score = score_of(replace(SURVIVOR, reason="the same numbers"), WRONGED, WITHHELD)
    lines = list(told(replace(score, at_odds=("b.py: no",))))
    assert "7 lost a mark and 1 survived" in lines[0]
    assert lines[1:] == [
        "  survived: tests/corpus/a.py:3: a + b → a - b (half the entries are not) [the same numbers]",
        "  lost a mark: tests/corpus/a.py:3: a + b → a - b (all right)",
        "  its grade is withheld: tests/corpus/a.py:3: a + b → a - b (half the entries are not)",
        "  left out: b.py: no",
    ]


def test_the_command_says_of_which_exercises_it_can_try_mutants(monkeypatch, capsys):
    monkeypatch.chdir(COURSE)
    monkeypatch.setattr("sys.argv", ["autograder", "audit", "--mutants", "--question", "nix"])
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    assert capsys.readouterr().err.startswith("autograder: audit --mutants: expected one of vjp_once, jacobian_by")


def test_a_reason_is_of_one_change_in_one_file(tmp_path):
    place = tmp_path / REASONS
    assert reasons(tmp_path) == {}
    place.parent.mkdir(parents=True)
    place.write_text('[[known]]\nfile = "a.py"\nchange = "a + b → a - b"\nwhy = "b is 0"\n')
    assert reasons(tmp_path) == {("a.py", "a + b → a - b"): "b is 0"}


def test_a_reason_names_a_file_that_is_there():
    assert [file for file, _ in reasons(COURSE) if not (COURSE / corpus.FOLDER / file).is_file()] == []
