"""Exercises as Python files, judged at each save: what `autograder watch` stands on.

exercises   the files: laid out from the lessons, begun anew, found by name
judging     one saved file → what there is to say of it, by a process that stays warm
screen      what is shown
watch       the loop: saved files, keys and runs, one at a time
"""
