"""The seal: our own code in the answer's process, as it was before the answer came.

An answer runs beside the observer and could alter it: replace a function, a method or a table of ours by its own. The
seal remembers what each of them was. Where it is broken the evidence says so, and such evidence earns nothing.
It is a lock on an open door: an answer that alters the seal as well is seen only from outside, by the supervisor.

Offers: `Seal`; `sealed`, the one taken once all of our code is loaded and no answer is; `sealed_observer`, a part of
it.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import repeat
from operator import call, is_
from types import CellType, FunctionType, ModuleType
from typing import Any, Self

_OURS = ("autograder.observe", "autograder.questions", "autograder.notebook")
# What takes part in observing a call. The lessons' questions do not: their calls were built before.
_SEES_CALLS = ("autograder.observe", "autograder.questions.marker")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Seal:
    """What our names stood for. The first four go together, one entry for each name.

    owners   what has the name: a module, a class, a question or a part of one, a function, a table
    readers  how to look the name up on its owner: name, default → its value now
    names    attributes, keys of a table; a function's code, defaults and keyword defaults
    values   what each name stood for
    cells    closure cells of our functions (the function within a decorated one, say), each with its content
    lists    lists, each with what it held
    sizes    tables, each with its length
    """

    owners: tuple[Any, ...]
    readers: tuple[Callable[[Any, Any], Any], ...]
    names: tuple[Any, ...]
    values: tuple[Any, ...]
    cells: tuple[tuple[CellType, Any], ...]
    lists: tuple[tuple[list[Any], tuple[Any, ...]], ...]
    sizes: tuple[tuple[Mapping[Any, Any], int], ...]

    @classmethod
    def taken(cls, of: tuple[str, ...] = _OURS) -> Self:
        """Remember our modules as they are now: those whose names begin so."""
        found = list(_attributes(of))
        functions = [owner for owner, name, _ in found if isinstance(owner, FunctionType) and name == "__code__"]
        cells = [cell for each in functions for cell in each.__closure__ or () if _holds_code(cell)]
        tables = [value for _, name, value in found if _is_table(name, value)]
        named = [*found, *((table, key, value) for table in tables for key, value in table.items())]
        readers = {id(owner): _reader(owner) for owner, _, _ in named}
        return cls(
            tuple(owner for owner, _, _ in named),
            tuple(readers[id(owner)] for owner, _, _ in named),
            tuple(name for _, name, _ in named),
            tuple(value for _, _, value in named),
            tuple((cell, cell.cell_contents) for cell in cells),
            tuple((value, tuple(value)) for _, _, value in found if isinstance(value, list)),
            tuple((table, len(table)) for table in tables),
        )

    def broken(self) -> str | None:
        """Name the first thing of ours that is no longer what it was; None where all is."""
        # Some thousand names: `map` loops over them in C.
        if not all(map(is_, self._now(), self.values)):
            pairs = zip(self.owners, self.names, self._now(), self.values, strict=True)
            return next(_called(owner, name) for owner, name, now, value in pairs if now is not value)
        if any(cell.cell_contents is not held for cell, held in self.cells):
            return "what a function closes over"
        for listed, held in self.lists:
            if len(listed) != len(held) or not all(map(is_, listed, held)):
                return "a list"
        return "a table's length" if any(len(table) != size for table, size in self.sizes) else None

    def _now(self) -> Iterator[Any]:
        return map(call, self.readers, self.names, repeat(_MISSING))


@cache
def sealed() -> Seal:
    """Return the seal; the first call takes it, and the observer's with it."""
    sealed_observer()
    return Seal.taken()


@cache
def sealed_observer() -> Seal:
    """Return the seal of what sees a call, to be looked at after each; the first call takes it."""
    return Seal.taken(_SEES_CALLS)


def _attributes(of: tuple[str, ...]) -> Iterator[tuple[Any, str, Any]]:
    seen: set[int] = set()
    for name, module in sorted(sys.modules.items()):
        if name.startswith(of) and isinstance(module, ModuleType):
            for attribute, value in list(vars(module).items()):
                if not attribute.startswith("__"):
                    yield module, attribute, value
                    yield from _parts(value, seen)


def _parts(value: Any, seen: set[int]) -> Iterator[tuple[Any, str, Any]]:
    """Yield what a function, a class or a question of ours is made of."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, FunctionType):
        if value.__module__.startswith(_OURS):
            for part in ("__code__", "__defaults__", "__kwdefaults__"):
                yield value, part, getattr(value, part)
            for cell in value.__closure__ or ():
                if _holds_code(cell):
                    yield from _parts(cell.cell_contents, seen)
    elif isinstance(value, type):
        if value.__module__.startswith(_OURS):
            for name, own in list(vars(value).items()):
                if callable(own) or isinstance(own, classmethod | staticmethod | property):
                    yield value, name, own
                    function = own.fget if isinstance(own, property) else getattr(own, "__func__", own)
                    yield from _parts(function, seen)
    elif dataclasses.is_dataclass(value) and type(value).__module__.startswith(_OURS):
        for field in dataclasses.fields(value):
            yield value, field.name, getattr(value, field.name)
            yield from _parts(getattr(value, field.name), seen)
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item, seen)


def _reader(owner: Any) -> Callable[[Any, Any], Any]:
    # From the class's own dict: looked up as an attribute, a static method would be another object each time.
    if isinstance(owner, dict):
        return owner.get
    return vars(owner).get if isinstance(owner, type | ModuleType) else partial(getattr, owner)


def _called(owner: Any, name: Any) -> str:
    if isinstance(owner, dict):
        return f"a table's {name!r}"
    if isinstance(owner, FunctionType):
        return f"{owner.__qualname__}.{name}"
    return f"{getattr(owner, '__name__', type(owner).__name__)}.{name}"


def _holds_code(cell: CellType) -> bool:
    try:
        return isinstance(cell.cell_contents, FunctionType | type)
    except ValueError:  # nothing is in it yet
        return False


def _is_table(name: str, value: Any) -> bool:
    return isinstance(value, dict) and not name.startswith("__")
