"""What the commands share: options, and what happens before students' code runs.

Offers: `Jobs`, `Unsandboxed`, `AsJson`, `kernel_for`, `on_one_core`, `expect_device`.
"""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.errors import MachineError

if TYPE_CHECKING:
    from autograder.execute import Kernel

Jobs = Annotated[int | None, typer.Option(help="Submissions graded at a time.", min=1, show_default="one a core")]
Unsandboxed = Annotated[bool, typer.Option("--unsandboxed", help="Run students' code with your own rights.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def kernel_for(unsandboxed: bool) -> "Kernel":
    """Return where students' code runs; refuse where this machine can't hold it, unless told to let it."""
    from autograder.execute import Kernel, sandbox_lacks
    from autograder.execute.forks import has_zygote

    if unsandboxed:
        return Kernel.UNSANDBOXED
    if has_zygote():  # it was asked before the command began anew
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
    """Begin a command that forks kernels anew, in the process where torch is imported once for all of them.

    Only where the command is the whole program: a program that calls it would be put an end to.
    """
    from autograder import cli
    from autograder.execute import Kernel, one_import

    if kernel is Kernel.SANDBOXED and getattr(sys.modules["__main__"], "main", None) is cli.main:
        one_import.begin_anew("from autograder.cli import go_on; go_on()")


def on_one_core() -> None:
    """Have torch, which is not imported yet, work on one core, in a thread that an answer starts too."""
    os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"


def expect_device(name: str) -> None:
    """Raise MachineError where this machine lacks a device."""
    if name == "cpu":
        return
    # Asked of the driver's library: whoever starts CUDA itself can't fork processes that use it.
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"
    import torch

    if name.split(":")[0] != "cuda" or not torch.cuda.is_available():
        step = "Leave --device out to check on the CPU."
        raise MachineError(
            "check --device", "cpu, or cuda where a machine has it", f"«{name}», which this one lacks", step
        )
