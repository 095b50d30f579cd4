"""The grader's side: evidence and key in, verdict out. Pure functions, no I/O.

    judging    the verdict: each criterion of `criteria`, then one diagnosis; its types are in `verdict`
    failing    the call that failed, for a learner's own card
    doubts     what can't be true of the evidence
    source     what a submission's source reaches for: by the tables of `harmless`, along `names` and `paths`, node by
               node in `reach`; `calling`, `making`, `binding` and `handing` say it of calls, classes, names that are
               bound, and what is handed on

Offers: `judge`, `priced`, `unobserved`, `grader_error`, `look_through` (source), `joined` (doubts), and the types of
`verdict.py`.
"""

from autograder.judge.doubts import joined
from autograder.judge.judging import grader_error, judge, priced, unobserved
from autograder.judge.source import look_through
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
    "look_through",
    "priced",
    "unobserved",
]
