"""Zygotes of a test's own: what it does to them affects no other test.

COLD     the program of a zygote that imports next to nothing, for tests of how one starts and ends
running  a context in which this process's zygotes run a given program; its earlier zygote is put back at the end
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.execute import forks

COLD = """
from autograder.execute import warm_up, zygote
warm_up.warm_up = lambda: None
zygote.main()
"""


def command(program: str) -> tuple[str, ...]:
    """Return the words that start a zygote by a program."""
    return (sys.executable, "-I", "-B", "-c", program)


@contextmanager
def running(program: str) -> Iterator[None]:
    """Run a program in the zygotes that this process starts; at the end its earlier zygote is put back."""
    held, usual = forks._of(os.getpid()), forks._COMMAND
    before, held[:] = [*held], []
    forks._COMMAND = command(program)
    try:
        yield
    finally:
        forks._COMMAND = usual
        while held:
            held.pop().close()
        held[:] = before
