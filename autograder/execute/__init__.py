"""Where answers run: notebooks in kernels, Python files in forks. Nothing is judged here.

    run             a submission's notebook from its first cell to its last; `submission` has the types
    client          nbclient's client that goes on where a cell fails; `one_kernel`, the life of its kernel, with
                    `prompt`, and what bounds it: `messages`, `kept_output`, `folder`, `process_usage`
    demonstrations  which cells grading leaves out
    warm, cold      how a submission's kernel is made: forked into a sandbox, or started plainly
    provisioner     jupyter_client's way to our warm kernels; `engine`, papermill's
    forks           kernels forked from a warm process, the `zygote`; `kernel_application`, what runs in each
    sandbox         Landlock and limits; `seccomp`, the system calls that are denied; `lacks`, what a machine lacks
    warm_up         what is imported and run once before a fork; `one_import`, one import of torch for a whole command
    many_files      Python files, each observed in a fork (`one_file`); `warm_observer`, one file at a time
    apart           what reads a student's bytes, in a process of its own; `process`, what all our forks need

Offers: `execute`, `sandbox_lacks` and the types of `submission.py`; `KernelFailed` where no kernel came up.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.execute.client import KeepsGoing
    from autograder.execute.lacks import sandbox_lacks
    from autograder.execute.one_kernel import KernelFailed
    from autograder.execute.run import execute
    from autograder.execute.submission import (
        DEFAULT_LIMITS,
        DEMO_TAG,
        CellRun,
        Check,
        Ended,
        Execution,
        Kernel,
        Limits,
        Spent,
        Submission,
    )

__all__ = [
    "DEFAULT_LIMITS",
    "DEMO_TAG",
    "CellRun",
    "Check",
    "Ended",
    "Execution",
    "KeepsGoing",
    "Kernel",
    "KernelFailed",
    "Limits",
    "Spent",
    "Submission",
    "execute",
    "sandbox_lacks",
]
_ELSEWHERE = {"execute": "run", "sandbox_lacks": "lacks", "KeepsGoing": "client", "KernelFailed": "one_kernel"}


def __getattr__(name: str) -> Any:
    # Imported on first use: the notebook format takes a second to import, and a zygote, a trial of the sandbox and
    # `autograder check` don't need it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'submission')}"), name)
