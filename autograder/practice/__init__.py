"""Exercises as Python files, judged at each save, for `autograder watch`.

exercises   the files: written from the lessons, found by name, reset
plain_maths a lesson's formulas in plain characters
judging     one saved file → its verdict, by a process that stays warm
keyboard    single keys, as they are pressed
screen      what is shown
watch       the loop: saved files, keys and verdicts, one at a time
"""
