"""A syntax tree, read node by node: what reaches further than an answer needs.

Offers: `reached` (tree, what its names stand for → each line that does, and what to report of it).

The helpers here and in `calling`, `making`, `binding` and `handing` each look at one node, and yield what to report of
it as the end of a sentence: «imports ctypes», «reaches for .__globals__». A node that has dealt with some of its parts
enters these into `settled`, so that they are not looked at again.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator

from torch import Tensor

from autograder.judge.binding import DUNDER, SHOWS_ITSELF, binds, defines, run_by_an_annotation
from autograder.judge.calling import (
    by_a_text,
    handed_to,
    is_a_backend,
    is_worked_out,
    made_on_meta,
    opens,
    registers,
    sets_plainly,
)
from autograder.judge.clock import decides_by_the_clock
from autograder.judge.handing import handed_on, in_its_place, kept_by_a_class
from autograder.judge.harmless import (
    BUILTINS,
    CALLERS,
    GUARDED,
    KEEPING,
    LITERAL,
    METHODS,
    MODULES,
    NAMERS,
    NAMING,
    NUMBERS,
    OPENING,
    REACHING,
)
from autograder.judge.making import is_type, keeps_a_class, makes_a_class, makes_fields, names_its_slots
from autograder.judge.names import Names, overridden
from autograder.judge.paths import along, cut, leads_out

_HIDDEN = re.compile(
    r"(?:\w+\.)*__[a-z_]+__(?:\.\w+)*|.*vnd\.autograder.*|meta|stack_info|stacklevel|_repr_[a-z]+_|_ipython_[a-z_]+_"
)
# What `format` looks up: «{0.__globals__}».
_FORMATTED = re.compile(r"\{[^{}]{0,80}\.(?:_|(?:" + "|".join(sorted(REACHING)) + r")\b)")
_LONGEST = 80
_COMPILE, _WARN = "torch.compile", "warnings.warn"
_MOST_READ = 400
_NAMED_LATER = frozenset(path.rpartition(".")[2] for path in LITERAL) - LITERAL
_GIVEN_TO_ONE = ("data", "grad", "requires_grad")
_FORMATS = ("format", "format_map")


def reached(tree: ast.Module, names: Names) -> Iterator[tuple[int, str]]:
    """Yield the line of each node that reaches further, and what to report of it."""
    settled: set[int] = set()
    line = 1
    for node in ast.walk(tree):
        line = getattr(node, "lineno", line)
        names.in_place.update(map(id, in_its_place(node, names)))
        if id(node) not in settled:
            for report in (*_reports(node, names, settled), *binds(node, names)):
                yield line, report
    yield from keeps_a_class(tree, names)
    yield from decides_by_the_clock(tree, names)


def _reports(node: ast.AST, names: Names, settled: set[int]) -> Iterator[str]:
    """Yield what to report of one node."""
    match node:
        case ast.Import() | ast.ImportFrom():
            yield from _import(node, names)
        case ast.Call():
            yield from _call(node, names, settled)
        case ast.ClassDef():
            yield from _class(node, names, settled)
        case ast.FunctionDef() if id(node) not in names.derived and (call := handed_to(node)) is not None:
            settled.update((id(call), id(call.func)))
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield from run_by_an_annotation(annotation, settled)
        case ast.FunctionDef(returns=ast.expr() as annotation) | ast.AsyncFunctionDef(returns=ast.expr() as annotation):
            yield from run_by_an_annotation(annotation, settled)
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            yield from (f"changes {cut(path)}" for path in names.paths(value))
        case ast.Compare(left=left, comparators=others, ops=operators) if all(map(_is_alike, operators)):
            settled.update(id(each) for each in (left, *others) if isinstance(each, ast.Name) and each.id == "type")
        case ast.Attribute():
            yield from _attribute(node, names, settled)
        case ast.Name():
            yield from _name(node, names)
        case ast.AugAssign(target=ast.Name() as name):
            yield from _read(name, names)  # «sys += x» may call a method of x, with sys as its argument
        case ast.Expr(value=ast.Constant() as constant):
            settled.add(id(constant))  # a docstring may name anything
        case ast.Constant(value=str(text)) if text not in METHODS and _is_hidden(text):
            yield f"holds the name «{cut(text)}»"
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_module(names.paths(value)):
            yield from _renamed(name, value, names, settled)
        case ast.keyword(arg=str(name)) if name in REACHING or SHOWS_ITSELF.fullmatch(name):
            yield f"defines {cut(name)}"
        case ast.MatchClass(kwd_attrs=attributes):
            yield from (f"reaches for .{cut(name)}" for name in attributes if leads_out(name))


def _import(node: ast.Import | ast.ImportFrom, names: Names) -> Iterator[str]:
    if isinstance(node, ast.Import):
        paths = [alias.name for alias in node.names if not names.allows(alias.name)]
        yield from (f"imports {cut(path)}" for path in paths if path not in MODULES)
    elif node.level or not names.allows(node.module or ""):
        yield from _from(node.module or "", [alias.name for alias in node.names], node.level)


def _class(node: ast.ClassDef, names: Names, settled: set[int]) -> Iterator[str]:
    yield from (f"changes .{cut(name)}" for name in overridden(node, names))
    yield from names_its_slots(node)
    yield from makes_a_class(node, names, settled)
    yield from kept_by_a_class(node, names, settled)
    # The types of a dataclass's fields can be looked up.
    kinds = (each.annotation for each in node.body if isinstance(each, ast.AnnAssign))
    yield from ("hands on type" for kind in kinds if any(map(is_type, ast.walk(kind))))


def _renamed(name: str, value: ast.expr, names: Names, settled: set[int]) -> Iterator[str]:
    """Yield what to report of another name that a module is given: uses of that name are followed."""
    paths = names.paths(value)
    if {*paths} <= {*names.imported.get(name, ())}:
        settled.add(id(value))
        yield from (report for path in paths if not names.allows(path) for report in along(path))


def _from(module: str, parts: list[str], level: int) -> Iterator[str]:
    if level or module not in MODULES:
        yield f"imports {cut(module) or 'what lies beside it'}"
    elif "*" in parts and (MODULES[module] is not None or module not in sys.modules):  # what it brings is not known
        yield f"imports all of {cut(module)}"
    else:
        yield from (says for part in parts if part != "*" for says in along(f"{module}.{part}"))


def _is_hidden(text: str) -> bool:
    return bool(_HIDDEN.fullmatch(text, 0, _LONGEST) or _FORMATTED.search(text)) or (
        len(text) < _MOST_READ and not REACHING.isdisjoint(text.split())
    )


def _call(node: ast.Call, names: Names, settled: set[int]) -> Iterator[str]:
    called = names.paths(node.func) or ((node.func.id,) if isinstance(node.func, ast.Name) else ())
    settled.update(map(id, made_on_meta(node, called)))
    literal = next((path for path in called if path in LITERAL), None)
    if literal is not None:
        settled.update(id(each) for each in ast.walk(node.func))
        yield from _named(node, literal, names, settled)
    elif sets_plainly(node.func):
        settled.add(id(node.func))
        yield from _named(node, "setattr", names, settled)
    elif any(path == "display" or path.endswith(".display") for path in called):
        settled.add(id(node.func))
        if any(each.arg in (None, "raw") for each in node.keywords):
            yield "displays what it made itself, raw"
    elif any(opens(node, OPENING[path]) for path in called if path in OPENING):
        yield f"calls {cut(called[0])} with what it opens"
    elif _COMPILE in called and any(map(is_a_backend, node.keywords)):
        yield f"calls {_COMPILE} with a backend of its own"
    elif (name := _guarded(node.func, names)) and (says := by_a_text(name, node)):
        yield says
    elif not NUMBERS.isdisjoint(called) and any(map(is_worked_out, node.args)) and len(node.args) == 1:
        yield f"calls {cut(called[0])} with numbers that nobody follows"
    elif any(registers(path) for path in called):
        yield f"changes {cut(called[0])}"
    elif _asks_who_called(node, called):
        yield f"calls {cut(called[0]) if called else 'a function'} with what tells who called"
    elif _names_attributes(node, called, names):
        yield f"calls {cut(called[0]) if called else 'a function'} with names of its own"
    else:
        if name and name not in _FORMATS:  # what it is called with is known
            settled.add(id(node.func))
            if isinstance(node.func, ast.Attribute):
                yield from _attribute(node.func, names, settled, called=True)
        if isinstance(node.func, ast.Name) and node.func.id == "hasattr" and "hasattr" not in names.bound:
            settled.update(id(each) for each in node.args[:1] if isinstance(each, ast.Name))
        yield from makes_a_class(node, names, settled)
        yield from makes_fields(node, called)


def _guarded(node: ast.expr, names: Names) -> str:
    """Return the name of what is called, if what it does depends on a string that it is given; else nothing."""
    found = [node.attr] if isinstance(node, ast.Attribute) else [each.rpartition(".")[2] for each in names.paths(node)]
    return next((name for name in found if name in GUARDED), "")


def _named(node: ast.Call, path: str, names: Names, settled: set[int]) -> Iterator[str]:
    """Yield what to report of `getattr` and its like: a computed name, or what a written one reaches for."""
    on_attribute = path.endswith("attr")  # the first argument has the attribute that the second names
    texts = node.args[1:2] if on_attribute else node.args[: 1 if path.endswith("caller") else None]
    settled.update(map(id, texts))
    literal = [each.value for each in texts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if not texts or len(literal) != len(texts):
        yield f"calls {path} with a name that it works out"
    bases = names.paths(node.args[0]) if on_attribute and node.args else ()
    if bases:
        settled.update(map(id, ast.walk(node.args[0])))  # of `torch.func`, `torch` too
    for base in bases:
        if not names.allows(base):
            yield from along(found := ".".join((base, *literal)))
            yield from handed_on([found], in_place=True)
        if path != "getattr":
            yield f"changes {cut(base)}"
    parts = [part for text in literal for part in text.split(".")]
    if any(part in GUARDED for part in parts) or (not bases and any(leads_out(p) or "://" in p for p in parts)):
        yield f"reaches for .{cut(literal[0])}"
    elif not bases and path in ("setattr", "delattr") and any(map(_is_of_tensors, literal)):
        yield f"changes .{cut(literal[0])}"


def _attribute(node: ast.Attribute, names: Names, settled: set[int], called: bool = False) -> Iterator[str]:
    paths = names.paths(node)
    if paths:
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
            settled.add(id(inner))
    elif leads_out(node.attr, names.private) or node.attr in _NAMED_LATER:
        yield f"reaches for .{cut(node.attr)}"
    elif node.attr in _FORMATS and not isinstance(node.value, ast.Constant):
        yield "formats by a text that it works out"
    if not called and node.attr in GUARDED and node.attr not in _FORMATS and isinstance(node.ctx, ast.Load):
        yield f"hands on {cut(f'.{node.attr}')}"
    for path in paths:
        if not names.allows(path):
            yield from along(path)
    if isinstance(node.ctx, ast.Load):
        yield from handed_on(paths, id(node) in names.in_place)
    elif paths or DUNDER.fullmatch(node.attr) or SHOWS_ITSELF.fullmatch(node.attr) or _is_of_a_class(node, names):
        yield f"changes {cut(paths[0] if paths else f'.{node.attr}')}"


def _names_attributes(node: ast.Call, called: Iterable[str], names: Names) -> bool:
    """Tell whether a call gives a function attributes to change, or a string to evaluate."""
    handed_on = any(path in NAMERS for each in node.args for path in names.paths(each))
    more = any(len(node.args) > NAMERS.get(path, len(node.args)) for path in called)
    return more or handed_on or any(each.arg in NAMING for each in node.keywords)


def _asks_who_called(node: ast.Call, called: Iterable[str]) -> bool:
    """Tell whether a call learns where it is called from, or keeps what a warning says of that."""
    asked = _WARN not in called and any(each.arg in CALLERS for each in node.keywords)
    return asked or any(opens(node, KEEPING[path]) for path in called if path in KEEPING)


def _is_of_a_class(node: ast.Attribute, names: Names) -> bool:
    """Tell whether an attribute may be set on somebody else's class: on an object's type, or on that of tensors."""
    match node.value:
        case ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__"):
            return True
    return _is_of_tensors(node.attr) and id(node) not in names.mine


def _is_of_tensors(name: str) -> bool:
    """Tell whether this is an attribute of all tensors, and not one that is usually set on a single tensor."""
    return hasattr(Tensor, name) and name not in _GIVEN_TO_ONE


def _name(node: ast.Name, names: Names) -> Iterator[str]:
    yield from _read(node, names) if isinstance(node.ctx, ast.Load) else defines(node.id)


def _read(node: ast.Name, names: Names) -> Iterator[str]:
    """Yield what to report of a name whose value is taken."""
    name, paths = node.id, names.paths(node)
    if id(node) not in names.own:
        if (name in BUILTINS or (DUNDER.fullmatch(name) and name not in METHODS)) and not paths:
            yield f"uses {cut(name)}"
        elif name in LITERAL or "display" in (name, *(path.rpartition(".")[2] for path in paths)):
            yield f"hands on {name}"
        elif name == "type" and not paths:
            yield "hands on type"
        if _guarded(node, names):
            yield f"hands on {cut(name)}"
        yield from handed_on(paths, id(node) in names.in_place)
        # What an import of everything brought has not been looked at. Of another module, the import was told.
        brought = (path for path in paths if path.rpartition(".")[0] in MODULES and not names.allows(path))
        yield from (says for path in brought for says in along(path))


def _is_alike(operator: ast.cmpop) -> bool:
    return isinstance(operator, ast.Is | ast.IsNot)


def _is_module(paths: Iterable[str]) -> bool:
    return any(path in MODULES for path in paths)
