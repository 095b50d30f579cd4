"""A tree of Python, node by node: which of them reach further than an answer needs.

Names     what the imported names of a text stand for
reached   tree, Names → line and what it does there
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType

from autograder.judge.harmless import (
    ATTRIBUTES,
    BARRED,
    BUILTINS,
    LEAD_OUT,
    LITERAL,
    METHODS,
    MODULES,
    NAMERS,
    NAMING,
    PRIVATE,
)

_DUNDER = re.compile(r"__\w+__")
_HIDDEN = re.compile(r"(?:\w+\.)*__[a-z_]+__(?:\.\w+)*|.*vnd\.autograder.*|meta")
_SHORT = 40
_CHECK = "check"
# No path through what is harmless is longer: to follow one takes time in proportion to its length.
_MOST_PARTS, _LONGEST = 50, 400
_ENDLESS = "a long chain of names"
_RUNS = re.compile(r"[(:]|__")
_SHOWS_ITSELF = re.compile(r"_repr_\w+_|_ipython_\w+")


@dataclass(slots=True)
class Names:
    """What names stand for: `imported`, name → dotted path; `bound`, names that are given a value otherwise too.

    private   attributes with an underscore that the text's own classes have
    allowed   packages that a class allows, whatever is in them
    """

    imported: dict[str, str] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    allowed: frozenset[str] = frozenset()

    def learn(self, tree: ast.Module) -> None:
        """Take in what a tree imports, renames and defines."""
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        first = alias.name.partition(".")[0]
                        self.imported[alias.asname or first] = _bounded(alias.name if alias.asname else first)
                case ast.ImportFrom(module=str(module), names=aliases):
                    for alias in aliases:
                        self.imported[alias.asname or alias.name] = _bounded(f"{module}.{alias.name}")
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if self.path(value):
                    self.imported[name] = self.path(value)
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    self.bound.add(name)
                case ast.Attribute(attr=name, value=ast.Name(), ctx=ast.Store()):
                    self.private.add(name)
                case ast.FunctionDef(name=name):
                    self.private.add(name)

    def allows(self, path: str) -> bool:
        """Tell whether a dotted path begins with a package that the class allows."""
        return path.partition(".")[0] in self.allowed

    def path(self, node: ast.expr | None) -> str:
        """Return the dotted path that an expression stands for, where it begins with an imported name; else nothing."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute) and len(parts) < _MOST_PARTS:
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Attribute):
            return _ENDLESS
        if isinstance(node, ast.Name) and node.id in self.imported:
            return _bounded(".".join((self.imported[node.id], *reversed(parts))))
        return ""


def _bounded(path: str) -> str:
    short = len(path) < _LONGEST and path.count(".") < _MOST_PARTS and not path.startswith(_ENDLESS)
    return path if short else _ENDLESS


def reached(tree: ast.Module, names: Names) -> Iterator[tuple[int, str]]:
    """Yield the line of each thing that reaches further, and what it does."""
    spoken: set[int] = set()  # nodes that the one above them has spoken for
    line = 1
    for node in ast.walk(tree):
        line = getattr(node, "lineno", line)
        if id(node) not in spoken:
            for says in _says(node, names, spoken):
                yield line, says


def _says(node: ast.AST, names: Names, spoken: set[int]) -> Iterator[str]:
    match node:
        case ast.Import(names=aliases):
            paths = [alias.name for alias in aliases if not names.allows(alias.name)]
            yield from (f"imports {_cut(path)}" for path in paths if path not in MODULES)
        case ast.ImportFrom(module=module, names=aliases, level=level):
            if level or not names.allows(module or ""):
                yield from _from(module or "", [alias.name for alias in aliases], level)
        case ast.Call():
            yield from _call(node, names, spoken)
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield from _annotation(annotation)
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()) if names.path(value):
            yield f"changes {_cut(names.path(value))}"
        case ast.Attribute():
            yield from _attribute(node, names, spoken)
        case ast.Name():
            yield from _name(node, names)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield from _definition(name)
        case ast.Expr(value=ast.Constant() as constant):
            spoken.add(id(constant))  # a docstring may speak of anything
        case ast.Constant(value=str(text)) if text not in METHODS and _HIDDEN.fullmatch(text, 0, 2 * _SHORT):
            yield f"holds the name «{_cut(text)}»"
        case ast.Assign(targets=[ast.Name()], value=value) if _is_module(names.path(value)):
            spoken.add(id(value))  # another name for a module: what is done by it is seen
            if not names.allows(names.path(value)):
                yield from _along(names.path(value))
        case ast.MatchClass(kwd_attrs=attributes):
            yield from (f"reaches for .{_cut(name)}" for name in attributes if _leads_out(name))


def _from(module: str, parts: list[str], level: int) -> Iterator[str]:
    if level or module not in MODULES:
        yield f"imports {_cut(module) or 'what lies beside it'}"
    else:
        yield from (says for part in parts if part != "*" for says in _along(f"{module}.{part}"))


def _along(path: str) -> Iterator[str]:
    """Follow a dotted path through real modules as far as they go; say where it leaves what is harmless."""
    if path == _ENDLESS:
        yield f"reaches along {path}"
    parts = path.split(".")
    here, thing = parts[0], sys.modules.get(parts[0])
    for place, part in enumerate(parts[1:], start=1):
        allowed, below = MODULES.get(here), f"{here}.{part}"
        found = vars(thing).get(part) if isinstance(thing, ModuleType) else None
        outside = False
        if isinstance(found, ModuleType) and below not in MODULES:
            below = found.__name__  # another's import: one that is harmless in parts only is asked for by its own name
            outside = MODULES.get(below, frozenset()) is not None
        if outside or below in BARRED or (allowed is not None and part not in allowed):
            yield f"reaches for {_cut(path)}"
            return
        if below not in MODULES:
            rest = parts[place + 1 :] if allowed is not None else parts[place:]
            if any(map(_leads_out, rest)):
                yield f"reaches for {_cut(path)}"
            return
        here, thing = below, found if isinstance(found, ModuleType) else sys.modules.get(below)


def _leads_out(name: str) -> bool:
    return name in ATTRIBUTES or name in LEAD_OUT or (name.startswith("_") and name not in METHODS | PRIVATE)


def _call(node: ast.Call, names: Names, spoken: set[int]) -> Iterator[str]:
    path = names.path(node.func) or (node.func.id if isinstance(node.func, ast.Name) else "")
    if path in LITERAL:
        spoken.add(id(node.func))
        on_attribute = path.endswith("attr")  # getattr and its like, whose first argument has what the second names
        texts = node.args[1:2] if on_attribute else node.args[: 1 if path.endswith("caller") else None]
        spoken.update(map(id, texts))
        literal = [each.value for each in texts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if not texts or len(literal) != len(texts):
            yield f"calls {path} with a name that it works out"
        base = names.path(node.args[0]) if on_attribute and node.args else ""
        if base:
            spoken.add(id(node.args[0]))
            if not names.allows(base):
                yield from _along(".".join((base, *literal)))
            if path != "getattr":
                yield f"changes {_cut(base)}"
        elif any(_leads_out(part) for text in literal for part in text.split(".")):
            yield f"reaches for .{_cut(literal[0])}"
    elif path == "display" or path.endswith(".display"):
        spoken.add(id(node.func))
        if any(each.arg in (None, "raw") for each in node.keywords):
            yield "displays what it made itself, raw"
    elif _names_attributes(node, path, names):
        yield f"calls {_cut(path) or 'a function'} with names of its own"
    elif path == "type" and len(node.args) + len(node.keywords) > 1:
        yield "makes a class by calling type"


def _attribute(node: ast.Attribute, names: Names, spoken: set[int]) -> Iterator[str]:
    path = names.path(node)
    if path:
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
            spoken.add(id(inner))
        if not names.allows(path):
            yield from _along(path)
        if isinstance(node.ctx, ast.Load) and _is_module(path):
            yield f"hands on {_cut(path)}"
    elif _leads_out(node.attr) and (_DUNDER.fullmatch(node.attr) or node.attr not in names.private):
        yield f"reaches for .{_cut(node.attr)}"
    if not isinstance(node.ctx, ast.Load) and (path or _DUNDER.fullmatch(node.attr) or _is_call_of_type(node.value)):
        yield f"changes {_cut(path or f'.{node.attr}')}"


def _names_attributes(node: ast.Call, path: str, names: Names) -> bool:
    """Tell whether a call says which attributes of a function are to be changed."""
    handed_on = any(names.path(each) in NAMERS for each in node.args)
    more = len(node.args) > NAMERS.get(path, len(node.args))
    return more or handed_on or any(each.arg in NAMING for each in node.keywords)


def _annotation(annotation: ast.expr) -> Iterator[str]:
    """Tell of a text that Python, or a library, runs where it looks an annotation up: a name is all that it needs."""
    texts = (node.value for node in ast.walk(annotation) if isinstance(node, ast.Constant))
    if any(isinstance(text, str) and _RUNS.search(text, 0, _LONGEST) for text in texts):
        yield "has an annotation that can be run"


def _is_call_of_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"


def _name(node: ast.Name, names: Names) -> Iterator[str]:
    name, path = node.id, names.imported.get(node.id, "")
    if not isinstance(node.ctx, ast.Load):
        if name == _CHECK:
            yield f"gives «{_CHECK}» another meaning"
    elif name in BUILTINS or (_DUNDER.fullmatch(name) and name not in METHODS and not path):
        yield f"uses {_cut(name)}"
    elif name in LITERAL or path in LITERAL or "display" in (name, path.rpartition(".")[2]):
        yield f"hands on {name}"
    elif _is_module(path) and (name not in names.bound or name in MODULES):
        yield f"hands on {_cut(path)}"


def _is_module(path: str) -> bool:
    return path in MODULES


def _definition(name: str) -> Iterator[str]:
    if name == _CHECK:
        yield f"gives «{_CHECK}» another meaning"
    elif (_DUNDER.fullmatch(name) and name not in METHODS) or _SHOWS_ITSELF.fullmatch(name):
        yield f"defines {_cut(name)}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
