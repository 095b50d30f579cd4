"""Right results by a way that is ruled out or too dear, whatever the question.

Offers each mistake by its name.
"""

from autograder.answer_key.key import Mistake

OBSERVER_REMOVED = Mistake(
    "observer-removed",
    "method",
    lambda case: "method" in case.failed and "profile" in case.evidence.flags,
    "{question} turned Python's profiler off or put another in its place.",
    "The method is judged from the calls that it sees.",
    "Leave `sys.setprofile` alone, and run profilers outside the function.",
)
FORBIDDEN_TOOL = Mistake(
    "forbidden-tool",
    "method",
    lambda case: "forbidden" in case.over and "profile" not in case.evidence.flags,
    "{question} gives the right values by a way that this exercise rules out.",
    "It practises another way to the same numbers; with {tools} there would be nothing left to practise.",
    "Take it out, and go the way that the criterion «method» names.",
)
TOOL_MISSING = Mistake(
    "tool-missing",
    "method",
    lambda case: "missing" in case.over and "forbidden" not in case.over and "profile" not in case.evidence.flags,
    "{question} gives the right values, but not by the tool that this exercise is about.",
    "The right number by another road is not what the lesson practises.",
    "The criterion «method» names what to use.",
)
TOOL_MISSING_ELSEWHERE = Mistake(
    "tool-missing-elsewhere",
    "method",
    lambda case: "in places" in case.over and "profile" not in case.evidence.flags,
    "{question} goes the way that is asked on most inputs, and another one on others.",
    "What is asked holds for every size and every f. A way of its own for one sort of input, behind an `if` on a length"
    " say, is not what the lesson practises.",
    "Look up the call that «method» names, find the line that takes another way there, and let the way that is asked"
    " serve it, too.",
)
TOO_MANY_EVALUATIONS = Mistake(
    "too-many-evaluations",
    "cost",
    lambda case: "forwards" in case.over,
    "f was evaluated more often than the budget allows.",
    "Each evaluation is a whole forward pass: on a real model that is most of the bill.",
    "Count the calls of f in your code: which of them could have kept an earlier result?",
)
OVER_THE_BUDGET_ELSEWHERE = Mistake(
    "over-the-budget-elsewhere",
    "cost",
    lambda case: "uncounted" in case.over,
    "{question} keeps its budget on most inputs, and breaks it on others.",
    "A budget holds for every size and every f. What is quick to write for one sort of input, behind an `if` on a"
    " length say, is a way of its own, with a cost of its own.",
    "Find the line that takes another way on this input, and let the way that keeps the budget serve it, too.",
)
SLOWER_THAN_COUNTED = Mistake(
    "slower-than-counted",
    "trend",
    lambda case: "trend" in case.failed,
    "The clock disagrees with the lesson's claim, although the counted passes are within the budget.",
    "Time goes somewhere that the count does not see: work in Python between the passes, or work done twice.",
    "Look at `trend({question})`, and at what each turn of your loop does besides its pass.",
)
TOO_MANY_PASSES = Mistake(
    "too-many-passes",
    "cost",
    lambda case: "backwards" in case.over and "forwards" not in case.over,
    "More vectors were pulled back through f than the budget allows.",
    "Each `backward` and each `autograd.grad` is a way back through all that f recorded, whether its result is used or"
    " not.",
    "Count the backward passes in your code, and the vectors that each carries: which of them is not needed?",
)
TOO_MUCH_MEMORY = Mistake(
    "too-much-memory",
    "cost",
    lambda case: case.over == {"peak"},
    "The passes are within the budget, and too much memory is taken at one time.",
    "Something large is alive beside them: a square matrix, copies of what was there already, or a list of all that"
    " was made on the way.",
    "Print the shapes of what your lines make: which of them has more entries than the arguments and the result?",
)
OVER_BUDGET = Mistake(
    "over-the-budget",
    "cost",
    lambda case: "cost" in case.failed and bool(case.over - {"forbidden", "missing", "way"}),
    "The numbers are right, and they take more than the budget has.",
    "What is bounded is what grows on a real model.",
    "Find the line that spends what the finding counts, and ask what of it the result needs.",
)
