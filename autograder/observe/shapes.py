"""Shapes that torch works out in forward mode, without its detour through Python.

Where an operand of `+`, `*` or `/` has no tangent, forward mode takes a zero tensor for it, and asks the device «meta»
for the result's shape. That runs some eight hundred small functions in Python, and a call trace and a meter look at
each: two of three sums in a product with H take eighty times as long as the sum itself. Besides, each pass asks whether
two tensors have the same size; every dispatch mode is told of that, and ours have no use for it.

Offers: `quick_shapes`, a context in which plain cases are answered at once; `shape_of`, the shape that an elementwise
operation on some plain tensors on meta gives.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.library import Library, fallthrough_kernel

_META = torch._C.DispatchKey.Meta
_NAMES = ("add", "mul", "div")
_ASKED_OF_SIZES = ("is_same_size", "_has_same_storage_numel")
_NUMBERS = (int, float)
_infer_size: Callable[[torch.Size, torch.Size], torch.Size] = torch._C._infer_size


@contextlib.contextmanager
def quick_shapes() -> Iterator[None]:
    """Answer quickly while the block runs: the shape of sums, products and quotients on meta, and whether two agree."""
    overloads = [getattr(torch.ops.aten, name).Tensor for name in _NAMES]
    # Where torch has no kernel in Python there, it is quick by itself.
    slow = {each: each.py_kernels[_META] for each in overloads if _META in each.py_kernels}
    make: Any = Library  # untyped
    on_meta, under_modes = make("aten", "IMPL", "Meta"), make("aten", "IMPL", "Python")
    try:
        for overload, kernel in slow.items():
            on_meta.impl(overload, _quick(kernel))
        for name in _ASKED_OF_SIZES:
            under_modes.impl(name, fallthrough_kernel)
        yield
    finally:
        under_modes._destroy()
        on_meta._destroy()


def _quick(slow: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def quick(one: Tensor, other: Tensor, **options: Any) -> Tensor:
        shape = shape_of(one, other)
        return slow(one, other, **options) if shape is None else torch.empty(shape, dtype=one.dtype, device="meta")

    return quick


def shape_of(first: Any, *others: Any) -> torch.Size | None:
    """Return the shape that an elementwise operation on tensors on meta, and numbers, gives; None for other arguments.

    The tensors must be plain and of one dtype, which is then that of the result.
    """
    if not _is_plain(first):
        return None
    shapes = [first.shape]
    for other in others:
        if type(other) is Tensor:
            if not _is_plain(other) or other.dtype is not first.dtype:
                return None
            shapes.append(other.shape)
        elif type(other) not in _NUMBERS:
            return None
    try:
        common: torch.Size = functools.reduce(_infer_size, shapes)
        return common
    except RuntimeError:  # shapes that don't meet: torch says so in its own words
        return None


def _is_plain(tensor: Any) -> bool:
    """Tell whether a result depends on nothing of this tensor but its shape and its dtype."""
    if type(tensor) is not Tensor or not tensor.is_meta or not tensor.dtype.is_floating_point:
        return False
    if tensor.dim() < 2 or tensor.is_contiguous():
        return True
    strides = [stride for stride in tensor.stride() if stride]
    return strides == sorted(strides, reverse=True)
