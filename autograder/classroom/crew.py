"""Hand submissions to worker processes and take the results in order.

graded_in_order   tasks → results, whatever becomes of a worker
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor

from autograder.classroom.work import Graded, Task, grade, not_graded


def graded_in_order(tasks: Sequence[Task], jobs: int) -> Iterator[Graded]:
    """Yield each task's result in the tasks' order, `jobs` of them being worked on at a time.

    A worker that breaks takes down its pool; what was lost with it is graded again, each alone. What breaks its own
    worker twice is withheld.
    """
    if not tasks:
        return
    crew = _crew(min(jobs, len(tasks)))
    try:
        futures = [crew.submit(grade, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            yield result_of(task, future)
    finally:
        crew.shutdown(cancel_futures=True)


def _crew(jobs: int) -> Executor:
    """Return worker processes that share one import of torch, and nothing of this process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([grade.__module__])
    return ProcessPoolExecutor(jobs, mp_context=context)


def result_of(task: Task, future: Future[Graded]) -> Graded:
    """Return what a worker made of a task; where the worker broke, what another makes of it alone."""
    try:
        return future.result()
    except BrokenExecutor:
        return _alone(task)
    except Exception as error:
        return not_graded(task, f"grading failed with {type(error).__name__}: {error}")


def _alone(task: Task) -> Graded:
    crew = _crew(1)
    try:
        return crew.submit(grade, task).result()
    except Exception as error:
        return not_graded(task, f"grading failed with {type(error).__name__}: {error}")
    finally:
        crew.shutdown(cancel_futures=True)
