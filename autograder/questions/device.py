"""Where tensors live: on torch's default device, for what is asked; on the CPU, for the key and the judge.

run_on       have a lesson and its checks run on a device, where there is one
at_work      the device that inputs are drawn for
has_numbers  whether there are tensors on it that hold any
ON_META      how the label of a call drawn for meta begins, torch's device without numbers
on_the_cpu   a function, run with the CPU as torch's default device
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import torch

Params = ParamSpec("Params")
Result = TypeVar("Result")

_CPU = "cpu"
ON_META = "every tensor on meta"


def run_on(device: str) -> str:
    """Make a device torch's default, which `check` follows; return it, or «cpu», and say so, where there is none."""
    if device == _CPU:
        return _CPU
    if not torch.cuda.is_available():
        print(f"There is no {device} here: the CPU takes its place.")
        return _CPU
    torch.set_default_device(device)
    return device


def at_work() -> torch.device:
    """Return torch's default device."""
    return torch.get_default_device()


def has_numbers() -> bool:
    """Tell whether tensors on torch's default device hold numbers: it may be meta, or one of another machine."""
    try:
        return torch.empty(0).device.type != "meta"
    except (AssertionError, RuntimeError):  # by which torch says that it has no such device
        return False


def on_the_cpu(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Return the function so that whatever it makes is made on the CPU, whatever torch's default device is."""

    @wraps(function)
    def pinned(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        if at_work().type == _CPU:  # a default that is set costs every call of torch a little
            return function(*args, **kwargs)
        with torch.device(_CPU):
            return function(*args, **kwargs)

    return pinned
