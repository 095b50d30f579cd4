"""What an answer gave back or raised, as plain data; and the global state that it may have left behind.

Offers: `captured` (a result), `raised` (an exception), `fresh_state` (a context that undoes an answer's traces).
"""

import contextlib
import io
import linecache
import random
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from autograder.observe.evidence import Other, Raised, Result

_PACKAGE = str(Path(__file__).parent.parent)
_NOT_THEIRS = (
    _PACKAGE,
    str(Path(torch.__file__).parent),
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    "<frozen",
)
_LONGEST = 500
# A result larger than this is judged by its shape alone: no question's result comes near it.
_LARGEST_TENSOR = 256 * 1024
_CARRIED = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.bool)


def captured(result: Any, depth: int = 4) -> Result:
    """Return a result as plain data that owns its memory; what no question asks for becomes `Other`."""
    if isinstance(result, Tensor):
        return _captured_tensor(result)
    if isinstance(result, bool) or type(result).__name__ == "bool_":
        return bool(result)
    if isinstance(result, float):
        return float(result)
    if isinstance(result, int):
        return int(result)
    if isinstance(result, tuple) and depth and len(result) <= 20:
        return tuple(captured(item, depth - 1) for item in result)
    if isinstance(result, dict) and depth and len(result) <= 20 and all(isinstance(key, str) for key in result):
        return {str(key): captured(item, depth - 1) for key, item in result.items()}
    return Other(_bounded(type(result).__name__))


def _captured_tensor(tensor: Tensor) -> Result:
    if type(tensor).__torch_dispatch__ is not Tensor.__torch_dispatch__:
        return Other(_bounded(type(tensor).__name__))
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
        own = torch.empty(shape, dtype=plain.dtype)
        own.copy_(plain.resolve_neg())
        return own


def carries_graph(result: Any) -> bool:
    """Tell whether a tensor of the result still requires grad."""
    if isinstance(result, Tensor):
        return bool(result.requires_grad)
    if isinstance(result, (tuple, list)):
        return any(carries_graph(item) for item in result[:20])
    if isinstance(result, dict):
        return any(carries_graph(item) for item in list(result.values())[:20])
    return False


def raised(error: BaseException) -> Raised:
    """Return an exception as plain data, with the student's line nearest to it."""
    lineno = line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if not name.startswith(_NOT_THEIRS):
            lineno, line = number, _bounded(linecache.getline(name, number).strip()) or None
    try:
        message = str(error)
    except Exception:
        message = "(its message can't be printed)"
    return Raised(_bounded(type(error).__name__), _bounded(message), lineno, line)


def _bounded(text: object) -> str:
    # str() of a str subclass may run the student's code; joining characters does not.
    plain = "".join(text) if isinstance(text, str) else "?"
    return plain[:_LONGEST]


class _Bin(io.TextIOBase):
    """A stream that forgets: what an answer prints costs neither marks nor memory."""

    encoding = "utf-8"

    def write(self, text: str, /) -> int:
        return len(text)

    def writable(self) -> bool:
        return True


@contextlib.contextmanager
def fresh_state() -> Iterator[None]:
    """Run a block in torch's default state, printing nowhere, and put everything back as it was."""
    grad, inference = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
    dtype, device = torch.get_default_dtype(), torch.get_default_device()
    threads, state, python_state = torch.get_num_threads(), torch.get_rng_state(), random.getstate()
    deterministic = torch.are_deterministic_algorithms_enabled()
    anomaly = torch.is_anomaly_enabled()
    limit, profile, trace = sys.getrecursionlimit(), sys.getprofile(), sys.gettrace()
    streams = sys.stdout, sys.stderr
    with torch.inference_mode(False), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
            torch.set_num_threads(1)
            sys.stdout = sys.stderr = _Bin()
            yield
        finally:
            sys.stdout, sys.stderr = streams
            sys.setrecursionlimit(limit)
            sys.setprofile(profile)
            sys.settrace(trace)
            torch.autograd.set_detect_anomaly(anomaly)
            torch.use_deterministic_algorithms(deterministic)
            random.setstate(python_state)
            torch.set_rng_state(state)
            torch.set_num_threads(threads)
            if torch.get_default_device() != device:
                torch.set_default_device(device)
            torch.set_default_dtype(dtype)
            torch.set_grad_enabled(grad and not inference)
