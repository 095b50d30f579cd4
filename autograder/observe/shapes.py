"""What is asked of shapes alone, told without a detour through Python.

Where an operand of `+`, `*` or `/` has no tangent, forward mode takes a zero tensor for it, and asks the device «meta»
for the result's shape. The answer comes from some eight hundred small functions in Python: two sums in three of a
product with H take eighty times as long as the sum itself, and a call trace and a meter look at each of these
functions. Each pass asks besides whether two tensors have one size: a mode is told each time, and ours count nothing.

Offers: `quick_shapes`, a context in which plain cases are told at once; `shape_of`, the shape of what is made of some
plain tensors on meta, place by place.
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
    """Tell shapes quickly while the block runs: of sums, products and quotients on meta, and whether two are one."""
    overloads = [getattr(torch.ops.aten, name).Tensor for name in _NAMES]
    # A torch that has no function in Python there is quick by itself.
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
    """Return the shape of what is made place by place of tensors on meta, and of numbers; None where that is not all.

    They must be plain and of one dtype, which is then that of the result.
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
    """Tell whether a result takes no form from this tensor but its shape and its dtype."""
    if type(tensor) is not Tensor or not tensor.is_meta or not tensor.dtype.is_floating_point:
        return False
    if tensor.dim() < 2 or tensor.is_contiguous():
        return True
    strides = [stride for stride in tensor.stride() if stride]
    return strides == sorted(strides, reverse=True)
