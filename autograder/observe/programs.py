"""How torch records a function as a program, kept out of the call trace.

`linearize` makes a program of a function. For each operation some hundred small functions of torch's note its shape,
its strides and the lines that led to it; then the program is split in two. A trace that looked at each of them took
longer than all the rest. None of them runs an answer's code, so none can call a transform for it.

Offers: `quick_programs`, a context in which the call trace does not look at them.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from torch import Tensor
from torch.fx import GraphModule
from torch.fx.experimental import const_fold, proxy_tensor
from torch.fx.proxy import TracerBase

from autograder.observe.trace import Unwatched

# Where a function that records stands, its name there, and the one function of torch's by which it must be called.
_WRITES: tuple[tuple[Any, str, Any, str], ...] = (
    (proxy_tensor, "track_tensor_tree", proxy_tensor, "proxy_call"),
    (TracerBase, "create_proxy", proxy_tensor, "proxy_call"),
    (const_fold, "split_module", const_fold, "split_const_subgraphs"),
    (const_fold, "_inline_module", const_fold, "split_const_subgraphs"),
)
_PLAIN = (Tensor, getattr(proxy_tensor, "PythonKeyTracer", Tensor))


@contextlib.contextmanager
def quick_programs() -> Iterator[None]:
    """Have torch record programs unseen while the block runs; a torch that records them otherwise is merely slower."""
    known = [
        (owner, name, getattr(owner, name), getattr(where, by).__code__)
        for owner, name, where, by in _WRITES
        if hasattr(owner, name) and hasattr(where, by)
    ]
    try:
        for owner, name, writes, by in known:
            setattr(owner, name, _unseen(writes, by))
        yield
    finally:
        for owner, name, writes, _ in known:
            setattr(owner, name, writes)


def _unseen(writes: Callable[..., Any], by: CodeType) -> Callable[..., Any]:
    def unseen(first: Any, *others: Any, **named: Any) -> Any:
        # A tensor of an answer's own class would run its code wherever something is asked of it.
        plain = type(first) in _PLAIN or isinstance(first, GraphModule)
        with Unwatched() if plain and sys._getframe(1).f_code is by else contextlib.nullcontext():
            return writes(first, *others, **named)

    return unseen
