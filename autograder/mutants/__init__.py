"""Mutants: right answers with one thing changed. The judge's verdict on each is compared with an independent oracle's.

    change     the changes
    tables     what replaces what in them
    oracle     whether an answer keeps its exercise's contract, breaks it, or can't be told: found without the judge
    meter      the oracle's own meter
    budget     what that meter counted, compared with a question's budget and rules
    apart      the oracle in a child process for each answer
    score      one exercise's mutants: what the judge and the oracle say of each
    run        all exercises' mutants, and the lines that are printed

Offers: `scores`, `told`, `verdict`, for `autograder audit --mutants`.
"""

from autograder.mutants.run import scores, told, verdict

__all__ = ["scores", "told", "verdict"]
