"""The oracle's own meter: it counts passes at f's arguments, and weighs memory with torch's profiler.

It shares nothing with the observer's meter, which counts at a marker inside f: where the two differ, one is wrong.

Offers: `Counted` (what was counted), `counting` (f that counts each pass), `counting_model` (a module that does),
`peak_of` (bytes), `tools_named` (the transforms that an answer calls itself).
"""

import contextlib
import copy
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from types import ModuleType
from typing import Any, cast

import torch
import torch.nn.utils.stateless
from torch import Tensor, nn

ANSWER = "answer"  # the name of the module that an answer is run in


@dataclass(slots=True)
class Counted:
    """Passes by kind and width.

    A kind is «f», followed by «r» for each time that a pass went backward through what stands before it, «t» for
    forward: «fr» is a backward pass through f, «frt» a forward-mode pass through that.
    """

    passes: Counter[tuple[str, int]] = field(default_factory=Counter)

    def count(self, *kinds: str) -> int:
        """Passes of some kinds."""
        return sum(count for (kind, _), count in self.passes.items() if kind in kinds)

    def vectors(self, *kinds: str) -> int:
        """Vectors that the passes of some kinds carried in all."""
        return sum(width * count for (kind, width), count in self.passes.items() if kind in kinds)

    def widest(self, kind: str) -> int:
        """The most vectors that a pass of a kind carried."""
        return max((width for each, width in self.passes if each == kind), default=0)

    def by_width(self) -> dict[str, dict[int, int]]:
        """Return kind → width → passes."""
        found: dict[str, dict[int, int]] = {}
        for (kind, width), count in self.passes.items():
            found.setdefault(kind, {})[width] = count
        return found


class _Passing(torch.autograd.Function):
    """The identity, on all of f's arguments at once: every derivative goes through it."""

    @staticmethod
    def forward(counted: Counted, kind: str, sizes: tuple[int, ...], *parts: Tensor) -> tuple[Tensor, ...]:
        width = max(part.numel() // max(size, 1) for part, size in zip(parts, sizes, strict=True))
        counted.passes[kind, width] += 1
        return tuple(part.clone() for part in parts)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        ctx.counted, ctx.kind, ctx.sizes = inputs[:3]
        ctx.save_for_forward(*inputs[3:])
        ctx.set_materialize_grads(False)

    @staticmethod
    def backward(ctx: Any, *cotangents: Tensor | None) -> tuple[Tensor | None, ...]:
        return None, None, None, *_passed(ctx, "r", cotangents)

    @staticmethod
    def jvp(ctx: Any, *tangents: Tensor | None) -> tuple[Tensor, ...]:
        # For an argument without a tangent torch wants zeros.
        pushed = _passed(ctx, "t", tangents[3:])
        return tuple(
            torch.zeros_like(part) if tangent is None else tangent
            for tangent, part in zip(pushed, ctx.saved_tensors, strict=True)
        )

    @staticmethod
    def vmap(
        info: Any, in_dims: tuple[int | None, ...], counted: Counted, kind: str, sizes: Any, *parts: Tensor
    ) -> Any:
        axes = in_dims[3:]
        led = [part if axis is None else part.movedim(axis, 0) for part, axis in zip(parts, axes, strict=True)]
        return _apply(counted, kind, sizes, led), tuple(None if axis is None else 0 for axis in axes)


def _passed(ctx: Any, letter: str, vectors: tuple[Tensor | None, ...]) -> tuple[Tensor | None, ...]:
    there = [(vector, size) for vector, size in zip(vectors, ctx.sizes, strict=True) if vector is not None]
    if not there:
        return vectors
    sizes, parts = tuple(size for _, size in there), [vector for vector, _ in there]
    told = iter(_apply(ctx.counted, ctx.kind + letter, sizes, parts))
    return tuple(None if vector is None else next(told) for vector in vectors)


def _apply(counted: Counted, kind: str, sizes: tuple[int, ...], parts: list[Tensor]) -> tuple[Tensor, ...]:
    return cast(tuple[Tensor, ...], cast(Any, _Passing).apply(counted, kind, sizes, *parts))


def counting(f: Callable[..., Any], counted: Counted, kind: str = "f") -> Callable[..., Any]:
    """Return f such that each evaluation of it, and each pass through that, is entered in `counted` under that kind."""

    @wraps(f)
    def told(*args: Any) -> Any:
        tensors = [arg for arg in args if isinstance(arg, Tensor)]
        passed = iter(_apply(counted, kind, tuple(part.numel() for part in tensors), tensors))
        return f(*(next(passed) if isinstance(arg, Tensor) else arg for arg in args))

    return told


def counting_model(model: nn.Module, counted: Counted) -> nn.Module:
    """Return a copy of a model that does the same; its width is counted in rows."""

    def told(_: nn.Module, __: Any, reached: Tensor) -> Tensor:
        # A unit vector is the same for all samples until it meets numbers of theirs: such stand behind the count.
        return _apply(counted, "f", (reached.shape[-1],), [reached])[0] * torch.ones_like(reached)

    copied = copy.deepcopy(model)
    copied.register_forward_hook(told)
    return copied


def peak_of(work: Callable[[], Any]) -> int:
    """Return the most bytes that torch's allocator had handed out at one time, beyond those before."""
    # The profiler's own context would make a Python object of each operation: that takes longer than all else.
    begin: Any = torch.autograd
    profiler: Any = torch.autograd.profiler.profile
    options = profiler(use_cpu=True, profile_memory=True).config()
    begin._prepare_profiler(options, {begin.ProfilerActivity.CPU})
    begin._enable_profiler(options, {begin.ProfilerActivity.CPU})
    try:
        work()
    finally:
        recorded = begin._disable_profiler()
    changes = sorted((each.start_ns(), each.nbytes()) for each in recorded.events() if each.name() == "[memory]")
    live = most = 0
    for _, size in changes:
        live += size
        most = max(most, live)
    return most


_MODULES = ("torch.func", "torch.autograd.functional", "torch.autograd.forward_ad", "torch.autograd")


@contextlib.contextmanager
def tools_named() -> Iterator[set[str]]:
    """Note the public transforms that the module called `ANSWER` calls itself, with the keywords that it gives them.

    An answer must be loaded inside: it may take a transform by its name.
    """
    used: set[str] = set()
    before: list[tuple[Any, str, Any]] = []
    for path in _MODULES:
        module: ModuleType = sys.modules[path]
        for name in [*getattr(module, "__all__", ())]:
            tool = getattr(module, name, None)
            if callable(tool) and not isinstance(tool, type):
                before.append((module, name, tool))
    stateless: Any = torch.nn.utils.stateless
    before += [(torch, "vmap", torch.vmap), (Tensor, "backward", Tensor.backward)]
    before += [(stateless, "functional_call", stateless.functional_call)]
    names = {
        "backward": "torch.autograd.backward",
        "vmap": "torch.func.vmap",
        "functional_call": "torch.func.functional_call",
    }
    for owner, name, tool in before:
        full = names.get(name, f"{getattr(owner, '__name__', '')}.{name}")
        setattr(owner, name, _noting(tool, full, used))
    rule: Any = torch.autograd.Function
    before.append((rule, "apply", rule.__dict__["apply"]))
    rule.apply = classmethod(_noting_rules(rule.apply.__func__, used))
    try:
        yield used
    finally:
        for owner, name, tool in before:
            setattr(owner, name, tool)


def _noting_rules(apply: Any, used: set[str]) -> Any:
    @wraps(apply)
    def noted(rule: Any, *args: Any, **options: Any) -> Any:
        if rule.__module__ == ANSWER:
            used.add("torch.autograd.Function")
        return apply(rule, *args, **options)

    return noted


def _noting(tool: Any, name: str, used: set[str]) -> Any:
    @wraps(tool)
    def noted(*args: Any, **options: Any) -> Any:
        if sys._getframe(1).f_globals.get("__name__") == ANSWER:
            used.add(name)
            given = (option for option, value in options.items() if value is not None and value is not False)
            used.update(f"{name}[{option}]" for option in given)
        return tool(*args, **options)

    return noted
