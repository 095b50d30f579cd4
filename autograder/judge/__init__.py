"""The grader's side: evidence and key in, verdict out. Pure functions, no I/O.

The verdict:

    judging     judges each criterion in turn, then names at most one mistake
    criteria    the four criteria: value, method, cost, trend
    passes      holds counted passes against a budget and a method
    named       arguments by the names that the lesson gives them
    verdict     the types of a verdict
    failing     the call that failed, for a learner's own card; no part of a verdict

What an instructor should look at, whatever it earned:

    doubts      what can't be true of the evidence
    source      what a submission's source reaches for that an answer has no use for

How `source` reads code:

    harmless    the tables of what any answer may use
    names       what a name stands for, as far as it was imported
    paths       follows dotted names through the real modules
    reach       looks at a syntax tree node by node, and asks:
    calling     what a call reaches through its arguments
    making      which classes are made at run time
    binding     which names get a meaning that is looked up without their being written again
    clock       where it decides by the clock
    handing     which functions and modules are handed on, where their uses can't be followed

Offers: `judge`, `priced`, `unobserved`, `grader_error`, `look_through` (source), `joined` (doubts), `not_begun`, and
the types of `verdict.py`.
"""

from autograder.judge.doubts import joined
from autograder.judge.judging import grader_error, judge, priced, unobserved
from autograder.judge.source import look_through
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, Sweep, TrendResult, Verdict, not_begun

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
    "not_begun",
    "priced",
    "unobserved",
]
