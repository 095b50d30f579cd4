"""Submissions graded by workers, and the results in order.

graded_in_order   tasks → results, whatever happens to a worker
pool              worker processes on this machine, for the length of a block
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager

from autograder.classroom.grading.cluster import connected
from autograder.classroom.grading.fork_server import fork_server, zygote
from autograder.classroom.grading.work import Graded, Task, grade, not_graded
from autograder.errors import CourseError
from autograder.execute import Kernel
from autograder.execute.forks import Zygote, share


def graded_in_order(tasks: Sequence[Task], jobs: int, cluster: str | None = None) -> Generator[Graded, None, None]:
    """Yield each task's result in the tasks' order; grade `jobs` at a time.

    If `cluster` names a Dask scheduler («tcp://host:8786»), all its workers do the work; raise MachineError if it can't
    be reached. A worker of ours that breaks takes down its pool: what was lost with it is graded again, each alone, and
    withheld if it breaks its worker again. A caller that stops early must close this generator, and with it the
    workers: else they go on to the end of what they have begun.
    """
    if not tasks:
        return
    with connected(cluster) if cluster is not None else pool(min(jobs, len(tasks)), tasks[0].kernel) as crew:
        futures = deque(crew.submit(grade, task) for task in tasks)
        for task in tasks:
            yield result_of(task, futures.popleft())  # popped, so that its notebook is freed


@contextmanager
def pool(jobs: int, kernel: Kernel) -> Iterator[Executor]:
    """Yield worker processes that share one import of torch and one zygote, and nothing of this process."""
    others = set(multiprocessing.active_children())
    crew = ProcessPoolExecutor(jobs, mp_context=fork_server(), initializer=_begin, initargs=(zygote(kernel),))
    try:
        yield crew
    except BaseException:  # an interrupt, or the caller wants no more: what is begun could take minutes
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        raise
    finally:
        crew.shutdown(cancel_futures=True)


def _begin(mother: Zygote | None) -> None:
    """Make this worker, and so its kernels, end when the process that started it does, however that ends.

    An interrupt at the terminal reaches both, and the grader handles it.
    """
    if mother:
        share(mother)
    signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the kernels would inherit
    grader = multiprocessing.parent_process()
    assert grader is not None

    def wait() -> None:
        grader.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def result_of(task: Task, future: Future[Graded]) -> Graded:
    """Return a worker's result for a task; if the worker broke, that of another one, which grades it alone."""
    try:
        return future.result()
    except BrokenExecutor:
        return _alone(task)
    except Exception as error:
        return _failed(task, error)


def _alone(task: Task) -> Graded:
    with pool(1, task.kernel) as crew:
        try:
            return crew.submit(grade, task).result()
        except Exception as error:
            return _failed(task, error)


def _failed(task: Task, error: Exception) -> Graded:
    """Return a task's result if grading failed: of a file out of reach, or a full disk, what to do."""
    reason = f"grading failed with {type(error).__name__}: {error}"
    if isinstance(error, OSError) and error.strerror:
        place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "grading"
        step = "Mend that, and grade again."
        reason = str(CourseError(place, "a file that can be read or written", error.strerror, step))
    return not_graded(task, reason)
