"""Zygotes of a test's own: what it does to them is done to no other test's, and costs no import that it does not need.

COLD     a program for one that has imported next to nothing, where what matters is how it lives and ends
running  a context: the zygotes that this process starts run a program; the one that it had waits till the end
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
    """Have the zygotes that this process starts run a program; it holds none at first, and at the end what it held."""
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
