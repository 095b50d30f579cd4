"""What the commands share.

Lessons, Jobs, Cluster, Unsandboxed, AsJson, JsonLines   arguments and options
kernel_for      where students' code runs
begin_anew      import torch once, in a clean process
on_one_core     have torch work on one core
expect_device   refuse a device that this machine lacks
"""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.errors import MachineError

if TYPE_CHECKING:
    from autograder.execute import Kernel

Lessons = Annotated[
    list[str] | None,
    typer.Argument(help="Lessons, by name or number.", metavar="LESSON", show_default="all of them"),
]
Jobs = Annotated[int | None, typer.Option(help="Submissions graded at a time.", min=1, show_default="one a core")]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="tcp://HOST:PORT",
        help="Grade on a Dask cluster, by its scheduler. Its workers need this course installed and these folders.",
    ),
]
Unsandboxed = Annotated[bool, typer.Option("--unsandboxed", help="Run students' code with your own rights.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
JsonLines = Annotated[bool, typer.Option("--json", help="Print a line of JSON for each submission.")]


def kernel_for(unsandboxed: bool) -> "Kernel":
    """Return where students' code runs; raise MachineError if it must be a sandbox and this machine has none."""
    from autograder.execute import Kernel, sandbox_lacks
    from autograder.execute.forks import has_zygote

    if unsandboxed:
        return Kernel.UNSANDBOXED
    if has_zygote():  # this was asked before the command began anew
        return Kernel.SANDBOXED
    if lacks := sandbox_lacks():
        raise MachineError(
            "grade",
            "a machine that can hold students' code in a sandbox",
            f"one without {lacks}",
            "Pass --unsandboxed to run it with your own rights.",
        )
    return Kernel.SANDBOXED


def begin_anew(kernel: "Kernel") -> None:
    """Begin a command again in a clean process, where torch is imported once for it and for the kernels that it forks.

    Do nothing if the command is not the whole program: a program that calls it would be replaced.
    """
    from autograder import cli
    from autograder.execute import Kernel, one_import

    if kernel is Kernel.SANDBOXED and getattr(sys.modules["__main__"], "main", None) is cli.main:
        one_import.begin_anew("from autograder.cli import go_on; go_on()")


def on_one_core() -> None:
    """Have torch, which is not imported yet, work on one core, also in threads that an answer starts."""
    # The limit, too: an answer may ask for more threads, and on a busy machine would only be slower for it.
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "MKL_NUM_THREADS"), "1"))


def expect_device(name: str) -> None:
    """Raise MachineError if this machine lacks a device."""
    if name == "cpu":
        return
    # Asks the driver's library: a process that has started CUDA can't fork processes that use it.
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"
    import torch

    if name.split(":")[0] != "cuda" or not torch.cuda.is_available():
        step = "Leave --device out to check on the CPU."
        raise MachineError(
            "check --device", "cpu, or cuda where a machine has it", f"«{name}», which this one lacks", step
        )
