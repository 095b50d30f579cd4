"""Mutants: right answers with one thing changed. The judge's verdict on each is compared with an independent oracle's.

    change.py    the changes; `tables.py`, what replaces what
    oracle.py    keeps the contract, breaks it, or can't tell: by values found another way, and `meter.py`'s counts,
                 compared with the bounds in `budget.py`
    apart.py     the oracle, in a child process for each answer
    score.py     one exercise's mutants: what the judge and the oracle say
    run.py       all exercises, and the lines that are printed

Offers: `scores`, `told`, `verdict`, for `autograder audit --mutants`.
"""

from autograder.mutants.run import scores, told, verdict

__all__ = ["scores", "told", "verdict"]
