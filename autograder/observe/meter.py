"""The meter: passes, peak memory and FLOPs, counted beneath every transform.

The marker counts passes. A dispatch mode sees each operation with its true (batched) shape, follows the storages that
operations make by weak references, and looks up FLOPs in torch's own table. Nothing here is timed, so a repeat gives
the same numbers.

Offers: `Meter`, a context manager, and afterwards its `cost(mark_size)`; `passes_of`, a marker's counts as passes.
"""

import contextlib
import functools
import gc
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

import torch
from torch import Tensor

from autograder.observe.capture import tensors_within
from autograder.observe.evidence import Cost
from autograder.observe.mode import Mode
from autograder.observe.operations import Kind, kind_of
from autograder.observe.threads import in_new_threads
from autograder.observe.trace import Unwatched, Watched, took_numbers, wrote_to_shared_memory
from autograder.questions.marker import MARK, counted_marks

# Before a peak is raised, garbage is collected: a cycle of Python objects may hold tensors that nobody can reach any
# more. Not for growth of less than a twentieth, nor of less than 64 numbers: else small peaks would collect at every
# tensor.
_GROWTH_WORTH_A_COLLECTION, _BYTES_WORTH_A_COLLECTION = 1.05, 512

# A sparse tensor has no storage of its own, but those of its parts.
_STRIDED = torch.strided
_PARTS: dict[torch.layout, tuple[str, ...]] = {
    torch.sparse_coo: ("_indices", "_values"),
    **dict.fromkeys((torch.sparse_csr, torch.sparse_bsr), ("crow_indices", "col_indices", "values")),
    **dict.fromkeys((torch.sparse_csc, torch.sparse_bsc), ("ccol_indices", "row_indices", "values")),
}


class Meter(Mode):
    """Count what the operations in a `with` block cost.

    `collects=False` leaves out the garbage collections that make a peak exact, for when nobody reads it.
    `threads=False` follows memory in this thread alone: a thread that is followed stays slow for the rest of its life,
    which may last into a timing. Passes are counted in every thread.
    """

    def __init__(self, collects: bool = True, threads: bool = True) -> None:
        super().__init__()
        self._threads = threads
        self._collects = collects
        self._stack = contextlib.ExitStack()
        self._marks: Counter[tuple[str, int]] = Counter()
        self._metered_marks = 0
        # By `func._op`: the hash of `func` itself is a function in Python, which the call trace would look at.
        self._kinds: dict[Any, Kind] = {}
        self._alive: dict[int, int] = {}
        self._watched: dict[int, weakref.ref[Any]] = {}
        self._found: set[int] = set()  # memory from before the call that was written into
        self._live = 0
        self._peak = 0
        self._flops = 0

    def __enter__(self) -> Self:
        self._marks = self._stack.enter_context(counted_marks())
        if self._threads:
            self._stack.enter_context(in_new_threads(_Beside))
        _at_work.append(self)
        super().__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        super().__exit__(*exception)
        _at_work.remove(self)
        self._stack.close()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        try:
            kind = self._kinds[func._op]
        except KeyError:
            kind = self._kinds[func._op] = kind_of(func)
        if kind.bare:
            return kind.call(*args, **kwargs)
        with Unwatched():
            if not kind.fresh:
                self._know(args)
                self._know(kwargs.values())
            if kind.torchs and not types and not _others_below():
                out = kind.call(*args, **kwargs)
                self._note(kind, args, kwargs, out)
                return out
        out = func(*args, **kwargs)
        with Unwatched():
            self._note(kind, args, kwargs, out)
        return out

    def _note(self, kind: Kind, args: Any, kwargs: Any, out: Any) -> None:
        if kind.func is MARK:
            self._metered_marks += 1
        if kind.takes and args[0].dtype is not torch.bool:
            took_numbers(1)
        if kind.flops is not None:
            self._flops += _count(kind.flops, args, kwargs, out)
        if kind.writes:
            self._reuse(out)
        self._watch(out)

    # These three look at each tensor of each operation, so they call few functions: each would take as long as they do.

    def _know(self, values: Iterable[Any]) -> None:
        """Remember the memory of arguments that was there before the call: views of it are not new."""
        for value in values:
            if isinstance(value, Tensor):
                if value.layout is not _STRIDED:
                    self._know(_parts(value))
                    continue
                if value._is_zerotensor():
                    continue
                storage = value.untyped_storage()
                key = storage._cdata
                if key not in self._watched:
                    self._watched[key] = weakref.ref(storage, functools.partial(self._forget, key))
            elif isinstance(value, (list, tuple)):
                self._know(value)

    def _reuse(self, out: Any) -> None:
        """Count memory from before the call once it is written into: then it holds what the call computes."""
        if isinstance(out, (list, tuple)):
            for each in out:
                self._reuse(each)
        if not isinstance(out, Tensor):
            return
        if out.layout is not _STRIDED:
            for each in _parts(out):
                self._reuse(each)
            return
        if out._is_zerotensor():
            return
        storage = out.untyped_storage()
        key = storage._cdata
        if key in self._watched and key not in self._alive:
            self._alive[key] = 0  # its size is added where it is followed
            self._found.add(key)
        if not storage.resizable():
            wrote_to_shared_memory()

    def _watch(self, out: Any) -> None:
        """Follow the memory of what an operation returned, where it is new or has been resized."""
        if isinstance(out, (list, tuple)):
            for each in out:
                self._watch(each)
        if not isinstance(out, Tensor):
            return
        if out.layout is not _STRIDED:
            for each in _parts(out):
                self._watch(each)
            return
        if out._is_zerotensor():
            return
        storage = out.untyped_storage()
        key = storage._cdata
        known = self._alive.get(key)
        if known is None:
            if key in self._watched:
                return
            self._watched[key] = weakref.ref(storage, functools.partial(self._forget, key))
        size = storage.nbytes()
        if known == size:
            return
        self._alive[key] = size
        self._live += size - (known or 0)
        if self._live <= self._peak:
            return
        if self._collects and self._live > max(
            self._peak * _GROWTH_WORTH_A_COLLECTION, self._peak + _BYTES_WORTH_A_COLLECTION
        ):
            with Watched():  # a collection may run an answer's finalizers
                gc.collect()
        self._peak = max(self._peak, self._live)

    def _forget(self, key: int, _: weakref.ref[Any]) -> None:
        # Without calling any function: a trace that is at work would look at each.
        if key in self._watched:
            del self._watched[key]
        if key in self._alive:
            self._live -= self._alive[key]
            del self._alive[key]
        self._found.discard(key)

    def cost(self, mark_size: int, result: Any = None) -> Cost:
        """Return what was counted; a pass of width 1 marks `mark_size` elements, and the call gave `result`."""
        if self._collects:
            gc.collect()
        with torch._C.DisableTorchFunctionSubclass():
            own = {tensor.untyped_storage()._cdata for tensor in tensors_within(result)}
        left = self._live - sum(self._alive.get(key, 0) for key in own | self._found)
        unmetered = self._metered_marks < self._marks.total()
        return Cost(passes_of(self._marks, mark_size), self._peak, left, self._flops, unmetered)


def _parts(tensor: Tensor) -> Iterator[Tensor]:
    """Yield the tensors that a sparse one is made of. Any other layout can't be weighed; the trace is told."""
    if tensor.layout not in _PARTS:
        wrote_to_shared_memory()
    for name in _PARTS.get(tensor.layout, ()):
        yield getattr(tensor, name)()


def passes_of(marks: Counter[tuple[str, int]], mark_size: int) -> dict[str, dict[int, int]]:
    """Return kind → width → passes, where a pass of width 1 marks `mark_size` elements."""
    passes: dict[str, dict[int, int]] = {}
    for (kind, size), count in sorted(marks.items()):
        widths = passes.setdefault(kind, {})
        width = max(1, round(size / mark_size))
        widths[width] = widths.get(width, 0) + count
    return passes


# The meter that runs, if any. A thread outlives the call that started it, and then tells the next call's meter.
_at_work: list[Meter] = []


class _Beside(Mode):
    """A mode for another thread, since a mode belongs to one thread alone; it tells the meter that runs."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if _at_work:
            return _at_work[-1].__torch_dispatch__(func, types, args, kwargs)
        return func(*args, **(kwargs or {}))


def _others_below() -> bool:
    """Tell whether another mode, opened by an answer before the meter, is at work beneath it."""
    core: Any = torch._C
    return bool(core._len_torch_dispatch_stack() or core._len_torch_function_stack())


def _count(flops: Callable[..., Any], args: Any, kwargs: Any, out: Any) -> int:
    try:
        return int(flops(*args, **kwargs, out_val=out))
    except (TypeError, ValueError, AssertionError, IndexError):
        # torch's table asserts shapes that some overloads do not have; what it can't count counts as nothing.
        return 0
