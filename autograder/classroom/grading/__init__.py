"""From a submission to its verdicts. Nothing is drawn here.

One submission:

    work             grades it: Task → Graded
    supervised       reads and runs it in a process of its own, under limits
    marking          judges what its check cells displayed
    tests_in_cells   the points of cells that hold tests of nbgrader's own kind
    notebook_as_run  its notebook with what its cells displayed, for a reader

Many submissions:

    workers          gives tasks to worker processes on this machine, and yields their results in order
    fork_server      the process that these workers are forked from
    warm_worker      what that process imports before it forks
    cluster          Dask's workers in their place
    on_a_worker      tells each of Dask's workers which course it works for

Files of answers, for `autograder check`, `watch` and `audit`:

    answer_file      finds the answers in a Python file or a notebook
    answers          judges them
"""
