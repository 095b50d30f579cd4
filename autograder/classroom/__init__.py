"""A class: from submissions to gradebook and feedback. Only this package knows nbgrader.

Five rooms lie along a submission's way, and each imports only itself and those before it:

    course/     a course folder: its files, its releases, its secret, its demonstration class
    platforms/  what Moodle, Canvas and Blackboard hand out and take back: formats alone
    handin/     from what was handed in to a clean submission
    grading/    from a submission to its verdicts, as plain data, by workers here or on a cluster; nothing is drawn
    record/     verdicts into gradebook and journal; then pages, tables and exports are drawn from these

One module for each way in composes the rooms; no room imports these:

    pipeline          `autograder grade` and `demo`
    enrolling         `autograder roster`
    collecting        `autograder collect`
    exporting         `autograder export`
    regrade           `autograder regrade`; `regraded`, how its results are printed
    submissions       the steps that `pipeline` and `regrade` have in common
    nbgrader_steps    nbgrader's own commands, which find our steps by the names in nbgrader_config.py
    showing           `autograder check`: what it prints
"""
