"""Mutants: right answers with one thing changed, held against an oracle that is not the judge.

    change.py    the changes; `tables.py` what is taken for what
    oracle.py    keeps, breaks, or can't tell: values by another way, costs by `meter.py`, bounds in `budget.py`
    apart.py     a child for each answer
    score.py     what the judge made of them

Offers: `held` (one exercise → its score), `Score`, `Held`.
"""

from autograder.mutants.score import LEAST_SHARE, Held, Score, held, total

__all__ = ["LEAST_SHARE", "Held", "Score", "held", "total"]
