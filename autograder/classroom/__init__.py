"""A class: from submissions to gradebook and feedback. The only place that knows nbgrader.

Five rooms lie along a submission's way, and each imports only itself and those before it:

    course/     a course folder: where it lies, its releases, its secret, its demonstration class
    platforms/  what Moodle, Canvas and Blackboard hand out and take back: formats alone
    handin/     from what was handed in to a clean submission
    grading/    a submission to its verdicts, as plain data, by workers here or on a cluster; nothing is drawn
    record/     verdicts into gradebook and journal; pages, tables and exports are drawn from there, last

Beside them lies what composes them, one module for each way in; no room imports these:

    pipeline          `autograder grade` and `demo`
    enrolling         `autograder roster`
    collecting        `autograder collect`
    exporting         `autograder export`
    regrade           `autograder regrade`: the same once more, told before it counts by `regraded`
    nbgrader_steps    nbgrader's own commands, which find our steps here by the names in nbgrader_config.py
    showing           `autograder check`, whose answers come from files: judged in grading/, shown by present
"""
