"""Dotted paths, followed through the real modules: where they leave what is harmless.

along      path → what it reaches for
leads_out  whether an attribute of this name does, whatever object has it
cut        a name, cut to a length that can be shown
"""

import re
import sys
from collections.abc import Container, Iterator
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec
from types import ModuleType

from autograder.judge.harmless import ATTRIBUTES, BARRED, LEAD_OUT, LITERAL, METHODS, MODULES, NAMERS, OPENING, PRIVATE
from autograder.judge.names import ENDLESS, real

_SHORT = 40
_DUNDER = re.compile(r"__\w+__")
# What has a rule of its own, and may be reached under another module's name too («contextlib.wraps»).
_RULED = sorted(BARRED | {name for name in LITERAL if "." in name} | {*OPENING, *NAMERS, "collections.namedtuple"})
_BARRED_NAMES = frozenset(path.rpartition(".")[2] for path in BARRED) - {"load", "rc", "save", "style", "test"}


def along(path: str) -> Iterator[str]:
    """Follow a dotted path through real modules as far as they go; say where it leaves what is harmless."""
    if path == ENDLESS:
        yield f"reaches along {path}"
    parts = path.split(".")
    here, thing = parts[0], sys.modules.get(parts[0])
    for place, part in enumerate(parts[1:], start=1):
        allowed, below = MODULES.get(here), f"{here}.{part}"
        found = vars(thing).get(part) if isinstance(thing, ModuleType) else None
        outside = False
        if isinstance(found, ModuleType) and below not in MODULES:
            below = found.__name__  # it is imported there; one of which only parts are harmless goes by its own name
            outside = MODULES.get(below, frozenset()) is not None
        elif below not in MODULES:
            # A table that everybody shares could be written to; a module that is not loaded yet could be loaded.
            outside = type(found) in (dict, list, set) or (found is None and here in MODULES and _is_module(here, part))
            # A metaclass could make a class whose methods' names are computed.
            outside = outside or (isinstance(found, type) and issubclass(found, type))
        if outside or below in BARRED or (allowed is not None and part not in allowed):
            yield f"reaches for {cut(path)}"
            return
        if below not in MODULES and _is_another_name(path, here, part):
            yield f"reaches for {cut(path)}"
            return
        if below not in MODULES:
            rest = parts[place + 1 :] if allowed is not None else parts[place:]
            if any(map(leads_out, rest)):
                yield f"reaches for {cut(path)}"
            return
        here, thing = below, found if isinstance(found, ModuleType) else sys.modules.get(below)


def _is_another_name(path: str, module: str, part: str) -> bool:
    """Tell whether what stands there has a rule of its own under another path, as «contextlib.wraps» does."""
    found = real(f"{module}.{part}")
    ruled = next((name for name in _RULED if part == name.rpartition(".")[2] and real(name) is found), path)
    return found is not None and ruled != path and not path.startswith(f"{ruled}.")


@lru_cache(4096)
def _is_module(package: str, part: str) -> bool:
    """Tell whether a package has a module of that name that is not loaded; nothing is imported to find out."""
    loaded = sys.modules.get(package)
    if loaded is None and "." not in package:
        found = find_spec(package)
        where = found.submodule_search_locations if found else None
    else:
        where = getattr(loaded, "__path__", None)
    return part.isidentifier() and where is not None and PathFinder.find_spec(f"{package}.{part}", where) is not None


def leads_out(name: str, private: Container[str] = ()) -> bool:
    """Tell whether an attribute leads out of the course; the source's own `private` ones do not."""
    if name in ATTRIBUTES or name in LEAD_OUT or name in _BARRED_NAMES:
        return True
    hidden = name.startswith("_") and name not in METHODS and name not in PRIVATE
    return hidden and (bool(_DUNDER.fullmatch(name)) or name not in private)


def cut(text: str) -> str:
    """Return a name cut to a length that can be shown."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
