"""The grader's side: evidence and key in, verdict out. Pure functions, no I/O.

Offers: `judge`, `unobserved`, `grader_error`, and the types of `verdict.py`.
"""

from autograder.judge.bench import grader_error, judge, unobserved
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult, Verdict

__all__ = [
    "CostRow",
    "Diagnosis",
    "Mark",
    "Outcome",
    "TrendResult",
    "Verdict",
    "grader_error",
    "judge",
    "unobserved",
]
