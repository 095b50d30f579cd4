"""The process that worker processes are forked from: it imports torch once, and runs every transform once.

Offers: `fork_server`, and `begin`, which starts it while this process has its own imports to do.
"""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_IMPORTS_FIRST = "autograder.classroom.warm_worker"


def fork_server() -> ForkServerContext:
    """Return where to start worker processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMPORTS_FIRST])
    return context


def begin() -> None:
    """Start the fork server and go on at once."""
    fork_server()
    forkserver.ensure_running()
