"""What a notebook imports: both halves of the autograder in one process, for a learner at a laptop.

    check      checking.py    judge an answer, show its card
    hint       hinting.py     the next of three hints
    guess      guessing.py    answer a prediction
    progress   progress_map.py         the lesson map
    trend      timing.py      times against size
    asking.py     which exercise a call is about, or what to write instead
    cells.py      which cell an answer came from; untouched.py, whether it is still as it was handed out
    judging.py    both halves at once; telling.py, how far a slow one is; helping.py, how much help a card gives
    shown.py      what a call gives back; unseen.py, where nothing showed it
    keeping.py    whether an answer may keep something between calls

Under grading (the environment says AUTOGRADER_OBSERVE_ONLY) `check` only observes: it displays the evidence, and
neither the key nor the judge is imported beside the student's code.
"""

from autograder.notebook.cells import speak_of_undefined
from autograder.notebook.checking import check
from autograder.notebook.guessing import guess
from autograder.notebook.hinting import hint
from autograder.notebook.progress_map import progress
from autograder.notebook.shown import only_observed
from autograder.notebook.timing import trend
from autograder.observe import sealed
from autograder.observe.outbox import outbox, shell_at_work
from autograder.questions.device import run_on

__all__ = ["check", "guess", "hint", "outbox", "progress", "run_on", "trend"]

sealed()  # all of ours is here by now, and no answer yet
if not only_observed():
    speak_of_undefined()
if shell_at_work() is not None:  # a kernel that is forked imports this before it has one, and asks later
    outbox()
