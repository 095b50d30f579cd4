"""The grader's side: evidence and key in, verdict out. Pure functions, no I/O.

Offers: `judge`, `priced`, `unobserved`, `grader_error`, `source_doubt`, `joined` (doubts), and the types of
`verdict.py`.
"""

from autograder.judge.bench import grader_error, judge, priced, unobserved
from autograder.judge.doubts import joined
from autograder.judge.source import source_doubt
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, Sweep, TrendResult, Verdict

__all__ = [
    "CostRow",
    "Diagnosis",
    "Mark",
    "Outcome",
    "Sweep",
    "TrendResult",
    "Verdict",
    "grader_error",
    "joined",
    "judge",
    "priced",
    "source_doubt",
    "unobserved",
]
