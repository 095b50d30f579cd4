"""A submission's notebook, run: nothing is judged here.

Offers: `execute`, `sandbox_lacks` and the types of `submission.py`; `KernelFailed` where no kernel came up.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.execute.client import KeepsGoing, KernelFailed
    from autograder.execute.lacks import sandbox_lacks
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
_ELSEWHERE = {"execute": "run", "sandbox_lacks": "lacks", "KeepsGoing": "client", "KernelFailed": "client"}


def __getattr__(name: str) -> Any:
    # Looked up on first use: a zygote, a box that is tried and `autograder check` need no notebook format, whose import
    # takes a second.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'submission')}"), name)
