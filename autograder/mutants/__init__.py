"""Mutants: right answers with one thing changed, held against an oracle that is not the judge.

    change.py    the changes; `tables.py` what is taken for what
    oracle.py    keeps, breaks, or can't tell: values by another way, costs by `meter.py`, bounds in `budget.py`
    apart.py     a child for each answer
    score.py     what the judge made of an exercise's
    run.py       all exercises, and what is told of them

Offers: `scores`, `told`, `verdict`, what `autograder audit --mutants` stands on.
"""

from autograder.mutants.run import scores, told, verdict

__all__ = ["scores", "told", "verdict"]
