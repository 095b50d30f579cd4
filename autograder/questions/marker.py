"""A marker operation: the identity, which leaves a trace of every pass through it.

Each function f that a question differentiates sends one intermediate tensor through
`mark`. Beneath every transform, a dispatch mode then sees an operation
``autograder::mark`` with a *kind* and a true (batched) size:

    f     a forward of f             ft    a tangent pass (jvp) through that forward
    fr    a backward (vjp) pass      frt   a tangent pass through that backward, and so on

so that the number of passes and their widths are counted whatever the answer calls. A function v ↦ A v that a question
hands out marks with the kind `PRODUCT`, «p»: each vector that goes through it is a product with A.

Offers: `mark`, `PRODUCT`, `SECOND_ORDER`, `counted_marks` (a context that counts), `passes_ever` (the same counted
another way), `MARK` (the operation, for a dispatch mode).
"""

import contextlib
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

import torch
from torch import Tensor
from torch._C._functorch import TransformType
from torch._functorch.autograd_function import enable_single_level_autograd_function  # type: ignore[attr-defined]
from torch._functorch.pyfunctorch import retrieve_current_functorch_interpreter
from torch.autograd.forward_ad import _set_fwd_grad_enabled
from torch.autograd.function import _SingleLevelFunction
from torch.utils._device import DeviceContext

# The kind of a pass that multiplies vectors with a matrix which the question hands out as a function.
PRODUCT = "p"
# Kinds of passes of second derivatives: each multiplies vectors with a Hessian.
SECOND_ORDER = ("frt", "frr", "ftr", "ftt")

_torch_library: Any = torch.library  # untyped
_library = _torch_library.Library("autograder", "DEF")
_library.define("mark(Tensor x, str kind) -> Tensor")

# The counters at work: each is told of every pass, from whatever thread it comes.
_listening: list[Counter[tuple[str, int]]] = []
# All passes ever, counted in a second way that can't be reset: the counters are checked against it.
_ever = itertools.count()


def _is_traced() -> bool:
    # `linearize` first records a program by running the function under a tracer. That is no pass; its later runs are.
    tracing = sys.modules.get("torch.fx.experimental.proxy_tensor")
    return getattr(tracing, "_CURRENT_MAKE_FX_TRACER", None) is not None


def _record(x: Tensor, kind: str) -> Tensor:
    if not _is_traced():
        next(_ever)
        for marks in _listening:
            marks[(kind, x.numel())] += 1
    return x.clone()


def passes_ever() -> int:
    """Return how many passes were made in this process so far, whoever counted them."""
    return int(repr(_ever).removeprefix("count(").removesuffix(")"))


@contextlib.contextmanager
def counted_marks() -> Iterator[Counter[tuple[str, int]]]:
    """Count the passes of a block: (kind, elements marked) → how often."""
    marks: Counter[tuple[str, int]] = Counter()
    before = tuple(_listening)
    _listening.append(marks)
    try:
        yield marks
    finally:
        _listening[:] = before  # whatever an answer did to the list


_library.impl("mark", _record, "CompositeExplicitAutograd")

MARK = torch.ops.autograder.mark.default


def _batched_op(info: Any, in_dims: tuple[int | None, None], x: Tensor, kind: str) -> tuple[Tensor, int]:
    return torch.ops.autograder.mark(x.movedim(in_dims[0] or 0, 0), kind), 0


torch.library.register_vmap("autograder::mark", _batched_op)


class _Rules:
    """The marker's rules for every mode; each marks again, so that derivatives of any order are counted."""

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.kind = inputs[1]

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:
        return _mark_whole(cotangent, ctx.kind + "r"), None, None

    @staticmethod
    def jvp(ctx: Any, tangent: Tensor, *_: None) -> Tensor:
        return _mark_whole(tangent, ctx.kind + "t")


class _Mark(_Rules, _SingleLevelFunction):
    """The marker where no transform is at work.

    A plain autograd.Function would look up the signature of `forward` at each call.
    """

    @staticmethod
    def forward(x: Tensor, kind: str) -> Tensor:
        marked: Tensor = torch.ops.autograder.mark(x, kind)
        return marked


class _MarkUnder(_Rules, _SingleLevelFunction):
    """The marker under the innermost `grad` or `jvp`: it marks the tensor that this transform wraps.

    torch does the same for any autograd.Function, through trees of arguments and a class that it makes for each call.
    A marker has one tensor, and is called more often than anything else.
    """

    @staticmethod
    def forward(x: Tensor, kind: str, interpreter: Any) -> Tensor:
        functorch: Any = torch._C._functorch
        level = interpreter.level()
        inner = functorch._unwrap_for_grad(x, level)
        with torch.enable_grad(), _set_fwd_grad_enabled(True), interpreter.lower():
            marked = _marked(inner, kind)
        wrapped: Tensor = functorch._wrap_for_grad(marked, level)
        return wrapped


# What torch runs while a default device is set: it adds `device=` to calls that make tensors.
_DEVICES_RULE: Any = DeviceContext.__torch_function__

# The context that a mark runs in. The observer puts one here in which its call trace pauses: within a mark torch calls
# a thousand small functions of its own.
_around: dict[str, Callable[[], contextlib.AbstractContextManager[None]]] = {"a mark": contextlib.nullcontext}


def around_marks(context: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
    """Have each mark run in this context."""
    _around["a mark"] = context


def _apply(x: Tensor, kind: str) -> Tensor:
    with contextlib.nullcontext() if _runs_code_of_others(x) else _around["a mark"]():
        return _marked(x, kind)


def _marked(x: Tensor, kind: str) -> Tensor:
    alone, under, core = cast(Any, _Mark), cast(Any, _MarkUnder), cast(Any, torch._C)
    if not core._are_functorch_transforms_active():
        return cast(Tensor, alone.apply(core._functorch.unwrap_if_dead(x), kind))
    interpreter: Any = retrieve_current_functorch_interpreter()
    x = core._functorch.unwrap_if_dead(x)
    if interpreter.key() == TransformType.Vmap:
        level = interpreter.level()
        inner, axis = core._functorch._unwrap_batched(x, level)
        with interpreter.lower():
            if axis is None:
                return _marked(inner, kind)
            marked = _marked(inner.movedim(axis, 0), kind)
        return cast(Tensor, core._functorch._add_batch_dim(marked, 0, level))
    with enable_single_level_autograd_function():
        return cast(Tensor, under.apply(interpreter._cptr.lift(x), kind, interpreter))


def _runs_code_of_others(x: Tensor) -> bool:
    """Tell whether a mark may run an answer's code: that of a tensor subclass, or of a mode."""
    core: Any = torch._C
    modes = core._len_torch_function_stack()
    # Where a default device is set, torch's own mode lies lowest.
    if modes == 1 and getattr(core._get_function_stack_at(0).__torch_function__, "__func__", None) is _DEVICES_RULE:
        modes = 0
    return type(x) is not Tensor or modes > 0 or core._len_torch_dispatch_stack() > 1


def _mark_whole(vector: Tensor, kind: str) -> Tensor:
    # `is_grads_batched=True` and autograd.functional run on torch's first vmap. It knows no batching rule of ours and
    # would fall back to a loop: one pass of width M would be counted as M passes of width 1.
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

    Shapes: any → the same. The value is x's, in memory of its own. Another `kind` is counted apart. Where nobody
    counts, it is a plain copy.
    """
    return _apply(x, kind) if _listening else x.clone()
