"""What an answer gave back, as plain data; and torch's global state, put back as it was before the answer ran.

Offers: `captured` (a result as plain data), `sampled` (the same of some entries), `tensors_within` (its live tensors),
`carries_graph`; `fresh_state`, a context that undoes what an answer changed in torch's state, in two parts:
`kept_draws` (random numbers) and `fresh_call` (all else); `unwritten_shows`, a context in which memory that nobody
wrote is NaN; `within_a_call`, whether an answer is at work.
"""

import contextlib
import io
import random
import sys
import warnings
from _lsprof import Profiler
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd import forward_ad

from autograder.observe.evidence import Other, Result
from autograder.observe.printed import Printed
from autograder.observe.raising import bounded

_MOST_ITEMS = 20
# A result larger than this is judged by its shape alone: no question's result comes near it.
_LARGEST_TENSOR = 256 * 1024
_SAMPLE = 1000  # entries, about
_CARRIED = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.bool)


def captured(result: Any, depth: int = 4) -> Result:
    """Return a result as plain data with memory of its own; what no question asks for becomes `Other`."""
    # By its true type, and read by that type's own methods: an object may lie about its class, and a subclass may run
    # the student's code when it is read.
    kind: Any = type(result)
    if issubclass(kind, Tensor):
        return _captured_tensor(result)
    if kind is bool or kind is np.bool_:
        return bool(result)
    if issubclass(kind, float):
        return float.__float__(result)
    if kind is int and abs(result) < 2**63:
        return int(result)
    if issubclass(kind, tuple) and depth and tuple.__len__(result) <= _MOST_ITEMS:
        return tuple(captured(item, depth - 1) for item in tuple.__iter__(result))
    if _is_small_dict(kind, result) and depth and all(issubclass(type(key), str) for key in dict.keys(result)):
        return {bounded(key): captured(item, depth - 1) for key, item in dict.items(result)}
    return Other(bounded(kind.__name__))


def tensors_within(result: Any, depth: int = 4) -> Iterator[Tensor]:
    """Yield the tensors of a live result that have memory of their own, where `captured` would look for them."""
    kind: Any = type(result)
    if issubclass(kind, Tensor):
        if not _is_wrapper(result) and result.layout is torch.strided and not result._is_zerotensor():
            yield result
    elif issubclass(kind, tuple) and depth and tuple.__len__(result) <= _MOST_ITEMS:
        for item in tuple.__iter__(result):
            yield from tensors_within(item, depth - 1)
    elif _is_small_dict(kind, result) and depth:
        for item in dict.values(result):
            yield from tensors_within(item, depth - 1)


def _is_small_dict(kind: Any, result: Any) -> bool:
    return issubclass(kind, dict) and dict.__len__(result) <= _MOST_ITEMS


def _is_wrapper(tensor: Tensor) -> bool:
    """Tell whether a tensor is a transform's own, which has no memory to look at once the transform is over."""
    functorch: Any = torch._C._functorch
    foreign = type(tensor).__torch_dispatch__ is not Tensor.__torch_dispatch__
    return foreign or functorch.is_functorch_wrapped_tensor(tensor) or functorch.is_legacy_batchedtensor(tensor)


def _captured_tensor(tensor: Tensor) -> Result:
    if _is_wrapper(tensor):
        return Other("tensor that escaped from its transform")
    with torch._C.DisableTorchFunctionSubclass():
        shape = tuple(int(size) for size in tensor.shape)
        plain = tensor.detach()
        kind = f"{plain.dtype}".removeprefix("torch.") + " tensor"
        if plain.layout is not torch.strided:
            return Other(f"{plain.layout}".removeprefix("torch.") + " tensor", shape)
        if plain.dtype not in _CARRIED or plain.device.type == "meta":
            return Other(kind, shape)
        if plain.numel() * plain.element_size() > _LARGEST_TENSOR:
            return Other(kind, shape)
        own = torch.empty(shape, dtype=plain.dtype, device="cpu")
        own.copy_(plain.resolve_neg())
        return own


def sampled(result: Any) -> Result:
    """Return a result as `captured` does, but a tensor as a pair: every k-th of its entries, and its shape.

    Of a dict each tensor is taken so.
    """
    kind: Any = type(result)
    if _is_small_dict(kind, result) and all(issubclass(type(key), str) for key in dict.keys(result)):
        return {bounded(key): sampled(item) for key, item in dict.items(result)}
    if not issubclass(kind, Tensor) or _is_wrapper(result):
        return captured(result)
    with torch._C.DisableTorchFunctionSubclass():
        flat = result.detach().reshape(-1)
        # k is odd, so that every k-th entry does not fall into the same few columns where sizes are powers of two.
        return captured(flat[:: flat.numel() // _SAMPLE | 1]), tuple(int(size) for size in result.shape)


def carries_graph(result: Any) -> bool:
    """Tell whether a tensor of the result still requires grad."""
    with torch._C.DisableTorchFunctionSubclass():
        return any(bool(tensor.requires_grad) for tensor in tensors_within(result))


class _Bin(io.TextIOBase):
    """A stream that keeps nothing: what an answer prints costs neither marks nor memory."""

    encoding = "utf-8"

    def write(self, text: str, /) -> int:
        return len(text)

    def writable(self) -> bool:
        return True


@contextlib.contextmanager
def unwritten_shows() -> Iterator[None]:
    """Fill the memory that `torch.empty` and its like hand out with NaN: unwritten memory may look right by chance.

    torch's deterministic mode does it. With `warn_only`, operations without a deterministic form run all the same.
    """
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


def within_a_call() -> bool:
    """Tell whether an answer is at work: what is printed goes to a stream of ours."""
    return isinstance(sys.stdout, _Bin | Printed)


def _default_device() -> Any:
    """Return the mode by which torch's default device was set; None where nobody has set it, to the CPU either."""
    chosen: Any = torch._GLOBAL_DEVICE_CONTEXT
    return getattr(chosen, "device_context", None)


@contextlib.contextmanager
def kept_draws() -> Iterator[None]:
    """Put the state of torch's, Python's and numpy's random generators back after a block.

    numpy reads and writes its state one number at a time, which takes longer than many calls do: so it is done once for
    all calls.
    """
    state, python_state, numpy_state = torch.get_rng_state(), random.getstate(), np.random.get_state(legacy=False)
    try:
        yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)
        torch.set_rng_state(state)


@contextlib.contextmanager
def fresh_state() -> Iterator[None]:
    """Run a block in torch's default state, printing nowhere, and put everything back as it was.

    What a block draws at random is the same each time, so that a verdict can be repeated.
    """
    with kept_draws(), fresh_call():
        yield


def _entered() -> tuple[int, int, Any]:
    """Return which contexts of torch's are open: the number of modes of each sort, and the saved-tensor hooks."""
    core: Any = torch._C
    hooks = core._autograd._top_saved_tensors_default_hooks(False)
    return core._len_torch_dispatch_stack(), core._len_torch_function_stack(), hooks


def _leave(entered: tuple[int, int, Any]) -> None:
    """Leave the contexts that were opened since and not left: they would run an answer's code within our work."""
    core: Any = torch._C
    modes, functions, hooks = entered
    while core._len_torch_dispatch_stack() > modes:
        core._pop_torch_dispatch_stack(None)  # the last, whatever its sort
    while core._len_torch_function_stack() > functions:
        core._pop_torch_function_stack()
    while core._autograd._top_saved_tensors_default_hooks(False) not in (None, hooks):
        core._autograd._pop_saved_tensors_default_hooks()


def _profile_again(profile: Any) -> None:
    """Put a profiler back to work. cProfile's own can't be set: it is enabled by itself."""
    if isinstance(profile, Profiler):
        profile.enable()
    else:
        sys.setprofile(profile if callable(profile) else None)


def _precision() -> str:
    """Return how exactly float32 is multiplied; torch refuses to say where a single backend was told otherwise."""
    with contextlib.suppress(RuntimeError):
        return torch.get_float32_matmul_precision()
    return "highest"


@contextlib.contextmanager
def fresh_call(prints: io.TextIOBase | None = None) -> Iterator[None]:
    """Do as `fresh_state` does, printing to `prints` if given; random numbers are left to a `kept_draws` around it."""
    grad, inference = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
    dtype, device = torch.get_default_dtype(), _default_device()
    threads = torch.get_num_threads()
    deterministic = torch.are_deterministic_algorithms_enabled()
    anomaly = torch.is_anomaly_enabled()
    cast, precision = torch.is_autocast_enabled("cpu"), _precision()
    limit, profile, trace = sys.getrecursionlimit(), sys.getprofile(), sys.gettrace()
    streams = sys.stdout, sys.stderr
    entered = _entered()
    with torch.inference_mode(False), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
            torch.set_num_threads(1)
            torch.autograd.set_detect_anomaly(False)
            torch.set_autocast_enabled("cpu", False)
            torch.default_generator.manual_seed(0)
            random.seed(0)
            np.random.seed(0)
            sys.stdout = sys.stderr = prints or _Bin()
            yield
        finally:
            sys.stdout, sys.stderr = streams
            sys.setrecursionlimit(limit)
            if sys.getprofile() is not profile:
                _profile_again(profile)
            sys.settrace(trace)
            while forward_ad._current_level >= 0:
                forward_ad.exit_dual_level()  # type: ignore[no-untyped-call]  # torch has no types here
            torch.autograd.set_detect_anomaly(anomaly)
            torch.set_autocast_enabled("cpu", cast)
            if precision != _precision():
                torch.set_float32_matmul_precision(precision)
            torch.use_deterministic_algorithms(deterministic)
            torch.set_num_threads(threads)
            if _default_device() is not device:
                torch.set_default_device(device and device.device)
            _leave(entered)
            torch.set_default_dtype(dtype)
            torch.set_grad_enabled(grad and not inference)
