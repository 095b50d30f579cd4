"""Sums and products with a zero tensor, as forward mode makes them, without a detour through Python.

Where an operand of `+`, `*` or `/` has no tangent, torch takes a zero tensor for it, and asks the device «meta» for the
result's shape. The answer comes from some eight hundred small functions in Python: two sums in three of a product with
H take eighty times as long as the sum itself, and a call trace and a meter look at each of these functions.

Offers: `quick_zeros`, a context in which the shape of plain cases is told at once.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.library import Library

_META = torch._C.DispatchKey.Meta
_NAMES = ("add", "mul", "div")


@contextlib.contextmanager
def quick_zeros() -> Iterator[None]:
    """Tell the shape of sums, products and quotients on meta quickly while the block runs; nothing else changes."""
    overloads = [getattr(torch.ops.aten, name).Tensor for name in _NAMES]
    # A torch that has no function in Python there is quick by itself.
    slow = {each: each.py_kernels[_META] for each in overloads if _META in each.py_kernels}
    make: Any = Library  # untyped
    library = make("aten", "IMPL", "Meta")
    try:
        for overload, kernel in slow.items():
            library.impl(overload, _quick(kernel))
        yield
    finally:
        library._destroy()


def _quick(slow: Callable[..., Tensor]) -> Callable[..., Tensor]:
    infer_size: Callable[[torch.Size, torch.Size], torch.Size] = torch._C._infer_size

    def quick(one: Tensor, other: Tensor, **options: Any) -> Tensor:
        if _is_plain(one) and _is_plain(other) and one.dtype is other.dtype:
            with contextlib.suppress(RuntimeError):  # shapes that don't meet: torch says so in its own words
                return torch.empty(infer_size(one.shape, other.shape), dtype=one.dtype, device="meta")
        return slow(one, other, **options)

    return quick


def _is_plain(tensor: Any) -> bool:
    """Tell whether a result takes no form from this tensor but its shape and its dtype."""
    if type(tensor) is not Tensor or not tensor.is_meta or not tensor.dtype.is_floating_point:
        return False
    if tensor.dim() < 2 or tensor.is_contiguous():
        return True
    strides = [stride for stride in tensor.stride() if stride]
    return strides == sorted(strides, reverse=True)
