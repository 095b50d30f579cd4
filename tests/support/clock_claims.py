"""What a lesson says of the clock, seen on a machine that may do other things meanwhile.

Only tests marked `long` read a clock: another program can take any lead away, and a gate may not fall by chance. What
makes the lead, passes, operations or bytes, is counted in `make test`.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

TURNS = 5


def seen_within(turns: int, ratio: Callable[[], float], low: float, high: float = float("inf")) -> bool:
    """Tell whether a ratio of two times lies between two bounds in one of some turns; a busy one proves nothing."""
    return any(low < ratio() < high for _ in range(turns))


class Operations(TorchDispatchMode):
    """Count the operations that run meanwhile, by name, and the bytes of what they return."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()
        self.bytes = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.seen[str(func)] += 1
        self.bytes += sum(leaf.nbytes for leaf in tree_leaves(result) if isinstance(leaf, torch.Tensor))
        return result
