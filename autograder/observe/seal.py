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
from functools import cache
from itertools import chain
from operator import attrgetter, call, is_
from types import CellType, FunctionType, ModuleType
from typing import Any, Self

_OURS = ("autograder.observe", "autograder.questions", "autograder.notebook")
# What takes part in observing a call. The lessons' questions do not: their calls were built before.
_SEES_CALLS = ("autograder.observe", "autograder.questions.marker")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Seal:
    """What our names stood for.

    holders  modules, classes and tables
    dicts    for each holder its dict, and what that held, in order: what is added later stands behind it
    objects  functions, questions and parts of these
    readers  for each object: what its attributes stand for now
    names    for each object, its attributes: of a function its code, defaults and keyword defaults
    values   what these stood for, of all objects in a row
    cells    closure cells of our functions (the function within a decorated one, say), each with its content
    lists    lists, each with what it held
    """

    holders: tuple[Any, ...]
    dicts: tuple[tuple[Mapping[Any, Any], tuple[Any, ...], tuple[Any, ...]], ...]
    objects: tuple[Any, ...]
    readers: tuple[Callable[[Any], Any], ...]
    names: tuple[tuple[str, ...], ...]
    values: tuple[Any, ...]
    cells: tuple[tuple[CellType, Any], ...]
    lists: tuple[tuple[list[Any], tuple[Any, ...]], ...]

    @classmethod
    def taken(cls, of: tuple[str, ...] = _OURS) -> Self:
        """Remember our modules as they are now: those whose names begin so."""
        found = list(_attributes(of))
        functions = [owner for owner, name, _ in found if isinstance(owner, FunctionType) and name == "__code__"]
        cells = [cell for each in functions for cell in each.__closure__ or () if _holds_code(cell)]
        tables = {id(value): value for _, name, value in found if _is_table(name, value)}.values()
        owners = {id(owner): owner for owner, _, _ in found}
        holders = [owner for owner in owners.values() if isinstance(owner, type | ModuleType)]
        dicts = [*map(vars, holders), *tables]
        objects = [owner for owner in owners.values() if not isinstance(owner, type | ModuleType)]
        named: dict[int, list[tuple[str, Any]]] = {id(owner): [] for owner in objects}
        for owner, name, value in found:
            if id(owner) in named:
                named[id(owner)].append((name, value))
        return cls(
            (*holders, *tables),
            tuple((held, (*held,), (*held.values(),)) for held in dicts),
            (*objects,),
            tuple(_reader([name for name, _ in each]) for each in named.values()),
            tuple(tuple(name for name, _ in each) for each in named.values()),
            tuple(value for each in named.values() for _, value in each),
            tuple((cell, cell.cell_contents) for cell in cells),
            tuple((value, tuple(value)) for _, _, value in found if isinstance(value, list)),
        )

    def broken(self) -> str | None:
        """Name the first thing of ours that is no longer what it was; None where all is."""
        # Some thousand names, looked at after each call. So the loops over them run in C; and a dict's values lie side
        # by side, where to look up each name would fetch it from elsewhere.
        for owner, (held, names, values) in zip(self.holders, self.dicts, strict=True):
            if len(held) != len(values) or not all(map(is_, held.values(), values)):
                altered = _altered_in(held, dict(zip(names, values, strict=True)))
                if altered is not None:
                    return _called(owner, altered)
        if not self._has_values():
            return self._altered_object()
        if any(cell.cell_contents is not held for cell, held in self.cells):
            return "what a function closes over"
        for listed, listed_then in self.lists:
            if len(listed) != len(listed_then) or not all(map(is_, listed, listed_then)):
                return "a list"
        return None

    def _has_values(self) -> bool:
        try:
            return all(map(is_, chain.from_iterable(map(call, self.readers, self.objects)), self.values))
        except AttributeError:  # one was taken away
            return False

    def _altered_object(self) -> str | None:
        named = ((owner, name) for owner, names in zip(self.objects, self.names, strict=True) for name in names)
        for (owner, name), value in zip(named, self.values, strict=True):
            if getattr(owner, name, _MISSING) is not value:
                return _called(owner, name)
        return None


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


def _altered_in(held: Mapping[Any, Any], was: Mapping[Any, Any]) -> Any:
    """Return a name that stands for something else than it did, or is new; None where all is as it was.

    A name that was taken out and put back stands behind the others, and is as it was.
    """
    for name, value in was.items():
        if held.get(name, _MISSING) is not value:
            return name
    may_come = _comes_to_a_module if "__name__" in was else _comes_to_a_class
    return next((name for name, value in held.items() if name not in was and not may_come(name, value)), None)


def _comes_to_a_module(name: Any, value: Any) -> bool:
    """Tell whether a new name stands before nothing: a module that is imported later, or a note of Python's or torch's.

    Both note things in modules by names that begin with two underscores: of warnings, of compiled code.
    """
    return name.startswith("__") or (isinstance(value, ModuleType) and sys.modules.get(value.__name__) is value)


def _comes_to_a_class(name: Any, value: Any) -> bool:
    """Tell whether a new name is what Python notes when a class that has no annotations is asked for them."""
    return name == "__annotations__" and type(value) is dict and not value


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    read: Callable[[Any], Any] = attrgetter(*names)
    return read if len(names) > 1 else lambda owner: (read(owner),)


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
