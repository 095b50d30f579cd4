"""Whether the tensors that an answer makes lie on x's device: one call with every tensor on another device.

Every machine has torch's device «meta», whose tensors have a shape and a dtype and no numbers. Where an answer reads
a number, as a loop does that ends by a tolerance, it reads 1. Where it reads a truth value, it is told no in one call
and yes in another, and an error ends it after many reads. An error tells nothing, unless two devices met. That, or a
result on the CPU, tells of a tensor that was made without `device=`.

Offers: `call_elsewhere` (the call), `AsOnAGpu` (a mode to make it in), `not_followed` (what shows that the answer did
not stay there), `on_another` (what stands for a result on another device), `ELSEWHERE` (how its type begins),
`is_mismatch` (whether an error says that two devices met).
"""

from collections import Counter
from typing import Any

import torch
from torch import Tensor

from autograder.observe.capture import tensors_within
from autograder.observe.evidence import Observation, Other, Raised
from autograder.observe.mode import Mode
from autograder.observe.shapes import shape_of
from autograder.questions.question import Call, Question

ELSEWHERE = "tensor on "
_META = "meta"
# A loop that waits for a number to become smaller would wait for ever there.
_MOST_READS = 200
# How torch says that two devices met: its kernels, autograd, and kernels on CUDA.
_MET = ("is not on the expected device", "- expected device", "same device", "cross-device copies")
_aten = torch.ops.aten
# The kernels on meta check the first argument's device alone; a GPU's check all of them.
_PRODUCTS = (_aten.mm.default, _aten.mv.default, _aten.bmm.default, _aten.addmm.default)
# Elementwise operations that our f are made of → the dtype of the result, where it is not the argument's. torch's own
# meta kernels for these are written in Python, and take ten times as long as to work out the shape alone.
_ONE = ("sin", "cos", "tanh", "exp", "log", "neg", "abs", "sqrt", "rsqrt", "reciprocal", "sigmoid")
_PLACE_BY_PLACE: dict[Any, torch.dtype | None] = {
    **{getattr(_aten, name).default._op: None for name in (*_ONE, "tanh_backward", "sigmoid_backward")},
    **{getattr(_aten, name).Tensor._op: None for name in ("add", "sub", "mul", "div")},
    **{getattr(_aten, name).Scalar._op: None for name in ("add", "sub", "rsub", "mul", "div")},
    _aten.pow.Tensor_Scalar._op: None,
    **{getattr(_aten, name).Tensor._op: torch.bool for name in ("gt", "ge", "lt", "le")},
    **{getattr(_aten, name).Scalar._op: torch.bool for name in ("gt", "ge", "lt", "le")},
}


def call_elsewhere(question: Question, seed: int) -> Call | None:
    """Draw a question's call on meta; None where it has none."""
    if question.elsewhere is None:
        return None
    with torch.device(_META):
        return question.elsewhere(seed)


class AsOnAGpu(Mode):
    """Makes the device meta behave as a GPU would.

    Copying into a tensor on the CPU works, and a product of tensors on two devices fails. Reading a number gives 1, and
    reading a truth value gives `holds`; `nonzero` takes all entries for True.
    """

    def __init__(self, holds: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch has no types here
        self.holds = holds
        self.reads: Counter[torch.dtype] = Counter()

    @property
    def was_asked(self) -> bool:
        """Whether a truth value was read."""
        return self.reads[torch.bool] > 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func._op in _PLACE_BY_PLACE and not kwargs and (shape := shape_of(*args)) is not None:
            return torch.empty(shape, dtype=_PLACE_BY_PLACE[func._op] or args[0].dtype, device=_META)
        if func is _aten._local_scalar_dense.default and args[0].is_meta:
            return self._read(args[0])
        if func is _aten.nonzero.default and args[0].is_meta:
            return args[0].new_empty((args[0].numel(), args[0].dim()), dtype=torch.int64)
        if func is _aten.copy_.default and args[1].is_meta and not args[0].is_meta:
            return args[0]
        if func in _PRODUCTS and len({arg.device.type for arg in args if isinstance(arg, Tensor)}) > 1:
            raise RuntimeError("Expected all tensors to be on the same device, but found two, meta and cpu")
        return func(*args, **(kwargs or {}))

    def _read(self, number: Tensor) -> float | int | bool:
        self.reads[number.dtype] += 1
        if self.reads.total() > _MOST_READS:
            raise NotImplementedError("a tensor on meta has no numbers")
        if number.dtype is torch.bool:
            return self.holds
        return 1.0 if number.is_floating_point() else 1


def not_followed(call: Call, result: Any, error: Raised | None) -> Observation | None:
    """Return what shows that a call on meta did not stay there; None where nothing does."""
    if error is not None:
        return Observation(call.label, raised=error) if is_mismatch(error) else None
    found = on_another(result, _META)
    return Observation(call.label, found) if found else None


def is_mismatch(error: Raised) -> bool:
    """Tell whether an error says that tensors of two devices met."""
    return error.type == "RuntimeError" and any(phrase in error.message for phrase in _MET)


def on_another(result: Any, device: str) -> Other | None:
    """Return what stands for a result of which a tensor lies on another device than the one given; None for others.

    A yes or no lies nowhere: `torch.tensor(True)` says as much as True does.
    """
    placed = (tensor for tensor in tensors_within(result) if tensor.dim() or tensor.dtype is not torch.bool)
    found = {tensor.device.type for tensor in placed} - {device}
    return Other(f"{ELSEWHERE}{min(found)}, not on {device}") if found else None
