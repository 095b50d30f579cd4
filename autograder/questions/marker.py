"""A marker operation: the identity, which leaves a trace of every pass through it.

Each function f that a question differentiates sends one intermediate tensor through
`mark`. Beneath every transform, a dispatch mode then sees an operation
``autograder::mark`` with a *kind* and a true (batched) size:

    f     a forward of f             ft    a tangent pass (jvp) through that forward
    fr    a backward (vjp) pass      frt   a tangent pass through that backward, and so on

so that the number of passes and their widths are counted whatever the answer calls.

Offers: `mark`, `counted_marks` (a context that counts), `MARK` (the operation, for a dispatch mode).
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

_torch_library: Any = torch.library  # untyped
_library = _torch_library.Library("autograder", "DEF")
_library.define("mark(Tensor x, str kind) -> Tensor")

# Counters at work: every pass is told to each, from whatever thread it comes.
_listening: list[Counter[tuple[str, int]]] = []


def _is_traced() -> bool:
    # `linearize` first writes a program by running the function under a tracer: that is no pass; its runs are.
    tracing = sys.modules.get("torch.fx.experimental.proxy_tensor")
    return getattr(tracing, "_CURRENT_MAKE_FX_TRACER", None) is not None


def _record(x: Tensor, kind: str) -> Tensor:
    for marks in () if _is_traced() else _listening:
        marks[(kind, x.numel())] += 1
    return x.clone()


@contextlib.contextmanager
def counted_marks() -> Iterator[Counter[tuple[str, int]]]:
    """Count the passes of a block: (kind, elements marked) → how often."""
    marks: Counter[tuple[str, int]] = Counter()
    _listening.append(marks)
    try:
        yield marks
    finally:
        _listening.remove(marks)


_library.impl("mark", _record, "CompositeExplicitAutograd")

MARK = torch.ops.autograder.mark.default


def _batched_op(info: Any, in_dims: tuple[int | None, None], x: Tensor, kind: str) -> tuple[Tensor, int]:
    return torch.ops.autograder.mark(x.movedim(in_dims[0] or 0, 0), kind), 0


torch.library.register_vmap("autograder::mark", _batched_op)


class _Mark(torch.autograd.Function):
    """The marker with a rule for every mode; each rule is a marker again, so that any order is counted."""

    @staticmethod
    def forward(x: Tensor, kind: str) -> Tensor:
        marked: Tensor = torch.ops.autograder.mark(x, kind)
        return marked

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, str], output: Tensor) -> None:
        ctx.kind = inputs[1]

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor, None]:
        return _mark_whole(cotangent, ctx.kind + "r"), None

    @staticmethod
    def jvp(ctx: Any, tangent: Tensor, _: None) -> Tensor:
        return _mark_whole(tangent, ctx.kind + "t")

    @staticmethod
    def vmap(info: Any, in_dims: tuple[int, None], x: Tensor, kind: str) -> tuple[Tensor, int]:
        return _apply(x.movedim(in_dims[0], 0), kind), 0


# What a mark runs in. The observer's call trace looks away here: torch calls some thousand small functions of its own.
_around: list[Callable[[], contextlib.AbstractContextManager[None]]] = [contextlib.nullcontext]


def around_marks(context: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
    """Have the work of each mark done in a context of the observer's."""
    _around[0] = context


def _apply(x: Tensor, kind: str) -> Tensor:
    function: Any = _Mark
    with contextlib.nullcontext() if _runs_code_of_others(x) else _around[0]():
        marked: Tensor = function.apply(x, kind)
    return marked


def _runs_code_of_others(x: Tensor) -> bool:
    """Tell whether a mark may call what an answer wrote: a tensor of its own class, or a mode of its own."""
    core: Any = torch._C
    return type(x) is not Tensor or core._len_torch_function_stack() > 0 or core._len_torch_dispatch_stack() > 1


def _mark_whole(vector: Tensor, kind: str) -> Tensor:
    # `is_grads_batched=True` and autograd.functional run on torch's first vmap, which knows no rule of ours and would
    # fall back to a loop: one pass of width M would be counted as M of width 1.
    functorch: Any = torch._C._functorch
    if not functorch.is_legacy_batchedtensor(vector):
        return _apply(vector, kind)
    core: Any = torch._C
    level = core._vmapmode_increment_nesting() - 1
    core._vmapmode_decrement_nesting()
    ops: Any = torch
    whole = ops._remove_batch_dim(vector, level, 0, 0)
    batched: Tensor = ops._add_batch_dim(_apply(whole, kind), 0, level)
    return batched


def mark(x: Tensor, kind: str = "f") -> Tensor:
    """Return x unchanged, and let every pass through this point be counted.

    Shapes: any → the same. The value is x's, in memory of its own. Another `kind` keeps a second count.
    """
    return _apply(x, kind)
