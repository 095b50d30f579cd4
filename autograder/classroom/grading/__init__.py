"""From a submission to its verdicts; nothing is drawn here.

work             what a worker does with one submission: Task → Graded
supervised       reads and runs it, in a process of its own
marking          what its checks displayed → verdicts; `tests_in_cells`, points of nbgrader's own kind of tests
ran              the graded notebook, for a reader
workers          tasks → results in order, by processes on this machine; `fork_server` and `warm_worker`, what these are
                 forked from
cluster          the same by Dask's workers; `on_a_worker`, what each of them begins with
answers, opened  answers in Python files and notebooks: found, and judged by the same judge
"""
