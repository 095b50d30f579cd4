"""A class, from what its students hand in to the gradebook and the feedback pages. Only this package knows nbgrader.

Five rooms lie along a submission's way, and each imports only itself and those before it:

    course/     a course folder: its files, its releases, its secret, its demonstration class
    platforms/  the formats in which Moodle, Canvas and Blackboard hand out and take back files
    handin/     from what was handed in to a submission that can be graded
    grading/    from a submission to its verdicts, by workers here or on a cluster
    record/     from verdicts to gradebook and journal; pages, tables and exports are drawn from these two alone

Each command has a module here that puts the rooms together. No room imports these:

    pipeline          `autograder grade` and `autograder demo`
    regrade           `autograder regrade`
    regraded          what `autograder regrade` prints
    submissions       the steps that `grade` and `regrade` have in common
    enrolling         `autograder roster`
    collecting        `autograder collect`
    exporting         `autograder export`
    showing           what `autograder check` prints
    nbgrader_steps    our steps inside nbgrader's own commands; nbgrader_config.py names them
"""
