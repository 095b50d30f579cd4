"""What a notebook imports: both halves of the autograder, observer and judge, in the learner's own process.

    check      checking.py       judge an answer, show its card
    hint       hinting.py        the next of three hints
    guess      guessing.py       answer a prediction; recalling.py, one about the learner's own mistake
    progress   progress_map.py   the lesson map
    trend      timing.py         times against size

    asking.py     which exercise a call is about, or what to write instead
    cells.py      which cell an answer came from; untouched.py, whether it is still as it was handed out
    judging.py    observe and judge an answer; telling.py, how far a slow check is
    helping.py    how much help a card gives; ending.py, what a card with full marks shows besides
    lessons.py    what the lessons' own files say of an exercise
    shown.py      what a call returns; unseen.py, where nothing showed it
    keeping.py    whether an answer may keep something between calls

While a class is graded (AUTOGRADER_OBSERVE_ONLY is set) `check` only observes: it displays the evidence, and neither
the key nor the judge is imported next to the student's code.
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

sealed()  # all of our code is imported by now, and no answer yet
if not only_observed():
    speak_of_undefined()
if shell_at_work() is not None:  # a forked kernel imports this before it has a shell, and calls it later
    outbox()
