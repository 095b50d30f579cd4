"""Peaks that are too high: because something large was built, or because a few vectors were kept for too long.

built        whether a peak is so high that something as large as the naive way's was built
A_FEW_TIMES  the mistake of a peak that is too high, and too low for that
"""

from autograder.answer_key.key import Case, Mistake

# In times the reference's peak. Wherever a peak is compared with the naive way's, that one is higher than this.
_BUILT = 5.0


def built(case: Case) -> bool:
    """Tell whether a call's peak is that of something built, and not of some vectors more."""
    return case.peaks_above(_BUILT)


A_FEW_TIMES = Mistake(
    "some-vectors-more",
    "cost",
    lambda case: case.over == {"peak"} and not built(case),
    "Nothing large was built, and still more is alive at one time than the lesson's way keeps.",
    "A copy of an argument, a traced program or a list of earlier steps lives on beside what is at work.",
    "Look for what is kept and not used again: copies, lists, a recorded graph that nobody pulls through.",
)
