"""Verdicts into gradebook and journal; whatever is drawn is drawn here, last.

gradebook, journal    what was graded, kept; `alone`, one writer at a time
files                 a submission's graded notebook (`drawn`) and its page (`feedback`), written
results, summary      a class for the terminal, for a program, and its report
export                the gradebook written out
"""
