"""What worker processes are forked from: a process that has imported torch, the key and the judge, and is warm.

fork_server   multiprocessing's fork server, which imports all that by itself
fork_here     make it a fork of this process instead, which has imported it
zygote        what kernels are forked from: it holds nothing of the grader's
"""

import gc
import multiprocessing
import os
import socket
import sys
from multiprocessing import connection, forkserver
from multiprocessing.context import ForkServerContext
from typing import Any, NoReturn

from autograder.execute.forks import Zygote, let_go
from autograder.execute.forks import zygote as one_zygote
from autograder.execute.submission import Kernel

_IMPORTS_FIRST = "autograder.classroom.grading.warm_worker"


def fork_server() -> ForkServerContext:
    """Return multiprocessing's context for starting worker processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMPORTS_FIRST])
    return context


def fork_here() -> None:
    """Fork the fork server from this process as it is now; to be called before anything of a class is read.

    If this process has threads already, do nothing: multiprocessing then starts a fork server itself, as it does if
    this one dies.
    """
    from autograder.classroom.grading import warm_worker as warm_worker  # imports what a worker needs

    server: Any = forkserver._forkserver  # multiprocessing has no public way to use one of our own
    if server._forkserver_pid is not None or len(os.listdir("/proc/self/task")) != 1:
        return
    with socket.socket(socket.AF_UNIX) as listener:
        address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
        listener.bind(address)
        os.chmod(address, 0o600)
        listener.listen()
        alive, held = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        gc.freeze()  # so the collector never touches what both processes hold, and it stays shared
        if (pid := os.fork()) == 0:
            os.close(held)
            _be_server(listener, alive)
        os.close(alive)
    server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, held, pid


def _be_server(listener: socket.socket, alive: int) -> NoReturn:
    """Serve as multiprocessing's fork server until no process holds the other end of `alive`."""
    try:
        let_go(os.getppid())
        forkserver.main(listener.detach(), alive, [])
    finally:
        os._exit(0)


def zygote(kernel: Kernel) -> Zygote | None:
    """Return the one zygote of all workers; None if no kernel will be forked."""
    return one_zygote() if kernel is Kernel.SANDBOXED else None
