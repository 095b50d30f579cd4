"""Kernels like Jupyter's own, forked from one process that has imported what a lesson and its checks import.

    warm_kernels(folder)   a context: the folder is a place of kernelspecs, one of which is `warm`
    warm                   the name of that kernelspec

A plain kernel takes as much processor time to import all that as a lesson takes to run. Run as a program, this is that
process (`python warm_kernels.py SOCKET`); the kernelspec's program is `ASKS`, which has it fork and waits for the end.
"""

import importlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

WARM = "warm"
# What a lesson is run with: where torch may not be forked, a kernel that begins anew.
USUAL = WARM if sys.platform == "linux" else "python3"
_LONGEST = 1 << 20
# Its environment and folder are those that the client wanted for the kernel; the kernel ends when it does.
ASKS = """import json, os, socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
line.connect(sys.argv[1])
line.send(json.dumps([sys.argv[2], os.getcwd(), dict(os.environ)]).encode())
line.recv(1)
"""


@contextmanager
def warm_kernels(folder: Path) -> Iterator[Path]:
    """Start the process, and yield a folder for JUPYTER_PATH; end it with the block. The folder's path is short."""
    address = folder / "s"
    spec = folder / "kernels" / WARM
    spec.mkdir(parents=True)
    argv = [sys.executable, "-I", "-S", "-c", ASKS, str(address), "{connection_file}"]
    about = {"argv": argv, "display_name": "Warm", "language": "python", "interrupt_mode": "message"}
    (spec / "kernel.json").write_text(json.dumps(about))
    environment = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked:
        asked.bind(str(address))
        asked.listen()  # from now on a kernel may be asked for: it waits until the process is warm
        words = [sys.executable, __file__, str(asked.fileno())]
        mother = subprocess.Popen(
            words, stdin=subprocess.PIPE, cwd="/", env=environment, pass_fds=[asked.fileno()], start_new_session=True
        )
    try:
        yield folder
    finally:
        mother.communicate()  # its line is closed: it ends, once its kernels have


def main() -> None:
    """Import and run once what kernels need, then fork one for each that asks, until standard input is closed."""
    from autograder.execute.warm_up import warm_up

    warm_up()
    _import_what_a_card_needs()
    asked = socket.socket(fileno=int(sys.argv[1]))
    assert len(os.listdir("/proc/self/task")) == 1, "a fork would be without the other threads"
    while sys.stdin not in select.select([asked, sys.stdin], [], [])[0]:
        line, _ = asked.accept()
        with line:
            if os.fork() == 0:
                _be_kernel(line)
    with suppress(ChildProcessError):  # until there is none
        while True:
            os.wait()


def _import_what_a_card_needs() -> None:
    """Import the other half: a learner's kernel holds the key and the judge."""
    for name in ("answer_key", "judge.failing", "logbook", "notebook.ending", "notebook.helping", "present.card"):
        importlib.import_module(f"autograder.{name}")


def _be_kernel(line: socket.socket) -> NoReturn:
    """Serve as one kernel, as its client would have started it; never return."""
    from ipykernel.kernelapp import IPKernelApp

    from autograder.execute.kernel_application import begin_afresh
    from autograder.notebook.cells import speak_of_undefined

    try:
        connection, folder, environment = json.loads(line.recv(_LONGEST))
        environment.pop("JPY_PARENT_PID", None)  # its client is no parent of this one
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        os.setsid()
        begin_afresh()
        threading.Thread(target=_end_with, args=(line,), daemon=True).start()
        application = IPKernelApp.instance()
        application.initialize(["-f", connection, "--HistoryManager.hist_file=:memory:"])
        speak_of_undefined()  # what the import does where there is a shell already
        application.start()
    finally:
        os._exit(0)


def _end_with(line: socket.socket) -> None:
    """End when the client's program has."""
    line.recv(1)
    os._exit(1)


if __name__ == "__main__":
    main()
