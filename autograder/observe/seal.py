"""The seal: our own code in the answer's process, as it was before the answer came.

An answer runs beside the observer and could alter it: replace a function, a method or a table of ours by its own. The
seal remembers what each of them was; one that is broken is written into the evidence, and such evidence earns nothing.
It is a lock on an open door: who alters the seal too is seen only from outside, by the supervisor.

Offers: `Seal`, and `sealed`, the one taken when all of ours was there and no answer yet.
"""

import dataclasses
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import is_
from types import CellType, FunctionType, ModuleType
from typing import Any, Self

_OURS = ("autograder.observe", "autograder.questions", "autograder.notebook")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Seal:
    """What our names stood for: `attributes` by owner, `items` of tables by table and key.

    attributes  each owner, names of its, and what each of these stood for
    functions   each with its code, defaults and keyword defaults
    cells       what a function of ours closes over: the function within a decorated one, say
    lists       each with what it held
    """

    attributes: tuple[tuple[Any, tuple[str, ...], tuple[Any, ...]], ...]
    functions: tuple[tuple[FunctionType, Any, Any, Any], ...]
    cells: tuple[tuple[CellType, Any], ...]
    lists: tuple[tuple[list[Any], tuple[Any, ...]], ...]
    items: tuple[tuple[Mapping[Any, Any], Any, Any], ...]
    sizes: tuple[tuple[Mapping[Any, Any], int], ...]

    @classmethod
    def taken(cls) -> Self:
        """Remember the observer and the questions as they are now."""
        found = list(_attributes())
        functions = [owner for owner, name, _ in found if isinstance(owner, FunctionType) and name == "__code__"]
        cells = [cell for each in functions for cell in each.__closure__ or () if _holds_code(cell)]
        tables = [value for _, name, value in found if _is_table(name, value)]
        items = tuple((table, key, value) for table in tables for key, value in table.items())
        owners: dict[int, tuple[Any, dict[str, Any]]] = {}
        for owner, name, value in found:
            if not isinstance(owner, FunctionType):
                owners.setdefault(id(owner), (owner, {}))[1][name] = value
        return cls(
            tuple((owner, tuple(names), tuple(names.values())) for owner, names in owners.values()),
            tuple((each, each.__code__, each.__defaults__, each.__kwdefaults__) for each in functions),
            tuple((cell, cell.cell_contents) for cell in cells),
            tuple((value, tuple(value)) for _, _, value in found if isinstance(value, list)),
            items,
            tuple((table, len(table)) for table in tables),
        )

    def broken(self) -> str | None:
        """Name the first thing of ours that is no longer what it was; None where all is."""
        # Looked at after every call, two thousand names: what Python's own code can loop over, ours does not.
        for function, code, defaults, named in self.functions:
            if function.__code__ is not code:
                return f"{function.__qualname__}.__code__"
            if function.__defaults__ is not defaults or function.__kwdefaults__ is not named:
                return f"{function.__qualname__}.__defaults__"
        for owner, names, values in self.attributes:
            if not all(map(is_, _parts_now(owner, names), values)):
                now = zip(names, _parts_now(owner, names), values, strict=True)
                name = next(name for name, part, value in now if part is not value)
                return f"{getattr(owner, '__name__', type(owner).__name__)}.{name}"
        if any(cell.cell_contents is not held for cell, held in self.cells):
            return "what a function closes over"
        for listed, held in self.lists:
            if len(listed) != len(held) or not all(map(is_, listed, held)):
                return "a list"
        for table, key, value in self.items:
            if table.get(key, _MISSING) is not value:
                return f"a table's {key!r}"
        return "a table's length" if any(len(table) != size for table, size in self.sizes) else None


@cache
def sealed() -> Seal:
    """Return the seal; the first call takes it."""
    return Seal.taken()


def _attributes() -> Iterator[tuple[Any, str, Any]]:
    seen: set[int] = set()
    for name, module in sorted(sys.modules.items()):
        if name.startswith(_OURS) and isinstance(module, ModuleType):
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


def _parts_now(owner: Any, names: tuple[str, ...]) -> Iterator[Any]:
    # As they stand in a class: looked up on it, a static method is another object each time.
    if isinstance(owner, type | ModuleType):
        return map(vars(owner).get, names, repeat(_MISSING))
    return map(getattr, repeat(owner), names, repeat(_MISSING))


def _holds_code(cell: CellType) -> bool:
    try:
        return isinstance(cell.cell_contents, FunctionType | type)
    except ValueError:  # nothing is in it yet
        return False


def _is_table(name: str, value: Any) -> bool:
    return isinstance(value, dict) and not name.startswith("__")
