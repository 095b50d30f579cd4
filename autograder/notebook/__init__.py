"""What a notebook imports: both halves of the autograder in one process, for a learner at a laptop.

    check      checking.py    judge an answer, show its card
    hint       hinting.py     the next of three hints
    guess      guessing.py    answer a prediction
    progress   way.py         the lesson map
    trend      timing.py      times against size
    asking.py  which question a call is about; shown.py  what a call gives back

Under grading (the environment says AUTOGRADER_OBSERVE_ONLY) `check` only observes: it displays the evidence, and
neither the key nor the judge is imported beside the student's code.
"""

from autograder.notebook.checking import check
from autograder.notebook.guessing import guess
from autograder.notebook.hinting import hint
from autograder.notebook.timing import trend
from autograder.notebook.way import progress
from autograder.observe import sealed
from autograder.observe.outbox import outbox, shell_at_work

__all__ = ["check", "guess", "hint", "outbox", "progress", "trend"]

sealed()  # all of ours is here by now, and no answer yet
if shell_at_work() is not None:  # a kernel that is forked imports this before it has one, and asks later
    outbox()
