"""What the meter needs to know of each of torch's operations: what it makes, writes, hands out and computes.

Offers: `Kind`, and `kind_of` an operation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.flop_counter import flop_registry

# torch's FLOP table knows products of matrices only. Ours are often with a vector: 2 for each entry of the matrix.
_MATRIX_VECTOR: dict[Any, Callable[..., int]] = {
    torch.ops.aten.mv: lambda matrix, vector, **_: 2 * matrix.numel(),
    torch.ops.aten.addmv: lambda start, matrix, vector, **_: 2 * matrix.numel(),
    torch.ops.aten.dot: lambda one, other, **_: 2 * one.numel(),
    # In inference mode an operation is seen whole, and not what it is made of.
    torch.ops.aten.matmul: lambda one, other, out_val: 2 * out_val.numel() * one.shape[-1],
    torch.ops.aten.linear: lambda x, weight, *_, out_val: 2 * out_val.numel() * x.shape[-1],
}

# Operations that make no memory and compute nothing; a pass has many of them.
_BARE = frozenset({
    "aten::is_same_size", "aten::_has_same_storage_numel", "aten::alias", "aten::detach", "aten::view", "aten::expand",
    "aten::select", "aten::slice", "aten::t", "aten::transpose", "aten::permute", "aten::squeeze", "aten::unsqueeze",
    "aten::lift_fresh", "aten::_efficientzerotensor",
})  # fmt: skip
# Python's `float` and `item` end here, once for each number.
_TAKES = "aten::_local_scalar_dense"
# These return their argument's memory, and their schemas do not say so.
_HAND_ON = frozenset({"aten::_unsafe_view", "aten::lift"})


@dataclass(frozen=True, slots=True)
class Kind:
    """An operation, as the meter sees it.

    call    the operation without the function in Python that torch puts before it
    bare    it makes no memory and computes nothing
    torchs  its code is torch's own, or ours
    fresh   it returns memory of its own, never that of an argument
    writes  it writes into an argument, which it returns
    takes   it hands a number out to Python
    flops   how many operations it takes; None where nobody counts them
    """

    func: Any
    call: Callable[..., Any]
    bare: bool
    torchs: bool
    fresh: bool
    writes: bool
    takes: bool
    flops: Callable[..., int] | None


def kind_of(func: Any) -> Kind:
    """Return what the meter needs to know of one of torch's operations."""
    flops = flop_registry.get(func._overloadpacket) or _MATRIX_VECTOR.get(func._overloadpacket)
    torchs = func.namespace in ("aten", "prims", "autograder")
    name, returns = func._schema.name, func._schema.returns
    # A composite operation may return an argument's memory without its schema saying so.
    says = torchs and name not in _HAND_ON and not func._can_decompose()
    fresh = says and not any(each.alias_info for each in returns)
    writes = any(each.alias_info is not None and each.alias_info.is_write for each in func._schema.arguments)
    return Kind(func, func._op, name in _BARE, torchs, fresh, writes, name == _TAKES, flops)
