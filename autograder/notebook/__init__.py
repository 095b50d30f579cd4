"""What a lesson's notebook imports: the observer and the judge, in the learner's own process.

What a learner calls:

    checking       check: judge an answer and show its card
    hinting        hint: the next of three hints
    guessing       guess: answer a prediction
    progress_map   progress: the lesson map
    timing         trend: times against size

How a call is understood:

    asking         which exercise it is about; if that is unclear, what to write instead
    cells          which cell an answer came from, and whether a later one failed to define it
    untouched      whether the answer is still as its lesson handed it out
    lessons        what the lessons' own files say of an exercise

How an answer is judged and shown:

    judging        observes and judges it in this process
    keeping        whether the answer can keep something from one call to the next
    telling        shows how far a slow check is
    helping        how much of a diagnosis a card shows, the first, second and third time
    placing        which of an answer's lines a diagnosis is about
    recalling      asks about a mistake of the learner's own, at the beginning of a lesson
    ending         what a card with full marks shows besides
    shown          what each call returns: text for a terminal, HTML for a notebook
    unseen         shows what a call returned where the notebook itself would not

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
