"""Where worker processes are forked from: a process that holds torch, warm, the key and the judge.

fork_server   multiprocessing's, which imports all that for itself
fork_here     have it be a fork of this process instead, which has them
zygote        where kernels come from: it holds nothing of the grader's
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
    """Return where to start worker processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMPORTS_FIRST])
    return context


def fork_here() -> None:
    """Fork the fork server from this process as it is now; call it before anything of a class is read.

    multiprocessing starts one for itself where this process has threads already, or where this one's fork has died.
    """
    from autograder.classroom.grading import warm_worker as warm_worker  # what a worker finds done

    server: Any = forkserver._forkserver  # multiprocessing has no public way to hand it one
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
        gc.freeze()  # what both hold stays shared, and nobody walks it again
        if (pid := os.fork()) == 0:
            os.close(held)
            _be_server(listener, alive)
        os.close(alive)
    server._forkserver_address, server._forkserver_alive_fd, server._forkserver_pid = address, held, pid


def _be_server(listener: socket.socket, alive: int) -> NoReturn:
    """Serve as multiprocessing's fork server, until no process is left that holds the other end of `alive`."""
    try:
        let_go(os.getppid())
        forkserver.main(listener.detach(), alive, [])
    finally:
        os._exit(0)


def zygote(kernel: Kernel) -> Zygote | None:
    """Return the one zygote of all workers; None where no kernel will be forked."""
    return one_zygote() if kernel is Kernel.SANDBOXED else None
