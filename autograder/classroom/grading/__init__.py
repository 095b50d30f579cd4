"""A submission to its verdicts; nothing is drawn here.

work       what a worker does: Task → Graded
marking    what a run displayed → verdicts; `ran`, what else it leaves for a reader
workers    tasks → results in order, by processes on this machine; `cluster`, by Dask's workers,
           each of which begins with what `on_a_worker` has
answers    the same judge for answers in Python files
"""
