"""The two processes that all others are forked from: each imports torch once, and runs every transform once.

fork_server   worker processes come from it: it holds the key
zygote        kernels come from it: it holds nothing of the grader's
begin         start both, while this process has its own imports to do
"""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

from autograder.execute.forks import Zygote
from autograder.execute.forks import zygote as one_zygote
from autograder.execute.submission import Kernel

_IMPORTS_FIRST = "autograder.classroom.grading.warm_worker"


def fork_server() -> ForkServerContext:
    """Return where to start worker processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMPORTS_FIRST])
    return context


def zygote(kernel: Kernel) -> Zygote | None:
    """Return the one zygote of all workers; None where no kernel will be forked."""
    return one_zygote() if kernel is Kernel.SANDBOXED else None


def begin(kernel: Kernel) -> None:
    """Start what there is to start, and go on at once."""
    fork_server()
    forkserver.ensure_running()
    zygote(kernel)
