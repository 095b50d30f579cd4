"""All that a lesson's notebook imports.

bench      time and peak memory of several ways, side by side
check      judge an answer and show its card
guess      answer a prediction at once, ungraded
hint       the next of three hints
progress   the lesson map with your points
run_on     run a lesson and its checks on a device
trend      draw times against size
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder import bench
    from autograder.notebook import check, guess, hint, progress, run_on, trend

__all__ = ["bench", "check", "guess", "hint", "progress", "run_on", "trend"]


def __getattr__(name: str) -> Any:
    # Looked up on first use, so that `autograder --help` does not wait for torch.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("autograder.notebook"), name)
